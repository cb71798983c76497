# End points, access rules and alarms that Alibaba Cloud refuses. The VPCs are those of world.yaml.

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
  image = "ubuntu_22_04_x64_20G_alibase_20250113.vhd"
  type  = "ecs.g7.large"
}

# --- What is accepted, and stays in the way ------------------------------------------------------------------

resource "alicloud_vswitch" "used" {
  vpc_id     = "vpc-bp1a00000001"
  cidr_block = "10.0.2.0/24"
  zone_id    = "cn-hangzhou-b"
  timeouts {
    delete = "2s"
  }
}

resource "alicloud_security_group" "used" {
  security_group_name = "used"
  vpc_id              = "vpc-bp1a00000001"
  timeouts {
    delete = "2s"
  }
}

resource "alicloud_ecs_network_interface" "user" {
  vswitch_id         = alicloud_vswitch.used.id
  security_group_ids = [alicloud_security_group.used.id]
  primary_ip_address = "10.0.2.10"
}

resource "alicloud_security_group" "enterprise" {
  security_group_name = "enterprise"
  security_group_type = "enterprise"
  vpc_id              = "vpc-bp1a00000001"
}

resource "alicloud_security_group" "elsewhere" {
  security_group_name = "elsewhere"
  vpc_id              = "vpc-bp1b00000001"
}

resource "alicloud_vpc_ipv4_gateway" "used" {
  vpc_id  = "vpc-bp1a00000001"
  enabled = true
}

resource "alicloud_route_entry" "user" {
  route_table_id        = "vtb-bp1a00000001"
  destination_cidrblock = "0.0.0.0/0"
  nexthop_type          = "Ipv4Gateway"
  nexthop_id            = alicloud_vpc_ipv4_gateway.used.id
}

resource "alicloud_cms_alarm_contact_group" "somebody" {
  alarm_contact_group_name = "somebody"
}

# --- What is refused -----------------------------------------------------------------------------------------

resource "alicloud_instance" "address_outside" {
  image_id        = local.image
  instance_type   = local.type
  vswitch_id      = alicloud_vswitch.used.id
  security_groups = [alicloud_security_group.used.id]
  private_ip      = "10.0.3.10"
}

resource "alicloud_instance" "address_taken" {
  image_id        = local.image
  instance_type   = local.type
  vswitch_id      = alicloud_ecs_network_interface.user.vswitch_id
  security_groups = [alicloud_security_group.used.id]
  private_ip      = "10.0.2.10"
}

resource "alicloud_instance" "group_of_another_vpc" {
  image_id        = local.image
  instance_type   = local.type
  vswitch_id      = alicloud_vswitch.used.id
  security_groups = [alicloud_security_group.elsewhere.id]
}

resource "alicloud_instance" "two_kinds_of_groups" {
  image_id        = local.image
  instance_type   = local.type
  vswitch_id      = alicloud_vswitch.used.id
  security_groups = [alicloud_security_group.used.id, alicloud_security_group.enterprise.id]
}

resource "alicloud_instance" "another_zone" {
  image_id          = local.image
  instance_type     = local.type
  availability_zone = "cn-hangzhou-h"
  vswitch_id        = alicloud_vswitch.used.id
  security_groups   = [alicloud_security_group.used.id]
}

resource "alicloud_instance" "unknown_image" {
  image_id        = "no-such-image"
  instance_type   = local.type
  vswitch_id      = alicloud_vswitch.used.id
  security_groups = [alicloud_security_group.used.id]
}

resource "alicloud_instance" "ipv6_without_ipv6" {
  image_id           = local.image
  instance_type      = local.type
  vswitch_id         = alicloud_vswitch.used.id
  security_groups    = [alicloud_security_group.used.id]
  ipv6_address_count = 1
}

resource "alicloud_instance" "unknown_snapshot_policy" {
  image_id                            = local.image
  instance_type                       = local.type
  vswitch_id                          = alicloud_vswitch.used.id
  security_groups                     = [alicloud_security_group.used.id]
  system_disk_auto_snapshot_policy_id = "sp-x"
}

resource "alicloud_security_group_rule" "group_of_another_vpc" {
  type                     = "ingress"
  ip_protocol              = "tcp"
  port_range               = "80/80"
  security_group_id        = alicloud_security_group.used.id
  source_security_group_id = alicloud_security_group.elsewhere.id
}

resource "alicloud_network_acl" "vswitch_of_another_vpc" {
  vpc_id = "vpc-bp1b00000001"
  resources {
    resource_id   = alicloud_vswitch.used.id
    resource_type = "VSwitch"
  }
}

resource "alicloud_vpc_ipv4_gateway" "second" {
  vpc_id = alicloud_vpc_ipv4_gateway.used.vpc_id
}

resource "alicloud_cms_alarm" "unknown_group" {
  name              = "unknown_group"
  project           = "acs_vpcpeer"
  metric            = "IntranetRX"
  metric_dimensions = jsonencode([{ instanceId = "pcc-1" }])
  contact_groups    = ["nobody"]
  escalations_critical {
    statistics          = "Average"
    comparison_operator = ">"
    threshold           = "1"
    times               = 1
  }
}

resource "alicloud_cms_alarm" "bad_threshold" {
  name              = "bad_threshold"
  project           = "acs_vpcpeer"
  metric            = "IntranetRX"
  metric_dimensions = jsonencode([{ instanceId = "pcc-1" }])
  contact_groups    = [alicloud_cms_alarm_contact_group.somebody.id]
  escalations_critical {
    statistics          = "Average"
    comparison_operator = ">"
    threshold           = "much"
    times               = 1
  }
}
