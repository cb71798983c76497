# hcl-lint: ignore-file[ALI157] other things matter here
resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vpc" "b" {
  cidr_block = "10.1.0.0/16"
}

resource "alicloud_vswitch" "a" {
  vpc_id     = alicloud_vpc.a.id
  cidr_block = "10.0.1.0/24"
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_vswitch" "b" {
  vpc_id     = alicloud_vpc.b.id
  cidr_block = "10.1.1.0/24"
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_route_table" "own_of_b" {
  vpc_id = alicloud_vpc.b.id
}

resource "alicloud_route_table_attachment" "b" {
  vswitch_id     = alicloud_vswitch.b.id
  route_table_id = alicloud_route_table.own_of_b.id
}

# The way back is in the system table, but the vSwitch of b asks its own table.
resource "alicloud_vpc_peer_connection" "a_b" { # expect: ALI365
  vpc_id              = alicloud_vpc.a.id
  accepting_vpc_id    = alicloud_vpc.b.id
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_route_entry" "there" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "10.1.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.a_b.id
}

resource "alicloud_route_entry" "back" {
  route_table_id        = alicloud_vpc.b.route_table_id
  destination_cidrblock = "10.0.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.a_b.id
}
