resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/8"
}

resource "alicloud_vswitch" "a" {
  count      = 2
  vpc_id     = alicloud_vpc.a.id
  cidr_block = cidrsubnet(alicloud_vpc.a.cidr_block, 16, count.index)
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_route_table" "own" {
  vpc_id = alicloud_vpc.a.id
}

resource "alicloud_route_entry" "inside" {
  route_table_id        = alicloud_route_table.own.id
  destination_cidrblock = "10.0.1.128/25" # expect: ALI306
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-bp1a"
}

resource "alicloud_route_entry" "contains_is_fine" {
  route_table_id        = alicloud_route_table.own.id
  destination_cidrblock = "10.0.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-bp1a"
}

resource "alicloud_vpc_route_entry" "twice" {
  route_table_id         = alicloud_route_table.own.id
  destination_cidr_block = "10.0.0.0/16" # expect: ALI307
  nexthop_type           = "VpcPeer"
  nexthop_id             = "pcc-bp1b"
}

resource "alicloud_route_entry" "ipv6" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "2408::/16" # expect: ALI314
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-bp1a"
}
