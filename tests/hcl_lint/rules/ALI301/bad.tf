resource "alicloud_route_entry" "spelled" {
  route_table_id        = "vtb-bp1a"
  destination_cidrblock = "10.1.0.0/16"
  nexthop_type          = "vpc_peer" # expect: ALI301
  nexthop_id            = "pcc-bp1a"
}

resource "alicloud_vpc_route_entry" "docs" {
  route_table_id         = "vtb-bp1a"
  destination_cidr_block = "10.2.0.0/16"
  nexthop_type           = "Network interface" # expect: ALI301
  nexthop_id             = "eni-bp1a"
}

resource "alicloud_route_entry" "wrong_type" {
  route_table_id        = "vtb-bp1a"
  destination_cidrblock = "10.3.0.0/16"
  nexthop_type          = "RouterInterface"
  nexthop_id            = "pcc-bp1a" # expect: ALI302
}

resource "alicloud_route_entry" "no_type" {
  route_table_id        = "vtb-bp1a"
  destination_cidrblock = "10.4.0.0/16"
  nexthop_id            = "pcc-bp1a" # expect: ALI302
}

resource "alicloud_route_entry" "nowhere" { # expect: ALI316
  route_table_id        = "vtb-bp1a"
  destination_cidrblock = "10.5.0.0/16"
}

resource "alicloud_nat_gateway" "nat" {
  vpc_id     = "vpc-bp1a"
  vswitch_id = "vsw-bp1a"
}

resource "alicloud_route_entry" "other_resource" {
  route_table_id        = "vtb-bp1a"
  destination_cidrblock = "10.6.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_nat_gateway.nat.id # expect: ALI302
}
