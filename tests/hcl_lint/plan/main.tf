terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}

variable "region" {
  type = string
}

provider "alicloud" {
  region                 = var.region
  access_key             = var.region
  secret_key             = var.region
  skip_region_validation = true
}

variable "networks" {
  type = map(string)
}

resource "alicloud_vpc" "v" {
  for_each   = var.networks
  cidr_block = each.value
}

module "peering" {
  source   = "./peering"
  for_each = toset(["x"])
  one      = alicloud_vpc.v["a"].id
  other    = alicloud_vpc.v["b"].id
  region   = var.region
}

resource "alicloud_route_entry" "there" {
  route_table_id        = alicloud_vpc.v["a"].route_table_id
  destination_cidrblock = var.networks["a"] # the plan knows: swapped
  nexthop_type          = "VpcPeer"
  nexthop_id            = module.peering["x"].id
}
