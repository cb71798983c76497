# Two dual-stack VPCs: one connection carries both versions, and each version has routes of its own.

provider "alicloud" {
  region = "cn-hangzhou"
}

data "alicloud_account" "current" {}

data "alicloud_zones" "this" {
  available_resource_creation = "VSwitch"
}

data "alicloud_images" "this" {
  owners      = "system"
  name_regex  = "^aliyun_3"
  most_recent = true
}

resource "alicloud_vpc" "this" {
  for_each    = { left = "10.0.0.0/16", right = "10.1.0.0/16" }
  vpc_name    = each.key
  cidr_block  = each.value
  enable_ipv6 = true
}

resource "alicloud_vswitch" "this" {
  for_each             = alicloud_vpc.this
  vpc_id               = each.value.id
  zone_id              = data.alicloud_zones.this.zones[0].id
  cidr_block           = cidrsubnet(each.value.cidr_block, 8, 0)
  enable_ipv6          = true
  ipv6_cidr_block_mask = 1
}

resource "alicloud_vpc_peer_connection" "this" {
  peer_connection_name = "dual-stack"
  vpc_id               = alicloud_vpc.this["left"].id
  accepting_ali_uid    = data.alicloud_account.current.id
  accepting_region_id  = "cn-hangzhou"
  accepting_vpc_id     = alicloud_vpc.this["right"].id
}

locals {
  far = { left = "right", right = "left" }
}

resource "alicloud_route_entry" "ipv4" {
  for_each              = local.far
  route_table_id        = alicloud_vpc.this[each.key].route_table_id
  destination_cidrblock = alicloud_vpc.this[each.value].cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

resource "alicloud_route_entry" "ipv6" {
  for_each              = local.far
  route_table_id        = alicloud_vpc.this[each.key].route_table_id
  destination_cidrblock = alicloud_vpc.this[each.value].ipv6_cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

resource "alicloud_security_group" "this" {
  for_each            = alicloud_vpc.this
  security_group_name = each.key
  vpc_id              = each.value.id
}

resource "alicloud_security_group_rule" "ipv4" {
  for_each          = local.far
  security_group_id = alicloud_security_group.this[each.key].id
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "443/443"
  cidr_ip           = alicloud_vpc.this[each.value].cidr_block
}

resource "alicloud_security_group_rule" "ipv6" {
  for_each          = local.far
  security_group_id = alicloud_security_group.this[each.key].id
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "443/443"
  ipv6_cidr_ip      = alicloud_vpc.this[each.value].ipv6_cidr_block
}

resource "alicloud_instance" "this" {
  for_each             = alicloud_vswitch.this
  instance_name        = "${each.key}-server"
  image_id             = data.alicloud_images.this.images[0].id
  instance_type        = "ecs.g7.large"
  system_disk_category = "cloud_essd"
  vswitch_id           = each.value.id
  ipv6_address_count   = 1
  security_groups      = [alicloud_security_group.this[each.key].id]
}
