# The next hop decides nothing: only the block 100.64.0.0/10 itself has a system route.
resource "alicloud_vpc" "main" {
  cidr_block = "10.8.0.0/16"
}

resource "alicloud_cen_transit_router_vpc_attachment" "main" {
  cen_id            = "cen-1"
  transit_router_id = "tr-1"
  vpc_id            = alicloud_vpc.main.id

  zone_mappings {
    zone_id    = "cn-hangzhou-b"
    vswitch_id = "vsw-bp1main"
  }
}

resource "alicloud_route_entry" "oss_elsewhere" {
  route_table_id        = alicloud_vpc.main.route_table_id
  destination_cidrblock = "100.115.33.0/24"
  nexthop_type          = "Attachment"
  nexthop_id            = alicloud_cen_transit_router_vpc_attachment.main.transit_router_attachment_id
}

resource "alicloud_route_entry" "narrow" {
  route_table_id        = alicloud_vpc.main.route_table_id
  destination_cidrblock = "100.65.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-bp1main"
}

resource "alicloud_route_entry" "all" {
  route_table_id        = alicloud_vpc.main.route_table_id
  destination_cidrblock = "100.64.0.0/10" # expect: error[ALI305]
  nexthop_type          = "Attachment"
  nexthop_id            = alicloud_cen_transit_router_vpc_attachment.main.transit_router_attachment_id
}
