# Flags that switch parts off; what cannot exist together is not compared.
variable "enabled" {
  type    = bool
  default = true
}

variable "cross_region" {
  type = bool
}

variable "peer_region" {
  type    = string
  default = "cn-chengdu"
}

provider "alicloud" {
  region = "cn-chengdu"
}

resource "alicloud_vpc" "one" {
  count      = var.enabled ? 1 : 0
  cidr_block = "192.168.0.0/20"
}

resource "alicloud_vpc" "two" {
  count      = var.enabled ? 1 : 0
  cidr_block = "192.168.16.0/20"
}

data "alicloud_account" "current" {}

resource "alicloud_vpc_peer_connection" "this" {
  count               = var.enabled ? 1 : 0
  vpc_id              = alicloud_vpc.one[0].id
  accepting_ali_uid   = data.alicloud_account.current.id
  accepting_vpc_id    = one(alicloud_vpc.two[*].id)
  accepting_region_id = var.peer_region
  bandwidth           = var.cross_region ? 100 : null
  link_type           = var.peer_region == "cn-chengdu" ? null : "Gold"
}

resource "alicloud_route_entry" "there" {
  count                 = var.enabled ? 1 : 0
  route_table_id        = alicloud_vpc.one[0].route_table_id
  destination_cidrblock = alicloud_vpc.two[0].cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this[0].id
}

resource "alicloud_route_entry" "back" {
  count                 = var.enabled ? 1 : 0
  route_table_id        = alicloud_vpc.two[0].route_table_id
  destination_cidrblock = alicloud_vpc.one[0].cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = try(alicloud_vpc_peer_connection.this[0].id, null)
}
