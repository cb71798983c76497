# A branch in another region.

data "alicloud_zones" "remote" {
  provider                    = alicloud.remote
  available_resource_creation = "VSwitch"
}

resource "alicloud_vpc" "remote" {
  provider   = alicloud.remote
  vpc_name   = "${var.name}-remote"
  cidr_block = "10.3.0.0/16"
}

resource "alicloud_vswitch" "remote" {
  provider     = alicloud.remote
  vswitch_name = "${var.name}-remote"
  vpc_id       = alicloud_vpc.remote.id
  cidr_block   = "10.3.1.0/24"
  zone_id      = data.alicloud_zones.remote.zones[0].id
}

resource "alicloud_vpc_peer_connection" "remote" {
  provider             = alicloud.remote
  peer_connection_name = "${var.name}-remote"
  vpc_id               = alicloud_vpc.remote.id
  accepting_ali_uid    = data.alicloud_account.current.id
  accepting_region_id  = var.region
  accepting_vpc_id     = alicloud_vpc.centre.id
  bandwidth            = var.bandwidth
  link_type            = var.link_type
}

resource "alicloud_route_entry" "remote_to_centre" {
  provider              = alicloud.remote
  route_table_id        = alicloud_vpc.remote.route_table_id
  destination_cidrblock = alicloud_vpc.centre.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.remote.id
}

resource "alicloud_route_entry" "centre_to_remote" {
  route_table_id        = alicloud_route_table.services.id
  destination_cidrblock = alicloud_vpc.remote.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.remote.id
}
