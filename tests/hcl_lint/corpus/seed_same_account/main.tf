# One account, two regions, ids masked as documentation does.
data "alicloud_account" "current" {}

provider "alicloud" {
  alias  = "requester"
  region = "cn-hangzhou"
}

provider "alicloud" {
  alias  = "accepter"
  region = "cn-beijing"
}

variable "requester_vpc" {
  default = "vpc-bp1x******"
}

variable "accepter_vpc" {
  default = "vpc-2zey******"
}

resource "alicloud_vpc_peer_connection" "peering" {
  provider             = alicloud.requester
  peer_connection_name = "peering_by_terraform"
  vpc_id               = var.requester_vpc
  accepting_ali_uid    = data.alicloud_account.current.id
  accepting_region_id  = "cn-beijing"
  accepting_vpc_id     = var.accepter_vpc
  bandwidth            = 1024
  link_type            = "Gold"
}

resource "alicloud_route_entry" "there" {
  provider              = alicloud.requester
  route_table_id        = "vtb-bp1t******"
  destination_cidrblock = "172.16.0.0/12"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.peering.id
}

resource "alicloud_route_entry" "back" {
  provider              = alicloud.accepter
  route_table_id        = "vtb-2zet******"
  destination_cidrblock = "10.0.0.0/8"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.peering.id
}
