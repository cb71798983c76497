# A prefix list of VPC, named by a route, a security group rule and a network ACL; routes whose next hop changes.

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

variable "second" {
  type    = bool
  default = false
}

resource "alicloud_vpc" "a" {
  vpc_name   = "a"
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vpc" "b" {
  vpc_name   = "b"
  cidr_block = "10.1.0.0/16"
}

resource "alicloud_vswitch" "a" {
  vpc_id     = alicloud_vpc.a.id
  cidr_block = "10.0.1.0/24"
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_vswitch" "b" {
  vpc_id     = alicloud_vpc.b.id
  cidr_block = "10.1.1.0/24"
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_vpc_peer_connection" "a_b" {
  peer_connection_name = "a_b"
  vpc_id               = alicloud_vpc.a.id
  accepting_vpc_id     = alicloud_vpc.b.id
  accepting_region_id  = "cn-hangzhou"
  accepting_ali_uid    = data.alicloud_account.this.id
}

data "alicloud_account" "this" {}

resource "alicloud_vpc_prefix_list" "partners" {
  prefix_list_name        = var.second ? "partners_renamed" : "partners"
  prefix_list_description = "whoever_is_served"
  ip_version              = "IPV4"
  max_entries             = var.second ? 7 : 5
  tags = {
    made = "here"
  }

  dynamic "entrys" {
    for_each = var.second ? ["10.1.0.0/16", "172.17.0.0/16"] : ["10.1.1.0/24", "172.16.0.0/16"]
    content {
      cidr        = entrys.value
      description = "partner"
    }
  }
}

# Official example of the prefix list page: the list's id is the destination
resource "alicloud_route_entry" "to_partners" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = alicloud_vpc_prefix_list.partners.id
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.a_b.id
}

resource "alicloud_route_entry" "back" {
  route_table_id        = alicloud_vpc.b.route_table_id
  destination_cidrblock = alicloud_vpc.a.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.a_b.id
}

resource "alicloud_security_group" "a" {
  security_group_name = "servers"
  vpc_id              = alicloud_vpc.a.id
}

resource "alicloud_security_group_rule" "from_partners" {
  security_group_id = alicloud_security_group.a.id
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "443/443"
  prefix_list_id    = alicloud_vpc_prefix_list.partners.id
}

resource "alicloud_network_acl" "a" {
  network_acl_name = "partners_only"
  vpc_id           = alicloud_vpc.a.id

  ingress_acl_entries {
    network_acl_entry_name = "partners"
    policy                 = "accept"
    protocol               = "tcp"
    port                   = "443/443"
    source_cidr_ip         = alicloud_vpc_prefix_list.partners.id
  }
}

resource "alicloud_ecs_network_interface" "firewall" {
  vswitch_id         = alicloud_vswitch.a.id
  security_group_ids = [alicloud_security_group.a.id]
}

resource "alicloud_vpc_ipv4_gateway" "a" {
  vpc_id  = alicloud_vpc.a.id
  enabled = true
}

# As the provider's acceptance test does it: another next hop, in place
resource "alicloud_vpc_route_entry" "changing" {
  route_table_id         = alicloud_vpc.a.route_table_id
  destination_cidr_block = "1.1.1.1/32"
  route_entry_name       = var.second ? "renamed" : "named"
  nexthop_type           = var.second ? "NetworkInterface" : "Ipv4Gateway"
  nexthop_id             = var.second ? alicloud_ecs_network_interface.firewall.id : alicloud_vpc_ipv4_gateway.a.id
}

data "alicloud_vpc_prefix_lists" "this" {
  ids = [alicloud_vpc_prefix_list.partners.id]
}

output "listed" {
  value = [for one in data.alicloud_vpc_prefix_lists.this.lists : length(one.entrys)]
}
