variable "name" {
  type = string
}

variable "region" {
  type = string
}

variable "requester" {
  type = object({ id = string, table = string, cidr = string })
}

variable "accepter" {
  type = object({ id = string, table = string, cidr = string })
}

data "alicloud_account" "current" {}

resource "alicloud_vpc_peer_connection" "this" {
  peer_connection_name = var.name
  vpc_id               = var.requester.id
  accepting_ali_uid    = data.alicloud_account.current.id
  accepting_vpc_id     = var.accepter.id
  accepting_region_id  = var.region
}

resource "alicloud_route_entry" "this" {
  for_each = {
    there = { table = var.requester.table, destination = var.accepter.cidr }
    back  = { table = var.accepter.table, destination = var.requester.cidr }
  }
  route_table_id        = each.value.table
  destination_cidrblock = each.value.destination
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

output "id" {
  value = alicloud_vpc_peer_connection.this.id
}
