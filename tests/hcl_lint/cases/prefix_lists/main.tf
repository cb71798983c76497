# Prefix lists as destinations of routes, in rules of security groups and of network ACLs (prefix list page).
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

resource "alicloud_vpc_prefix_list" "partners" {
  ip_version  = "IPV4"
  max_entries = 21

  entrys {
    cidr = "172.16.0.0/16"
  }
}

resource "alicloud_route_entry" "example" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "pl-bp1fnjzxkk2m6qrwabcde"
  nexthop_type          = "Ecr"
  nexthop_id            = "ecr-assoc-stwhaft9a371nabcde"
}

resource "alicloud_route_entry" "partners" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = alicloud_vpc_prefix_list.partners.prefix_list_id
  nexthop_type          = "Ecr"
  nexthop_id            = "ecr-assoc-stwhaft9a371nabcde"
}

resource "alicloud_route_entry" "again" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "172.16.0.0/16" # expect: error[ALI331]
  nexthop_type          = "Ecr"
  nexthop_id            = "ecr-assoc-stwhaft9a371nabcde"
}

resource "alicloud_network_acl" "literal" {
  vpc_id           = alicloud_vpc.a.id
  network_acl_name = "literal"

  ingress_acl_entries {
    network_acl_entry_name = "partners"
    policy                 = "accept"
    protocol               = "tcp"
    port                   = "443/443"
    source_cidr_ip         = "pl-bp1fnjzxkk2m6qrwabcde"
  }
}

# The list may have more entries than a network ACL has room for
resource "alicloud_network_acl" "full" { # expect: warning[ALI425]
  vpc_id           = alicloud_vpc.a.id
  network_acl_name = "full"

  ingress_acl_entries {
    network_acl_entry_name = "partners"
    policy                 = "accept"
    protocol               = "tcp"
    port                   = "443/443"
    source_cidr_ip         = alicloud_vpc_prefix_list.partners.id
  }
}

resource "alicloud_security_group" "a" {
  security_group_name = "servers"
  vpc_id              = alicloud_vpc.a.id
}

# Ten times 21 entries
resource "alicloud_security_group_rule" "many" {
  count             = 10
  security_group_id = alicloud_security_group.a.id # expect: warning[ALI428]
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "${443 + count.index}/${443 + count.index}"
  prefix_list_id    = alicloud_vpc_prefix_list.partners.id
}

# Five times 50 entries
resource "alicloud_route_table" "full" {
  vpc_id           = alicloud_vpc.a.id
  route_table_name = "full"
}

resource "alicloud_vpc_prefix_list" "offices" {
  count       = 5
  ip_version  = "IPV4"
  max_entries = 50

  entrys {
    cidr = "172.${17 + count.index}.0.0/16"
  }
}

resource "alicloud_route_entry" "offices" {
  count                 = 5
  route_table_id        = alicloud_route_table.full.id # expect: warning[ALI313]
  destination_cidrblock = alicloud_vpc_prefix_list.offices[count.index].id
  nexthop_type          = "Ecr"
  nexthop_id            = "ecr-assoc-stwhaft9a371nabcde"
}
