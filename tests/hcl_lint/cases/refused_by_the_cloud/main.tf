# One network with what the cloud refuses of it, each once.
provider "alicloud" {
  region = "cn-hangzhou"
}

resource "alicloud_vpc" "shop" {
  cidr_block = "10.20.0.0/16"
}

resource "alicloud_vpc" "bank" {
  cidr_block  = "10.30.0.0/16"
  enable_ipv6 = true
}

resource "alicloud_vswitch" "shop" {
  vpc_id               = alicloud_vpc.shop.id
  cidr_block           = "10.20.1.0/24"
  zone_id              = "cn-shanghai-b" # expect: error[ALI441]
  ipv6_cidr_block_mask = 7               # expect: error[ALI442]
}

resource "alicloud_vswitch" "nowhere" { # expect: error[ALI616]
  cidr_block = "10.20.2.0/24"
  zone_id    = "cn-hangzhou-h"
}

resource "alicloud_vswitch" "bank" {
  count                = 2
  vpc_id               = alicloud_vpc.bank.id
  cidr_block           = "10.30.${count.index}.0/24"
  zone_id              = "cn-hangzhou-z" # expect: error[ALI441]
  ipv6_cidr_block_mask = 300             # expect: error[ALI443]
}

resource "alicloud_route_table" "shop" {
  vpc_id           = alicloud_vpc.shop.id
  route_table_name = "http://shop" # expect: error[ALI415]
}

resource "alicloud_route_table_attachment" "wrong" {
  vswitch_id     = alicloud_vswitch.bank[0].id
  route_table_id = alicloud_route_table.shop.id # expect: error[ALI465]
}

resource "alicloud_route_table" "one" {
  vpc_id = alicloud_vpc.bank.id
}

resource "alicloud_route_table" "two" {
  vpc_id = alicloud_vpc.bank.id
}

resource "alicloud_route_table_attachment" "one" {
  vswitch_id     = alicloud_vswitch.bank[1].id
  route_table_id = alicloud_route_table.one.id
}

resource "alicloud_route_table_attachment" "two" {
  vswitch_id     = alicloud_vswitch.bank[1].id # expect: error[ALI469]
  route_table_id = alicloud_route_table.two.id
}

resource "alicloud_security_group" "shop" {
  security_group_name = "2nd-shop" # expect: error[ALI721]
  vpc_id              = alicloud_vpc.shop.id
}

resource "alicloud_security_group" "homeless" { # expect: warning[ALI726]
  security_group_name = "homeless"
}

resource "alicloud_network_acl" "shop" {
  vpc_id           = alicloud_vpc.shop.id
  network_acl_name = "https://acl" # expect: error[ALI739]
}

resource "alicloud_network_acl_entries" "shop" {
  network_acl_id = alicloud_network_acl.shop.id
  ingress {
    policy         = "reject"          # expect: error[ALI732]
    protocol       = "ssh"             # expect: error[ALI733]
    port           = "22/22"
    source_cidr_ip = "172.16.300.0/24" # expect: error[ALI735]
  }
}

resource "alicloud_vpc_network_acl_attachment" "wrong" {
  network_acl_id = alicloud_network_acl.shop.id
  resource_id    = alicloud_vswitch.bank[0].id # expect: error[ALI737]
  resource_type  = "VSwitch"
}

resource "alicloud_instance" "without" { # expect: error[ALI759]
  image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
  instance_type   = "ecs.g7.large"
  security_groups = [alicloud_security_group.shop.id]
}

resource "alicloud_instance" "elsewhere" {
  image_id          = "aliyun_3_x64_20G_alibase_20250117.vhd"
  instance_type     = "ecs.g7.large"
  availability_zone = "cn-hangzhou-i"                   # expect: error[ALI758]
  security_groups   = [alicloud_security_group.shop.id] # expect: error[ALI751]
  vswitch_id        = alicloud_vswitch.bank[0].id
  private_ip        = "10.30.9.9" # expect: error[ALI762]
}
