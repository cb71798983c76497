# A peering connection between two VPCs of one account in two regions, with a route at either end.

terraform {
  required_providers {
    alicloud = {
      source                = "aliyun/alicloud"
      configuration_aliases = [alicloud.requester, alicloud.accepter]
    }
  }
}

variable "name" {
  description = "Name of the connection."
  type        = string
}

variable "requester" {
  description = "The end that asks for the connection."
  type = object({
    region         = string
    vpc_id         = string
    cidr_block     = string
    route_table_id = string
  })
}

variable "accepter" {
  description = "The other end."
  type = object({
    region         = string
    vpc_id         = string
    cidr_block     = string
    route_table_id = string
  })
}

variable "bandwidth" {
  description = "Mbit/s."
  type        = number
}

variable "link_type" {
  description = "Gold or Platinum."
  type        = string
}

data "alicloud_account" "accepter" {
  provider = alicloud.accepter
}

resource "alicloud_vpc_peer_connection" "this" {
  provider             = alicloud.requester
  peer_connection_name = var.name
  vpc_id               = var.requester.vpc_id
  accepting_ali_uid    = data.alicloud_account.accepter.id
  accepting_region_id  = var.accepter.region
  accepting_vpc_id     = var.accepter.vpc_id
  bandwidth            = var.bandwidth
  link_type            = var.link_type
}

resource "alicloud_route_entry" "requester" {
  provider              = alicloud.requester
  route_table_id        = var.requester.route_table_id
  destination_cidrblock = var.accepter.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

resource "alicloud_route_entry" "accepter" {
  provider              = alicloud.accepter
  route_table_id        = var.accepter.route_table_id
  destination_cidrblock = var.requester.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

output "id" {
  description = "The peering connection."
  value       = alicloud_vpc_peer_connection.this.id
}
