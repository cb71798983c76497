# The account to which the VPC belongs
data "alicloud_account" "default" {}

provider "alicloud" {
  alias  = "local"
  region = "cn-hangzhou" # The region where the requester VPC is located.
}

provider "alicloud" {
  alias  = "accepting"
  region = "cn-beijing" # The region of the accepter VPC. It can be the same as the region of the requester VPC.
}

# Requester VPC ID
variable "local_vpc_id" {
  default = "vpc-bp1c00000001"
}

# Accepter VPC ID
variable "accepting_vpc_id" {
  default = "vpc-2zev00000001"
}

# Create a VPC peering connection
resource "alicloud_vpc_peer_connection" "example_peer_connection" {
  provider             = alicloud.local
  peer_connection_name = "example_peer_connection_name"
  vpc_id               = var.local_vpc_id                 # Requester VPC ID
  accepting_ali_uid    = data.alicloud_account.default.id # Accepter account ID
  accepting_region_id  = "cn-beijing"                     # The region where the accepter VPC is located
  accepting_vpc_id     = var.accepting_vpc_id             # Accepter VPC ID
  bandwidth            = 1024                             # Mbit/s. Only when the requester region and the accepter region are different.
  link_type            = "Gold"                           # Only when the requester region and the accepter region are different.
}

# Configure a route for the requester VPC
resource "alicloud_route_entry" "example_local_route" {
  provider              = alicloud.local
  route_table_id        = "vtb-bp1a00000001" # The route table bound to the vSwitch where the requester instance is located
  destination_cidrblock = "172.16.0.0/12"    # The CIDR block of the accepter VPC
  nexthop_type          = "VpcPeer"          # The next hop is a VPC peering connection
  nexthop_id            = alicloud_vpc_peer_connection.example_peer_connection.id
}

# Configure a route for the accepter VPC
resource "alicloud_route_entry" "example_acceptor_route" {
  provider              = alicloud.accepting
  route_table_id        = "vtb-2ze100000001" # The route table bound to the vSwitch where the accepter instance is located
  destination_cidrblock = "10.0.0.0/8"       # The CIDR block of the requester VPC
  nexthop_type          = "VpcPeer"          # The next hop is a VPC peering connection
  nexthop_id            = alicloud_vpc_peer_connection.example_peer_connection.id
}
