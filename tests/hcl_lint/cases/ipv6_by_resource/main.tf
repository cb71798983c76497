# alicloud_vpc_ipv6_cidr_block gives a VPC its first IPv6 block, too.
resource "alicloud_vpc" "with" {
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vpc_ipv6_cidr_block" "with" {
  vpc_id = alicloud_vpc.with.id
}

resource "alicloud_vpc" "without" {
  cidr_block = "10.1.0.0/16"
}

resource "alicloud_route_entry" "with" {
  route_table_id        = alicloud_vpc.with.route_table_id
  destination_cidrblock = "2408:4005:300::/56"
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-bp1main"
}

resource "alicloud_route_entry" "without" {
  route_table_id        = alicloud_vpc.without.route_table_id
  destination_cidrblock = "2408:4005:300::/56" # expect: error[ALI314]
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-bp1main"
}
