# CreateRouteEntry: the next hop must be in the VPC of the route table.
terraform {
  required_providers {
    alicloud = { source = "aliyun/alicloud" }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vpc" "b" {
  cidr_block = "10.1.0.0/16"
}

resource "alicloud_route_table" "of_a" {
  vpc_id           = alicloud_vpc.a.id
  route_table_name = "of_a"
}

resource "alicloud_vswitch" "b" {
  vpc_id     = alicloud_vpc.b.id
  cidr_block = "10.1.1.0/24"
  zone_id    = "cn-hangzhou-h"
}

resource "alicloud_security_group" "b" {
  vpc_id = alicloud_vpc.b.id
}

resource "alicloud_ecs_network_interface" "b" {
  vswitch_id         = alicloud_vswitch.b.id
  security_group_ids = [alicloud_security_group.b.id]
}

resource "alicloud_vpc_ipv4_gateway" "b" {
  vpc_id = alicloud_vpc.b.id
}

resource "alicloud_nat_gateway" "b" {
  vpc_id     = alicloud_vpc.b.id
  vswitch_id = alicloud_vswitch.b.id
  nat_type   = "Enhanced"
}

resource "alicloud_havip" "b" {
  vswitch_id = alicloud_vswitch.b.id
}

resource "alicloud_route_entry" "interface" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "192.168.0.0/16"
  nexthop_type          = "NetworkInterface"
  nexthop_id            = alicloud_ecs_network_interface.b.id # expect: error[ALI326]
}

resource "alicloud_vpc_route_entry" "gateway" {
  route_table_id         = alicloud_route_table.of_a.id
  destination_cidr_block = "0.0.0.0/0"
  nexthop_type           = "Ipv4Gateway"
  nexthop_id             = alicloud_vpc_ipv4_gateway.b.id # expect: error[ALI327]
}

resource "alicloud_route_entry" "nat" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "0.0.0.0/0"
  nexthop_type          = "NatGateway"
  nexthop_id            = alicloud_nat_gateway.b.id # expect: error[ALI328]
}

resource "alicloud_route_entry" "address" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "192.169.0.0/16"
  nexthop_type          = "HaVip"
  nexthop_id            = alicloud_havip.b.id # expect: error[ALI328]
}

# In their own VPC, and in a table of which the VPC is not known

resource "alicloud_route_entry" "at_home" {
  route_table_id        = alicloud_vpc.b.route_table_id
  destination_cidrblock = "192.168.0.0/16"
  nexthop_type          = "NetworkInterface"
  nexthop_id            = alicloud_ecs_network_interface.b.id
}

resource "alicloud_route_entry" "somewhere" {
  route_table_id        = "vtb-bp1somewhere"
  destination_cidrblock = "192.168.0.0/16"
  nexthop_type          = "NetworkInterface"
  nexthop_id            = alicloud_ecs_network_interface.b.id
}
