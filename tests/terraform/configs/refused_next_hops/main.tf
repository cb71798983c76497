# Next hops and prefix lists that Alibaba Cloud refuses in a route. The VPCs are those of world.yaml.

terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = "~> 1.246"
    }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

locals {
  table_of_a = "vtb-bp1a00000001"
  vpc_b      = "vpc-bp1b00000001"
}

# --- What is accepted ----------------------------------------------------------------------------------------

resource "alicloud_vswitch" "b" {
  vpc_id     = local.vpc_b
  cidr_block = cidrsubnet(data.alicloud_vpcs.b.vpcs[0].cidr_block, 8, 9)
  zone_id    = "cn-hangzhou-b"
}

data "alicloud_vpcs" "b" {
  ids = [local.vpc_b]
}

resource "alicloud_security_group" "b" {
  security_group_name = "servers"
  vpc_id              = local.vpc_b
}

resource "alicloud_ecs_network_interface" "b" {
  vswitch_id         = alicloud_vswitch.b.id
  security_group_ids = [alicloud_security_group.b.id]
}

resource "alicloud_instance" "b" {
  image_id        = "ubuntu_22_04_x64_20G_alibase_20250113.vhd"
  instance_type   = "ecs.g7.large"
  vswitch_id      = alicloud_vswitch.b.id
  security_groups = [alicloud_security_group.b.id]
}

resource "alicloud_vpc_ipv4_gateway" "b" {
  vpc_id = local.vpc_b
}

# --- What is refused -----------------------------------------------------------------------------------------

resource "alicloud_route_entry" "to_interface" {
  route_table_id        = local.table_of_a
  destination_cidrblock = "192.168.1.0/24"
  nexthop_type          = "NetworkInterface"
  nexthop_id            = alicloud_ecs_network_interface.b.id
}

resource "alicloud_route_entry" "to_instance" {
  route_table_id        = local.table_of_a
  destination_cidrblock = "192.168.2.0/24"
  nexthop_type          = "Instance"
  nexthop_id            = alicloud_instance.b.id
}

resource "alicloud_route_entry" "to_gateway" {
  route_table_id        = local.table_of_a
  destination_cidrblock = "192.168.3.0/24"
  nexthop_type          = "Ipv4Gateway"
  nexthop_id            = alicloud_vpc_ipv4_gateway.b.id
}

resource "alicloud_route_entry" "to_nobody" {
  route_table_id        = local.table_of_a
  destination_cidrblock = "192.168.4.0/24"
  nexthop_type          = "NetworkInterface"
  nexthop_id            = "eni-bp1nowhere"
}

resource "alicloud_route_entry" "to_no_list" {
  route_table_id        = local.table_of_a
  destination_cidrblock = "pl-bp1nowhere"
  nexthop_type          = "NatGateway"
  nexthop_id            = "ngw-bp1somewhere"
}
