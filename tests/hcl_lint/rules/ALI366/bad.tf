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

resource "alicloud_vpc_peer_connection" "this" { # expect: ALI366
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

resource "alicloud_network_acl" "b" {
  vpc_id = alicloud_vpc.b.id

  ingress_acl_entries {
    policy         = "accept"
    protocol       = "all"
    port           = "-1/-1"
    source_cidr_ip = "10.1.0.0/16"
  }

  egress_acl_entries {
    policy              = "accept"
    protocol            = "all"
    port                = "-1/-1"
    destination_cidr_ip = "10.1.0.0/16"
  }

  resources {
    resource_id   = alicloud_vswitch.b.id
    resource_type = "VSwitch"
  }
}
