# A VPC with one vSwitch. Its routes go into the system route table, which serves every vSwitch of the VPC.

terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}

variable "name" {
  description = "Name of the VPC and of its vSwitch."
  type        = string
}

variable "cidr_block" {
  description = "Address block of the VPC; the vSwitch gets a /24 of it."
  type        = string
}

data "alicloud_regions" "current" {
  current = true
}

data "alicloud_zones" "this" {
  available_resource_creation = "VSwitch"
}

resource "alicloud_vpc" "this" {
  vpc_name   = var.name
  cidr_block = var.cidr_block
}

resource "alicloud_vswitch" "this" {
  vswitch_name = var.name
  vpc_id       = alicloud_vpc.this.id
  cidr_block   = cidrsubnet(var.cidr_block, 8, 1)
  zone_id      = data.alicloud_zones.this.zones[0].id
}

output "site" {
  description = "What a peering has to know of this end."
  value = {
    region         = data.alicloud_regions.current.regions[0].id
    vpc_id         = alicloud_vpc.this.id
    cidr_block     = alicloud_vpc.this.cidr_block
    route_table_id = alicloud_vpc.this.route_table_id
  }
}
