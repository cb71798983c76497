# Two accounts, two regions, ids masked as documentation does. The routes do not wait for the accepter: a notice.
provider "alicloud" {
  alias  = "requester"
  region = "cn-hangzhou"
}

variable "accepter_region" {
  default = "cn-beijing"
}

variable "accepter_uid" {
  default = "1234******"
}

variable "key" {
  description = "Access key of the accepting account"
}

variable "secret" {
  description = "Secret of the accepting account"
}

provider "alicloud" {
  alias      = "accepter"
  region     = var.accepter_region
  access_key = var.key
  secret_key = var.secret
}

resource "alicloud_vpc_peer_connection" "peering" {
  provider             = alicloud.requester
  peer_connection_name = "peering_by_terraform"
  vpc_id               = "vpc-2zex******"
  accepting_ali_uid    = var.accepter_uid
  accepting_region_id  = var.accepter_region
  accepting_vpc_id     = "vpc-wz9y******"
  bandwidth            = 1024
  link_type            = "Gold"
}

resource "alicloud_vpc_peer_connection_accepter" "peering" {
  provider    = alicloud.accepter
  instance_id = alicloud_vpc_peer_connection.peering.id
}

resource "alicloud_route_entry" "there" {
  provider              = alicloud.requester
  route_table_id        = "vtb-2zet******"
  destination_cidrblock = "192.168.0.0/24"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.peering.id # expect: ALI359
}

resource "alicloud_route_entry" "back" {
  provider              = alicloud.accepter
  route_table_id        = "vtb-wz9t******"
  destination_cidrblock = "172.16.0.0/12"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.peering.id # expect: ALI359
}
