# Two VPCs of two accounts, joined by a VPC peering connection that the other account accepts.

# The accepter's account id is asked for, not written down: so it always fits the accepter's credentials.
data "alicloud_account" "accepting" {
  provider = alicloud.accepting
}

data "alicloud_zones" "local" {
  provider                    = alicloud.local
  available_resource_creation = "VSwitch"
}

data "alicloud_zones" "accepting" {
  provider                    = alicloud.accepting
  available_resource_creation = "VSwitch"
}

# --- The requester's network ---------------------------------------------------------------------------------

resource "alicloud_vpc" "local" {
  provider   = alicloud.local
  vpc_name   = "${var.name}-local"
  cidr_block = "172.16.0.0/16"
}

resource "alicloud_vswitch" "local" {
  provider     = alicloud.local
  vswitch_name = "${var.name}-local"
  vpc_id       = alicloud_vpc.local.id
  cidr_block   = "172.16.1.0/24"
  zone_id      = data.alicloud_zones.local.zones[0].id
}

# --- The accepter's network ----------------------------------------------------------------------------------

resource "alicloud_vpc" "accepting" {
  provider   = alicloud.accepting
  vpc_name   = "${var.name}-accepting"
  cidr_block = "192.168.0.0/16"
}

resource "alicloud_vswitch" "accepting" {
  provider     = alicloud.accepting
  vswitch_name = "${var.name}-accepting"
  vpc_id       = alicloud_vpc.accepting.id
  cidr_block   = "192.168.1.0/24"
  zone_id      = data.alicloud_zones.accepting.zones[0].id
}

# --- The connection: asked for by one account, accepted by the other -----------------------------------------

resource "alicloud_vpc_peer_connection" "this" {
  provider             = alicloud.local
  peer_connection_name = var.name
  vpc_id               = alicloud_vpc.local.id
  accepting_ali_uid    = data.alicloud_account.accepting.id
  accepting_region_id  = var.accepting_region
  accepting_vpc_id     = alicloud_vpc.accepting.id
  bandwidth            = var.bandwidth
  link_type            = var.link_type
}

resource "alicloud_vpc_peer_connection_accepter" "this" {
  provider    = alicloud.accepting
  instance_id = alicloud_vpc_peer_connection.this.id
}

# --- One route in each VPC, here in the system route tables --------------------------------------------------

# The cloud takes a route to a connection only once that is accepted, and keeps the connection while routes lead to
# it. So both routes depend on the accepter: made after it, destroyed before it.

resource "alicloud_route_entry" "local" {
  provider              = alicloud.local
  route_table_id        = alicloud_vpc.local.route_table_id
  destination_cidrblock = alicloud_vpc.accepting.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id

  depends_on = [alicloud_vpc_peer_connection_accepter.this]
}

resource "alicloud_route_entry" "accepting" {
  provider              = alicloud.accepting
  route_table_id        = alicloud_vpc.accepting.route_table_id
  destination_cidrblock = alicloud_vpc.local.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id

  depends_on = [alicloud_vpc_peer_connection_accepter.this]
}
