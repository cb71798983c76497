# A VPC with one instance that answers pings from some blocks.

terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}

variable "name" {
  type = string
}

variable "cidr" {
  type = string
}

variable "from" {
  description = "Blocks that may ping the instance."
  type        = list(string)
}

data "alicloud_zones" "this" {
  available_resource_creation = "VSwitch"
}

data "alicloud_images" "this" {
  owners      = "system"
  name_regex  = "^aliyun_3"
  most_recent = true
}

resource "alicloud_vpc" "this" {
  vpc_name   = var.name
  cidr_block = var.cidr
}

resource "alicloud_vswitch" "this" {
  vpc_id     = alicloud_vpc.this.id
  zone_id    = data.alicloud_zones.this.zones[0].id
  cidr_block = cidrsubnet(var.cidr, 8, 0)
}

resource "alicloud_security_group" "this" {
  security_group_name = var.name
  vpc_id              = alicloud_vpc.this.id
}

resource "alicloud_security_group_rule" "ping" {
  for_each          = toset(var.from)
  security_group_id = alicloud_security_group.this.id
  type              = "ingress"
  ip_protocol       = "icmp"
  port_range        = "-1/-1"
  cidr_ip           = each.value
}

resource "alicloud_instance" "this" {
  instance_name        = "${var.name}-server"
  image_id             = data.alicloud_images.this.images[0].id
  instance_type        = "ecs.g7.large"
  system_disk_category = "cloud_essd"
  vswitch_id           = alicloud_vswitch.this.id
  security_groups      = [alicloud_security_group.this.id]
}

output "vpc_id" {
  value = alicloud_vpc.this.id
}

output "route_table_id" {
  value = alicloud_vpc.this.route_table_id
}
