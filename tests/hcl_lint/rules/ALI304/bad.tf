provider "alicloud" {}

variable "peer_network" {
  default = "192.168.1.1/24" # expect: ALI304
}

resource "alicloud_route_entry" "host_bits" {
  route_table_id        = "vtb-bp1a"
  destination_cidrblock = var.peer_network
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-bp1a"
}

resource "alicloud_route_entry" "no_block" {
  route_table_id        = "vtb-bp1a"
  destination_cidrblock = "10.300.0.0/16" # expect: ALI304
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-bp1a"
}

resource "alicloud_route_entry" "bare" {
  route_table_id        = "vtb-bp1a"
  destination_cidrblock = "10.3.0.1" # expect: ALI363
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-bp1a"
}

resource "alicloud_route_entry" "services" {
  route_table_id        = "vtb-bp1a"
  destination_cidrblock = "100.64.0.0/10" # expect: ALI305
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-bp1a"
}

resource "alicloud_route_entry" "everything" {
  route_table_id        = "vtb-bp1a"
  destination_cidrblock = "0.0.0.0/0" # expect: ALI356
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-bp1a"
}
