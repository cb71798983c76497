# EIPs of an instance and of a secondary interface, in two stages: the second changes in place what can change.

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

locals {
  stage = var.second ? "second" : "first"
  tags  = var.second ? { kept = "same", changed = "after", added = "new" } : { kept = "same", changed = "before", removed = "old" }
}

resource "alicloud_resource_manager_resource_group" "each" {
  count               = 2
  resource_group_name = "eips-${count.index}"
  display_name        = "eips ${count.index}"
}

resource "alicloud_vpc" "this" {
  vpc_name   = "this"
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vswitch" "this" {
  vpc_id     = alicloud_vpc.this.id
  cidr_block = "10.0.1.0/24"
  zone_id    = "cn-hangzhou-h"
}

resource "alicloud_security_group" "this" {
  security_group_name = "this"
  vpc_id              = alicloud_vpc.this.id
}

resource "alicloud_instance" "web" {
  instance_name   = "web"
  image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
  instance_type   = "ecs.g7.large"
  vswitch_id      = alicloud_vswitch.this.id
  security_groups = [alicloud_security_group.this.id]
}

resource "alicloud_ecs_network_interface" "second" {
  network_interface_name = "second"
  vswitch_id             = alicloud_vswitch.this.id
  security_group_ids     = [alicloud_security_group.this.id]
  primary_ip_address     = "10.0.1.50"
}

resource "alicloud_eip_address" "web" {
  address_name         = "web-${local.stage}"
  description          = "the ${local.stage} stage"
  bandwidth            = var.second ? "20" : "10"
  internet_charge_type = "PayByTraffic"
  payment_type         = "PayAsYouGo"
  isp                  = "BGP"
  netmode              = "public"
  resource_group_id    = alicloud_resource_manager_resource_group.each[var.second ? 1 : 0].id
  tags                 = local.tags
}

# With nothing but defaults; in the first stage nobody may release it.
resource "alicloud_eip_address" "interface" {
  deletion_protection = !var.second
}

resource "alicloud_eip_association" "web" {
  allocation_id = alicloud_eip_address.web.id
  instance_id   = alicloud_instance.web.id
}

resource "alicloud_eip_association" "interface" {
  allocation_id      = alicloud_eip_address.interface.id
  instance_id        = alicloud_ecs_network_interface.second.id
  instance_type      = "NetworkInterface"
  private_ip_address = "10.0.1.50"
  mode               = "BINDED"
}

data "alicloud_eip_addresses" "web" {
  ids        = [alicloud_eip_address.web.id]
  depends_on = [alicloud_eip_association.web]
}

data "alicloud_eip_addresses" "of_instance" {
  associated_instance_id   = alicloud_eip_association.web.instance_id
  associated_instance_type = "EcsInstance"
}

output "found" {
  value = {
    web         = [for eip in data.alicloud_eip_addresses.web.addresses : [eip.address_name, eip.bandwidth, eip.status]]
    of_instance = [for eip in data.alicloud_eip_addresses.of_instance.addresses : eip.id == alicloud_eip_address.web.id]
  }
}
