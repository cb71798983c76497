# The cloud refuses a secondary block that holds the destination of a route; a route that comes later is taken.
resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vpc_ipv4_cidr_block" "first" {
  vpc_id               = alicloud_vpc.a.id
  secondary_cidr_block = "172.16.0.0/16"
}

resource "alicloud_vpc_ipv4_cidr_block" "other" {
  vpc_id               = alicloud_vpc.a.id
  secondary_cidr_block = "172.17.0.0/16" # expect: warning[ALI410]
}

resource "alicloud_route_entry" "later" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "172.16.1.0/24"
  nexthop_type          = "VpnGateway"
  nexthop_id            = "vpn-bp1gateway"
  depends_on            = [alicloud_vpc_ipv4_cidr_block.first]
}

resource "alicloud_route_entry" "at_once" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "172.17.1.0/24"
  nexthop_type          = "VpnGateway"
  nexthop_id            = "vpn-bp1gateway"
}
