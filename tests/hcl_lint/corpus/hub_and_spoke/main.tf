# A hub, spokes from a map, a module per connection that makes the routes of both sides.
terraform {
  required_version = ">= 1.3"
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.240.0"
    }
  }
}

variable "region" {
  type    = string
  default = "cn-shanghai"
}

variable "hub_cidr" {
  type    = string
  default = "10.0.0.0/16"
}

variable "spokes" {
  type = map(object({
    cidr  = string
    zones = optional(list(string), ["cn-shanghai-b", "cn-shanghai-e"])
  }))
  default = {
    orders  = { cidr = "10.1.0.0/16" }
    billing = { cidr = "10.2.0.0/16", zones = ["cn-shanghai-b"] }
  }
}

provider "alicloud" {
  region = var.region
}

locals {
  vswitches = merge([
    for name, spoke in var.spokes : {
      for index, zone in spoke.zones : "${name}-${zone}" => {
        spoke = name
        zone  = zone
        cidr  = cidrsubnet(spoke.cidr, 8, index)
      }
    }
  ]...)
}

resource "alicloud_vpc" "hub" {
  vpc_name   = "hub"
  cidr_block = var.hub_cidr
}

resource "alicloud_vswitch" "hub" {
  vpc_id     = alicloud_vpc.hub.id
  cidr_block = cidrsubnet(var.hub_cidr, 4, 0)
  zone_id    = "cn-shanghai-b"
}

resource "alicloud_vpc" "spoke" {
  for_each   = var.spokes
  vpc_name   = each.key
  cidr_block = each.value.cidr
}

resource "alicloud_vswitch" "spoke" {
  for_each   = local.vswitches
  vpc_id     = alicloud_vpc.spoke[each.value.spoke].id
  cidr_block = each.value.cidr
  zone_id    = each.value.zone
}

module "peering" {
  source   = "./modules/peering"
  for_each = alicloud_vpc.spoke

  name      = "hub-${each.key}"
  requester = { id = alicloud_vpc.hub.id, table = alicloud_vpc.hub.route_table_id, cidr = alicloud_vpc.hub.cidr_block }
  accepter  = { id = each.value.id, table = each.value.route_table_id, cidr = each.value.cidr_block }
  region    = var.region
}

output "connections" {
  value = { for name, one in module.peering : name => one.id }
}
