# The hub holds what is in front and what runs; the data VPC holds the databases.

provider "alicloud" {
  region = var.region
}

locals {
  tags  = { team = "platform", zone = var.name }
  zones = slice(data.alicloud_zones.this.zones[*].id, 0, 2)
}

data "alicloud_account" "current" {}

data "alicloud_zones" "this" {
  available_resource_creation = "VSwitch"
}

resource "alicloud_vpc" "hub" {
  vpc_name   = "${var.name}-hub"
  cidr_block = "10.0.0.0/16"
  tags       = local.tags
}

resource "alicloud_vpc" "data" {
  vpc_name   = "${var.name}-data"
  cidr_block = "10.1.0.0/16"
  tags       = local.tags
}

resource "alicloud_vswitch" "front" {
  count        = 2
  vswitch_name = "${var.name}-front-${count.index}"
  vpc_id       = alicloud_vpc.hub.id
  cidr_block   = cidrsubnet(alicloud_vpc.hub.cidr_block, 8, count.index)
  zone_id      = local.zones[count.index]
  tags         = local.tags
}

resource "alicloud_vswitch" "apps" {
  count        = 2
  vswitch_name = "${var.name}-apps-${count.index}"
  vpc_id       = alicloud_vpc.hub.id
  cidr_block   = cidrsubnet(alicloud_vpc.hub.cidr_block, 8, 16 + count.index)
  zone_id      = local.zones[count.index]
  tags         = local.tags
}

resource "alicloud_vswitch" "data" {
  count        = 2
  vswitch_name = "${var.name}-data-${count.index}"
  vpc_id       = alicloud_vpc.data.id
  cidr_block   = cidrsubnet(alicloud_vpc.data.cidr_block, 8, count.index)
  zone_id      = local.zones[count.index]
  tags         = local.tags
}

resource "alicloud_security_group" "apps" {
  security_group_name = "${var.name}-apps"
  vpc_id              = alicloud_vpc.hub.id
}

resource "alicloud_security_group_rule" "from_front" {
  count             = 2
  security_group_id = alicloud_security_group.apps.id
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "8080/8080"
  cidr_ip           = alicloud_vswitch.front[count.index].cidr_block
}
