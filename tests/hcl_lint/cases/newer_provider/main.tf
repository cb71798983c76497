terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.246.0"
    }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"

  features {
  }
}

resource "alicloud_vpc" "main" {
  cidr_block   = "10.0.0.0/16"
  force_delete = true
}

resource "alicloud_vpc_ipv6_cidr_block" "main" {
  vpc_id = alicloud_vpc.main.id
}

resource "alicloud_route_entry" "out" {
  route_table_id        = alicloud_vpc.main.route_table_id
  destination_cidrblock = "192.168.0.0/16"
  nexthop_type          = "NatGateway"
  nexthop_id            = "ngw-bp1main"

  timeouts {
    create = "5m"
  }
}

resource "alicloud_security_group_rule" "ping" {
  type              = "ingress"
  ip_protocol       = "icmpv6"
  ipv6_cidr_ip      = "2408:4005:300::/56"
  security_group_id = "sg-bp1web"
}

resource "alicloud_security_group_rule" "of_others" {
  type                       = "ingress"
  ip_protocol                = "tcp"
  port_range                 = "443/443"
  source_security_group_id   = "sg-bp1other"
  source_group_owner_account = "1000000000000002" # expect: warning[ALI729] notice[ALI620]
  security_group_id          = "sg-bp1web"
}

resource "alicloud_network_acl" "main" {
  vpc_id = alicloud_vpc.main.id

  ingress_acl_entries {
    policy         = "Accept" # expect: warning[ALI745]
    protocol       = "TCP"    # expect: warning[ALI745]
    port           = "443/443"
    source_cidr_ip = "10.0.0.0/8"
  }
}
