# What only newer providers know, in two stages: the second changes in place what can change.

terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = "~> 1.289"
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

locals {
  stage  = var.second ? "second" : "first"
  zone   = "cn-hangzhou-h"
  ubuntu = "ubuntu_22_04_x64_20G_alibase_20250113.vhd"
}

data "alicloud_account" "own" {}

# Of its own IPv6 block, one more that the cloud chooses, and one that is asked for

resource "alicloud_vpc" "this" {
  vpc_name                                    = "this"
  cidr_block                                  = "10.0.0.0/8"
  enable_ipv6                                 = true
  ipv6_isp                                    = var.second ? "ChinaMobile" : "BGP"
  system_route_table_route_propagation_enable = var.second
}

resource "alicloud_vpc_ipv6_cidr_block" "asked" {
  vpc_id          = alicloud_vpc.this.id
  ipv6_cidr_block = "2408:4005:100:100::/56"
}

resource "alicloud_vpc_ipv6_cidr_block" "chosen" {
  vpc_id     = alicloud_vpc.this.id
  depends_on = [alicloud_vpc_ipv6_cidr_block.asked]
}

resource "alicloud_vswitch" "this" {
  vpc_id     = alicloud_vpc.this.id
  cidr_block = "10.0.0.0/24"
  zone_id    = local.zone
}

resource "alicloud_vswitch" "asked" {
  vpc_id               = alicloud_vpc.this.id
  cidr_block           = "10.1.0.0/24"
  zone_id              = local.zone
  enable_ipv6          = true
  ipv6_cidr_block_mask = 7
  vpc_ipv6_cidr_block  = alicloud_vpc_ipv6_cidr_block.asked.ipv6_cidr_block
}

# A VPC that has IPv6 by another resource alone

resource "alicloud_vpc" "plain" {
  vpc_name   = "plain"
  cidr_block = "172.16.0.0/12"
}

resource "alicloud_vpc_ipv6_cidr_block" "only" {
  vpc_id = alicloud_vpc.plain.id
}

# Route tables: one that propagates nothing from the start, and one that an IPv4 gateway asks

resource "alicloud_route_table" "quiet" {
  vpc_id                   = alicloud_vpc.this.id
  route_table_name         = "quiet"
  route_propagation_enable = var.second
}

resource "alicloud_route_table" "gateway" {
  vpc_id           = alicloud_vpc.this.id
  route_table_name = "gateway"
  associate_type   = "Gateway"
  depends_on       = [alicloud_route_table.quiet]
}

resource "alicloud_vpc_ipv4_gateway" "this" {
  vpc_id  = alicloud_vpc.this.id
  enabled = true
}

resource "alicloud_vpc_gateway_route_table_attachment" "this" {
  route_table_id  = alicloud_route_table.gateway.id
  ipv4_gateway_id = alicloud_vpc_ipv4_gateway.this.id
}

# Security groups: one of the default VPC, and rules

resource "alicloud_security_group" "this" {
  security_group_name = "this"
  vpc_id              = alicloud_vpc.this.id
}

resource "alicloud_security_group" "default" {
  security_group_name = "default"
}

data "alicloud_vpcs" "default" {
  is_default = true
}

resource "alicloud_security_group_rule" "owner" {
  for_each                 = toset(["ingress", "egress"])
  security_group_id        = alicloud_security_group.this.id
  type                     = each.key
  ip_protocol              = "tcp"
  port_range               = "80/80"
  source_security_group_id = alicloud_security_group.this.id
  source_group_owner_id    = data.alicloud_account.own.id
}

resource "alicloud_security_group_rule" "long" {
  for_each          = toset(["ingress", "egress"])
  security_group_id = alicloud_security_group.this.id
  type              = each.key
  ip_protocol       = "tcp"
  port_range        = "443/443"
  ipv6_cidr_ip      = "2001:0db8:3c4d:0015:0000:0000:1a2f:1a2b/0"
  description       = local.stage
}

resource "alicloud_security_group_rule" "icmpv6" {
  security_group_id = alicloud_security_group.this.id
  type              = "ingress"
  ip_protocol       = "icmpv6"
  port_range        = "-1/-1"
  ipv6_cidr_ip      = "::/0"
}

# Settings and groups of other products

resource "alicloud_resource_manager_resource_group_settings" "this" {
  resource_group_notification_setting_status = !var.second
  resource_group_admin_setting_status        = var.second
}

resource "alicloud_resource_manager_resource_group" "this" {
  resource_group_name = "newer"
  display_name        = "newer"
}

resource "alicloud_cms_alarm_contact_group" "ops" {
  count                    = 2
  alarm_contact_group_name = "ops-${count.index}"
}

resource "alicloud_cms_monitor_group" "this" {
  monitor_group_name = "shop-${local.stage}"
  contact_groups     = slice(alicloud_cms_alarm_contact_group.ops[*].id, 0, var.second ? 2 : 1)
  tags               = var.second ? { kept = "same", added = "new" } : { kept = "same", removed = "old" }
}

resource "alicloud_cms_monitor_group" "of_resource_group" {
  resource_group_id   = alicloud_resource_manager_resource_group.this.id
  resource_group_name = alicloud_resource_manager_resource_group.this.resource_group_name
  contact_groups      = [alicloud_cms_alarm_contact_group.ops[0].id]
}

resource "alicloud_cms_monitor_group_instances" "this" {
  group_id = alicloud_cms_monitor_group.this.id
  instances {
    instance_id   = alicloud_vpc.this.id
    instance_name = "vpc-${local.stage}"
    category      = "vpc"
    region_id     = "cn-hangzhou"
  }
}

resource "alicloud_cloud_monitor_service_metric_alarm_rule" "this" {
  metric_alarm_rule_id = "newer"
  rule_name            = "newer"
  namespace            = "acs_vpcpeer"
  metric_name          = "IntranetRXRate"
  period               = "60"
  contact_groups       = alicloud_cms_alarm_contact_group.ops[0].id
  resources            = jsonencode([{ instanceId = "pcc-1" }])
  send_ok              = !var.second
  interval             = var.second ? "600" : "300"
  silence_time         = "86400"
  escalations {
    critical {
      statistics          = "Average"
      comparison_operator = "GreaterThanThreshold"
      threshold           = "100"
      times               = 2
    }
  }
}
