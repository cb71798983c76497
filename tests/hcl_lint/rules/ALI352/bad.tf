# hcl-lint: ignore-file[ALI157] other things matter here
locals {
  vpcs = { a = "10.0.0.0/16", b = "10.1.0.0/16", c = "10.2.0.0/16" }
}

resource "alicloud_vpc" "v" {
  for_each   = local.vpcs
  cidr_block = each.value
}

resource "alicloud_vpc_peer_connection" "silent" { # expect: ALI352
  vpc_id              = alicloud_vpc.v["a"].id
  accepting_vpc_id    = alicloud_vpc.v["b"].id
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "one_sided" { # expect: ALI353
  vpc_id              = alicloud_vpc.v["a"].id
  accepting_vpc_id    = alicloud_vpc.v["c"].id
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_route_entry" "a_to_c" {
  route_table_id        = alicloud_vpc.v["a"].route_table_id
  destination_cidrblock = alicloud_vpc.v["c"].cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.one_sided.id
}
