# Applications reach databases over a connection within the region, which the cloud accepts by itself.

resource "alicloud_vpc_peer_connection" "hub_data" {
  peer_connection_name = "${var.name}-hub-data"
  vpc_id               = alicloud_vpc.hub.id
  accepting_ali_uid    = data.alicloud_account.current.id
  accepting_region_id  = var.region
  accepting_vpc_id     = alicloud_vpc.data.id
}

resource "alicloud_route_entry" "hub_to_data" {
  route_table_id        = alicloud_vpc.hub.route_table_id
  destination_cidrblock = alicloud_vpc.data.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.hub_data.id
}

resource "alicloud_route_entry" "data_to_hub" {
  route_table_id        = alicloud_vpc.data.route_table_id
  destination_cidrblock = alicloud_vpc.hub.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.hub_data.id
}
