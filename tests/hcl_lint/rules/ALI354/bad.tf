# hcl-lint: ignore-file[ALI157] other things matter here
resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vpc" "b" {
  cidr_block = "10.1.0.0/16"
}

resource "alicloud_vpc" "c" {
  cidr_block = "10.2.0.0/16"
}

resource "alicloud_vpc_peer_connection" "a_b" {
  vpc_id              = alicloud_vpc.a.id
  accepting_vpc_id    = alicloud_vpc.b.id
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_route_entry" "swapped" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "10.0.0.0/16" # expect: ALI354
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.a_b.id
}

resource "alicloud_route_entry" "elsewhere" {
  route_table_id        = alicloud_vpc.b.route_table_id
  destination_cidrblock = "172.16.0.0/16" # expect: ALI355
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.a_b.id
}

resource "alicloud_route_entry" "behind" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "10.2.0.0/16" # expect: ALI358
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.a_b.id
}

resource "alicloud_route_entry" "too_broad" {
  route_table_id        = alicloud_vpc.b.route_table_id
  destination_cidrblock = "10.0.0.0/15" # expect: ALI357
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.a_b.id
}

resource "alicloud_route_entry" "third_vpc" {
  route_table_id        = alicloud_vpc.c.route_table_id
  destination_cidrblock = "10.1.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.a_b.id # expect: ALI308
}
