# Two VPCs of one account, in two regions, joined by a VPC peering connection.
#
# The address blocks of the two VPCs must not overlap: a packet to an address that the own VPC also has never
# leaves it.

provider "alicloud" {
  alias  = "local"
  region = var.local_region
}

provider "alicloud" {
  alias  = "accepting"
  region = var.accepting_region
}

# The account that the credentials belong to
data "alicloud_account" "current" {
  provider = alicloud.local
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
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vswitch" "local" {
  provider     = alicloud.local
  vswitch_name = "${var.name}-local"
  vpc_id       = alicloud_vpc.local.id
  cidr_block   = "10.0.1.0/24"
  zone_id      = data.alicloud_zones.local.zones[0].id
}

# A route table of its own for the vSwitches that may use the connection. Without it, put the routes into the
# VPC's system route table (alicloud_vpc.local.route_table_id): then every vSwitch of the VPC may.
resource "alicloud_route_table" "local" {
  provider         = alicloud.local
  route_table_name = "${var.name}-local"
  vpc_id           = alicloud_vpc.local.id
}

# Routes act only on vSwitches that their table is attached to.
resource "alicloud_route_table_attachment" "local" {
  provider       = alicloud.local
  route_table_id = alicloud_route_table.local.id
  vswitch_id     = alicloud_vswitch.local.id
}

# --- The accepter's network ----------------------------------------------------------------------------------

resource "alicloud_vpc" "accepting" {
  provider   = alicloud.accepting
  vpc_name   = "${var.name}-accepting"
  cidr_block = "172.16.0.0/16"
}

resource "alicloud_vswitch" "accepting" {
  provider     = alicloud.accepting
  vswitch_name = "${var.name}-accepting"
  vpc_id       = alicloud_vpc.accepting.id
  cidr_block   = "172.16.1.0/24"
  zone_id      = data.alicloud_zones.accepting.zones[0].id
}

resource "alicloud_route_table" "accepting" {
  provider         = alicloud.accepting
  route_table_name = "${var.name}-accepting"
  vpc_id           = alicloud_vpc.accepting.id
}

resource "alicloud_route_table_attachment" "accepting" {
  provider       = alicloud.accepting
  route_table_id = alicloud_route_table.accepting.id
  vswitch_id     = alicloud_vswitch.accepting.id
}

# --- The connection ------------------------------------------------------------------------------------------

# Within one account the cloud accepts the connection by itself.
resource "alicloud_vpc_peer_connection" "this" {
  provider             = alicloud.local
  peer_connection_name = var.name
  vpc_id               = alicloud_vpc.local.id
  accepting_ali_uid    = data.alicloud_account.current.id # Without it Terraform would replace the connection on every apply.
  accepting_region_id  = var.accepting_region
  accepting_vpc_id     = alicloud_vpc.accepting.id
  bandwidth            = var.bandwidth
  link_type            = var.link_type
}

# --- One route in each VPC -----------------------------------------------------------------------------------

resource "alicloud_route_entry" "local" {
  provider              = alicloud.local
  route_table_id        = alicloud_route_table.local.id
  destination_cidrblock = alicloud_vpc.accepting.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

resource "alicloud_route_entry" "accepting" {
  provider              = alicloud.accepting
  route_table_id        = alicloud_route_table.accepting.id
  destination_cidrblock = alicloud_vpc.local.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}
