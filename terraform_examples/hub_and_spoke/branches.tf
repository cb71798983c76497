# Branches in the central VPC's region. A connection within a region costs nothing and has neither bandwidth nor link
# type to choose.

resource "alicloud_vpc" "branch" {
  for_each   = var.branches
  vpc_name   = "${var.name}-${each.key}"
  cidr_block = each.value
}

resource "alicloud_vswitch" "branch" {
  for_each     = var.branches
  vswitch_name = "${var.name}-${each.key}"
  vpc_id       = alicloud_vpc.branch[each.key].id
  cidr_block   = cidrsubnet(each.value, 8, 1)
  zone_id      = data.alicloud_zones.centre.zones[0].id
}

resource "alicloud_vpc_peer_connection" "branch" {
  for_each             = var.branches
  peer_connection_name = "${var.name}-${each.key}"
  vpc_id               = alicloud_vpc.branch[each.key].id
  accepting_ali_uid    = data.alicloud_account.current.id
  accepting_region_id  = var.region
  accepting_vpc_id     = alicloud_vpc.centre.id
}

resource "alicloud_route_entry" "branch_to_centre" {
  for_each              = var.branches
  route_table_id        = alicloud_vpc.branch[each.key].route_table_id
  destination_cidrblock = alicloud_vpc.centre.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.branch[each.key].id
}

resource "alicloud_route_entry" "centre_to_branch" {
  for_each              = var.branches
  route_table_id        = alicloud_route_table.services.id
  destination_cidrblock = alicloud_vpc.branch[each.key].cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.branch[each.key].id
}
