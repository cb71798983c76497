# Each API refuses such tags of what it creates.
provider "alicloud" {
  region = "cn-hangzhou"
}

locals {
  many     = { for number in range(21) : "k${number}" => "v" } # expect: error[ALI118]
  reserved = { "aliyun:x" = "v" }                              # expect: error[ALI116]
}

resource "alicloud_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_security_group" "many" {
  security_group_name = "many"
  vpc_id              = alicloud_vpc.v.id
  tags                = local.many
}

resource "alicloud_network_acl" "many" {
  vpc_id = alicloud_vpc.v.id
  tags   = local.many
}

resource "alicloud_vpc_ipv4_gateway" "reserved" {
  vpc_id = alicloud_vpc.v.id
  tags   = local.reserved
}

resource "alicloud_vpc_prefix_list" "reserved" {
  prefix_list_name = "reserved"
  tags             = local.reserved
}

resource "alicloud_instance" "reserved" {
  instance_type   = "ecs.g6.large"
  image_id        = "aliyun_3_x64_20G_alibase_20240819.vhd"
  vswitch_id      = "vsw-bp1a"
  security_groups = [alicloud_security_group.many.id]
  tags            = { "acs:x" = "v" } # expect: error[ALI116]
}
