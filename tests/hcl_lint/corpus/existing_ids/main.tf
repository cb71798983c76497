# Everything but the connection exists: ids from variables, tables from data sources, routes over a set of destinations.
variable "vpc_id" {
  type = string
}

variable "peers" {
  type = list(object({
    vpc_id = string
    region = string
    cidrs  = list(string)
  }))
}

data "alicloud_route_tables" "own" {
  vpc_id = var.vpc_id
}

data "alicloud_account" "current" {}

resource "alicloud_vpc_peer_connection" "this" {
  count               = length(var.peers)
  vpc_id              = var.vpc_id
  accepting_ali_uid   = data.alicloud_account.current.id
  accepting_vpc_id    = var.peers[count.index].vpc_id
  accepting_region_id = var.peers[count.index].region
  bandwidth           = 512
  tags = {
    managed = "terraform"
    index   = count.index
  }
}

resource "alicloud_route_entry" "to_peers" {
  for_each              = { for pair in flatten([for i, peer in var.peers : [for cidr in peer.cidrs : { i = i, cidr = cidr }]]) : pair.cidr => pair }
  route_table_id        = data.alicloud_route_tables.own.tables[0].id
  destination_cidrblock = each.key
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this[each.value.i].id
}
