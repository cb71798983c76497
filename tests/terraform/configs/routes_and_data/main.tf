# A connection within a region, its routes, and all that data sources say about them. The VPCs are those of world.yaml.

provider "alicloud" {
  region = "cn-hangzhou"
}

variable "bandwidth" {
  type    = number
  default = null
}

variable "link_type" {
  type    = string
  default = null
}

variable "force_delete" {
  type    = bool
  default = false
}

variable "routes" {
  type = map(string)
  default = {
    vtb-bp1a00000001 = "10.1.0.0/16"
    vtb-bp1b00000001 = "10.0.0.0/16"
  }
}

resource "alicloud_vpc_peer_connection" "this" {
  peer_connection_name = "one-other"
  vpc_id               = "vpc-bp1a00000001"
  accepting_ali_uid    = data.alicloud_account.current.id
  accepting_region_id  = "cn-hangzhou"
  accepting_vpc_id     = "vpc-bp1b00000001"
  bandwidth            = var.bandwidth
  link_type            = var.link_type
  force_delete         = var.force_delete
}

resource "alicloud_route_entry" "this" {
  for_each              = var.routes
  route_table_id        = each.key
  destination_cidrblock = each.value
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}
