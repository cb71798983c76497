# Each resource here asks for something that Alibaba Cloud refuses. The VPCs are those of world.yaml.

provider "alicloud" {
  region = "cn-hangzhou"
}

data "alicloud_account" "current" {}

resource "alicloud_vpc_peer_connection" "bandwidth_within_region" {
  vpc_id              = "vpc-bp1a00000001"
  accepting_ali_uid   = data.alicloud_account.current.id
  accepting_region_id = "cn-hangzhou"
  accepting_vpc_id    = "vpc-bp1b00000001"
  bandwidth           = 100
}

resource "alicloud_vpc_peer_connection" "link_type_within_region" {
  vpc_id              = "vpc-bp1a00000001"
  accepting_ali_uid   = data.alicloud_account.current.id
  accepting_region_id = "cn-hangzhou"
  accepting_vpc_id    = "vpc-bp1b00000001"
  link_type           = "Gold"
}

resource "alicloud_vpc_peer_connection" "special_link_type" {
  vpc_id              = "vpc-bp1a00000001"
  accepting_ali_uid   = data.alicloud_account.current.id
  accepting_region_id = "cn-beijing"
  accepting_vpc_id    = "vpc-2zec00000001"
  link_type           = "Silver"
}

resource "alicloud_vpc_peer_connection" "too_much_bandwidth" {
  vpc_id              = "vpc-bp1a00000001"
  accepting_ali_uid   = data.alicloud_account.current.id
  accepting_region_id = "cn-beijing"
  accepting_vpc_id    = "vpc-2zec00000001"
  bandwidth           = 5000
}

resource "alicloud_vpc_peer_connection" "same_vpc" {
  vpc_id              = "vpc-bp1a00000001"
  accepting_ali_uid   = data.alicloud_account.current.id
  accepting_region_id = "cn-hangzhou"
  accepting_vpc_id    = "vpc-bp1a00000001"
}

resource "alicloud_vpc_peer_connection" "wrong_region" {
  vpc_id              = "vpc-bp1a00000001"
  accepting_ali_uid   = data.alicloud_account.current.id
  accepting_region_id = "cn-shenzhen"
  accepting_vpc_id    = "vpc-2zec00000001"
}

resource "alicloud_vpc_peer_connection_accepter" "nothing_to_accept" {
  instance_id = "pcc-00000000000000001"
}

resource "alicloud_vswitch" "outside_the_vpc" {
  vpc_id     = "vpc-bp1a00000001"
  cidr_block = "10.1.1.0/24"
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_route_entry" "no_such_connection" {
  route_table_id        = "vtb-bp1a00000001"
  destination_cidrblock = "10.1.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-00000000000000001"
}

resource "alicloud_route_entry" "within_a_vswitch" {
  route_table_id        = "vtb-bp1a00000001"
  destination_cidrblock = "10.0.1.128/25"
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-00000000000000001"
}
