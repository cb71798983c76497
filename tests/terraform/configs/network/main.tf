# Everything around a peering that the examples do not use, in two stages: the second changes what can change.

provider "alicloud" {
  region = "cn-hangzhou"
}

variable "second" {
  type    = bool
  default = false
}

variable "enable_ipv6" {
  type    = bool
  default = true
}

locals {
  stage = var.second ? "second" : "first"
  group = var.second ? alicloud_resource_manager_resource_group.second.id : alicloud_resource_manager_resource_group.first.id
  tags  = var.second ? { kept = "same", changed = "after", added = "new" } : { kept = "same", changed = "before", removed = "old" }
}

data "alicloud_account" "current" {}

resource "alicloud_resource_manager_resource_group" "first" {
  resource_group_name = "network-first"
  display_name        = "first, ${local.stage}"
}

resource "alicloud_resource_manager_resource_group" "second" {
  resource_group_name = "network-second"
  display_name        = "second"
  tags                = local.tags
}

# --- One VPC with all that a VPC may have --------------------------------------------------------------------

resource "alicloud_vpc" "full" {
  vpc_name                       = "full-${local.stage}"
  description                    = "the ${local.stage} stage"
  cidr_block                     = "10.0.0.0/16"
  user_cidrs                     = ["203.0.113.0/24", "198.51.100.0/24"]
  enable_ipv6                    = true
  ipv6_isp                       = "BGP"
  resource_group_id              = local.group
  system_route_table_name        = "system-${local.stage}"
  system_route_table_description = "of the ${local.stage} stage"
  tags                           = local.tags
}

resource "alicloud_vpc_ipv4_cidr_block" "full" {
  vpc_id               = alicloud_vpc.full.id
  secondary_cidr_block = "10.100.0.0/16"
}

resource "alicloud_vswitch" "full" {
  vswitch_name         = "full-${local.stage}"
  description          = "the ${local.stage} stage"
  vpc_id               = alicloud_vpc.full.id
  cidr_block           = "10.0.1.0/24"
  zone_id              = "cn-hangzhou-b"
  enable_ipv6          = var.enable_ipv6
  ipv6_cidr_block_mask = 7
  tags                 = local.tags
}

resource "alicloud_vswitch" "secondary" {
  vswitch_name = "secondary"
  vpc_id       = alicloud_vpc.full.id
  cidr_block   = "10.100.1.0/24"
  zone_id      = "cn-hangzhou-h"
  depends_on   = [alicloud_vpc_ipv4_cidr_block.full]
}

resource "alicloud_vpc_ipv6_gateway" "full" {
  ipv6_gateway_name = "full-${local.stage}"
  description       = "${local.stage}-stage"
  vpc_id            = alicloud_vpc.full.id
  resource_group_id = local.group
  tags              = local.tags
}

data "alicloud_vpc_ipv6_gateways" "full" {
  ids = [alicloud_vpc_ipv6_gateway.full.id]
}

output "gateways" {
  value = [for gateway in data.alicloud_vpc_ipv6_gateways.full.gateways : gateway.vpc_id == alicloud_vpc.full.id]
}

resource "alicloud_route_table" "full" {
  route_table_name = "full-${local.stage}"
  description      = "the ${local.stage} stage"
  vpc_id           = alicloud_vpc.full.id
  associate_type   = "VSwitch"
  tags             = local.tags
}

resource "alicloud_route_table_attachment" "full" {
  for_each       = { primary = alicloud_vswitch.full.id, secondary = alicloud_vswitch.secondary.id }
  route_table_id = alicloud_route_table.full.id
  vswitch_id     = each.value
}

# --- Another, whose IPv6 block is the target -----------------------------------------------------------------

resource "alicloud_vpc" "plain" {
  vpc_name    = "plain"
  cidr_block  = "172.16.0.0/12"
  enable_ipv6 = true
}

resource "alicloud_vswitch" "plain" {
  vpc_id               = alicloud_vpc.plain.id
  cidr_block           = "172.16.1.0/24"
  zone_id              = "cn-hangzhou-b"
  enable_ipv6          = var.enable_ipv6
  ipv6_cidr_block_mask = 1
}

resource "alicloud_vpc_peer_connection" "this" {
  peer_connection_name = "network-${local.stage}"
  description          = "the ${local.stage} stage"
  vpc_id               = alicloud_vpc.full.id
  accepting_ali_uid    = data.alicloud_account.current.id
  accepting_region_id  = "cn-hangzhou"
  accepting_vpc_id     = alicloud_vpc.plain.id
  resource_group_id    = local.group
  tags                 = local.tags
}

# --- Routes, of both resources and both IP versions ----------------------------------------------------------

resource "alicloud_vpc_route_entry" "full" {
  route_table_id         = alicloud_route_table.full.id
  destination_cidr_block = alicloud_vpc.plain.cidr_block
  nexthop_type           = "VpcPeer"
  nexthop_id             = alicloud_vpc_peer_connection.this.id
  route_entry_name       = "full-${local.stage}"
  description            = "the ${local.stage} stage"
}

resource "alicloud_route_entry" "full_ipv6" {
  name                  = "ipv6"
  description           = "to the other VPC"
  route_table_id        = alicloud_route_table.full.id
  destination_cidrblock = alicloud_vpc.plain.ipv6_cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

resource "alicloud_route_entry" "plain" {
  for_each = {
    ipv4      = alicloud_vpc.full.cidr_block
    secondary = alicloud_vpc_ipv4_cidr_block.full.secondary_cidr_block
    ipv6      = alicloud_vpc.full.ipv6_cidr_block
  }
  route_table_id        = alicloud_vpc.plain.route_table_id
  destination_cidrblock = each.value
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}
