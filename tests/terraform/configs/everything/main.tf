terraform {
  required_providers {
    alicloud = { source = "aliyun/alicloud" }
  }
}
provider "alicloud" {
  region = "cn-hangzhou"
}
provider "alicloud" {
  alias      = "other"
  region     = "cn-beijing"
  access_key = "default.2000000000000002"
  secret_key = "x"
}
resource "alicloud_resource_manager_resource_group" "net" {
  resource_group_name = "net"
  display_name        = "net"
  tags                = { team = "a" }
}
resource "alicloud_vpc" "one" {
  vpc_name          = "one"
  description       = "the first"
  cidr_block        = "10.0.0.0/16"
  resource_group_id = alicloud_resource_manager_resource_group.net.id
  tags              = { env = "test" }
}
resource "alicloud_vpc_ipv4_cidr_block" "more" {
  vpc_id               = alicloud_vpc.one.id
  secondary_cidr_block = "192.168.0.0/16"
}
resource "alicloud_vswitch" "one" {
  vpc_id       = alicloud_vpc.one.id
  cidr_block   = "10.0.1.0/24"
  zone_id      = "cn-hangzhou-b"
  vswitch_name = "one"
  tags         = { env = "test" }
}
resource "alicloud_route_table" "one" {
  vpc_id           = alicloud_vpc.one.id
  route_table_name = "one"
  associate_type   = "VSwitch"
}
resource "alicloud_route_table_attachment" "one" {
  vswitch_id     = alicloud_vswitch.one.id
  route_table_id = alicloud_route_table.one.id
}
resource "alicloud_vpc" "two" {
  provider   = alicloud.other
  vpc_name   = "two"
  cidr_block = "172.16.0.0/16"
}
resource "alicloud_vpc_peer_connection" "it" {
  peer_connection_name = "it"
  vpc_id               = alicloud_vpc.one.id
  accepting_ali_uid    = 2000000000000002
  accepting_region_id  = "cn-beijing"
  accepting_vpc_id     = alicloud_vpc.two.id
  bandwidth            = 100
  tags                 = { env = "test" }
}
resource "alicloud_vpc_peer_connection_accepter" "it" {
  provider    = alicloud.other
  instance_id = alicloud_vpc_peer_connection.it.id
}
resource "alicloud_route_entry" "there" {
  route_table_id        = alicloud_route_table.one.id
  destination_cidrblock = "172.16.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.it.id
  depends_on            = [alicloud_vpc_peer_connection_accepter.it]
}
resource "alicloud_vpc_route_entry" "back" {
  provider               = alicloud.other
  route_table_id         = alicloud_vpc.two.route_table_id
  destination_cidr_block = "10.0.0.0/16"
  nexthop_type           = "VpcPeer"
  nexthop_id             = alicloud_vpc_peer_connection.it.id
  route_entry_name       = "back"
  depends_on             = [alicloud_vpc_peer_connection_accepter.it]
}
