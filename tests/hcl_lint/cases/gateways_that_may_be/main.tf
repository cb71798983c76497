# What is not known here, or made elsewhere, breaks nothing.
variable "ipv6" {
  type = bool
}

variable "block" {
  type = string
}

variable "addresses" {
  type = number
}

data "alicloud_vpcs" "all" {}

resource "alicloud_vpc" "perhaps" {
  cidr_block      = "10.0.0.0/16"
  enable_ipv6     = var.ipv6
  ipv6_cidr_block = "2408:4005:300::/56" # expect: notice[ALI620]
}

resource "alicloud_vpc" "by_hand" {
  cidr_block      = "10.1.0.0/16"
  ipv6_cidr_block = "2408:4005:301::/56" # expect: notice[ALI620]

  lifecycle {
    ignore_changes = [enable_ipv6]
  }
}

# The first gateway, or the second.
resource "alicloud_vpc_ipv6_gateway" "one" {
  count  = var.ipv6 ? 1 : 0
  vpc_id = alicloud_vpc.perhaps.id
}

resource "alicloud_vpc_ipv6_gateway" "other" {
  count  = var.ipv6 ? 0 : 1
  vpc_id = alicloud_vpc.perhaps.id
}

resource "alicloud_vpc_ipv6_gateway" "elsewhere" {
  vpc_id = data.alicloud_vpcs.all.ids[0]
}

resource "alicloud_vpc_ipv6_gateway" "elsewhere_too" {
  vpc_id = data.alicloud_vpcs.all.ids[1]
}

# Pools give blocks with other masks.
resource "alicloud_vpc_ipv6_cidr_block" "of_a_pool" {
  vpc_id            = alicloud_vpc.perhaps.id
  ipv6_cidr_block   = "2408:4005:400::/48"
  ipv6_ipam_pool_id = "ipam-pool-bp1pool"
}

resource "alicloud_vpc_ipv6_cidr_block" "unknown" {
  vpc_id          = alicloud_vpc.perhaps.id
  ipv6_cidr_block = var.block
}

resource "alicloud_vpc_ipv4_gateway" "by_hand" {
  vpc_id = alicloud_vpc.by_hand.id

  lifecycle {
    ignore_changes = [enabled]
  }
}

resource "alicloud_vpc_ipv4_gateway" "perhaps" {
  vpc_id  = alicloud_vpc.perhaps.id
  enabled = var.ipv6
}

resource "alicloud_vpc_ipv4_gateway" "off" {
  vpc_id = "vpc-bp1vpc"
}

resource "alicloud_route_table" "by_hand" {
  vpc_id         = alicloud_vpc.by_hand.id
  associate_type = "Gateway"
}

resource "alicloud_route_table" "perhaps" {
  vpc_id         = alicloud_vpc.perhaps.id
  associate_type = var.ipv6 ? "Gateway" : "VSwitch"
}

resource "alicloud_vpc_gateway_route_table_attachment" "by_hand" {
  ipv4_gateway_id = alicloud_vpc_ipv4_gateway.by_hand.id
  route_table_id  = alicloud_route_table.by_hand.id
}

resource "alicloud_vpc_gateway_route_table_attachment" "perhaps" {
  ipv4_gateway_id = alicloud_vpc_ipv4_gateway.perhaps.id
  route_table_id  = alicloud_route_table.perhaps.id
}

resource "alicloud_vpc_gateway_route_table_attachment" "off" {
  ipv4_gateway_id = alicloud_vpc_ipv4_gateway.off.id # expect: warning[ALI464]
  route_table_id  = "vtb-bp1gateways"
}

resource "alicloud_route_entry" "perhaps" {
  route_table_id        = alicloud_route_table.perhaps.id
  destination_cidrblock = "172.16.0.0/16"
  nexthop_type          = "VpnGateway"
  nexthop_id            = "vpn-bp1gateway"
}

resource "alicloud_ecs_network_interface" "perhaps" {
  vswitch_id         = "vsw-bp1vswitch"
  security_group_ids = ["sg-bp1group"]
  ipv6_address_count = var.addresses
}

resource "alicloud_route_entry" "ipv6" {
  route_table_id        = "vtb-bp1table"
  destination_cidrblock = "2001:db8::/32"
  nexthop_type          = "NetworkInterface"
  nexthop_id            = alicloud_ecs_network_interface.perhaps.id
}
