# Two accounts by assumed roles; the accepter's id is the next hop, so that the routes wait for it.
variable "requester_role" {
  type = string
}

variable "accepter_role" {
  type = string
}

provider "alicloud" {
  region = "ap-southeast-1"
  assume_role {
    role_arn = var.requester_role
  }
}

provider "alicloud" {
  alias  = "accepter"
  region = "ap-southeast-5"
  assume_role {
    role_arn = var.accepter_role
  }
}

data "alicloud_account" "accepter" {
  provider = alicloud.accepter
}

resource "alicloud_vpc" "requester" {
  cidr_block = "10.10.0.0/16"
}

resource "alicloud_vpc" "accepter" {
  provider   = alicloud.accepter
  cidr_block = "10.20.0.0/16"
}

resource "alicloud_vpc_peer_connection" "this" {
  vpc_id              = alicloud_vpc.requester.id
  accepting_ali_uid   = data.alicloud_account.accepter.id
  accepting_vpc_id    = alicloud_vpc.accepter.id
  accepting_region_id = "ap-southeast-5"
  bandwidth           = 200
}

resource "alicloud_vpc_peer_connection_accepter" "this" {
  provider    = alicloud.accepter
  instance_id = alicloud_vpc_peer_connection.this.id
}

resource "alicloud_vpc_route_entry" "there" {
  route_table_id         = alicloud_vpc.requester.route_table_id
  destination_cidr_block = alicloud_vpc.accepter.cidr_block
  nexthop_type           = "VpcPeer"
  nexthop_id             = alicloud_vpc_peer_connection_accepter.this.id
}

resource "alicloud_vpc_route_entry" "back" {
  provider               = alicloud.accepter
  route_table_id         = alicloud_vpc.accepter.route_table_id
  destination_cidr_block = alicloud_vpc.requester.cidr_block
  nexthop_type           = "VpcPeer"
  nexthop_id             = alicloud_vpc_peer_connection_accepter.this.id
}
