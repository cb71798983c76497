# The help page's "multiple VPCs and a central VPC", with an instance in each to prove it.

provider "alicloud" {
  region = "cn-hangzhou"
}

locals {
  centre   = "10.0.0.0/16"
  branches = { "branch-a" = "10.1.0.0/16", "branch-b" = "10.2.0.0/16" }
}

data "alicloud_account" "current" {}

module "centre" {
  source = "./site"
  name   = "centre"
  cidr   = local.centre
  from   = values(local.branches)
}

module "branch" {
  source   = "./site"
  for_each = local.branches
  name     = each.key
  cidr     = each.value
  from     = ["10.0.0.0/8"] # access rules would let the other branch in: it is the peering that does not
}

resource "alicloud_vpc_peer_connection" "branch" {
  for_each             = local.branches
  peer_connection_name = "centre-${each.key}"
  vpc_id               = module.centre.vpc_id
  accepting_ali_uid    = data.alicloud_account.current.id
  accepting_region_id  = "cn-hangzhou"
  accepting_vpc_id     = module.branch[each.key].vpc_id
}

resource "alicloud_route_entry" "to_branch" {
  for_each              = local.branches
  route_table_id        = module.centre.route_table_id
  destination_cidrblock = each.value
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.branch[each.key].id
}

# Wider than the centre on purpose: even then a branch gets no further than the centre.
resource "alicloud_route_entry" "to_centre" {
  for_each              = local.branches
  route_table_id        = module.branch[each.key].route_table_id
  destination_cidrblock = "10.0.0.0/8"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.branch[each.key].id
}
