# The default VPC of a region, a default vSwitch in it, and a security group that names no VPC.

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

resource "alicloud_vpc" "default" {
  is_default = true
}

resource "alicloud_vswitch" "default" {
  is_default = true
  zone_id    = "cn-hangzhou-b"
  depends_on = [alicloud_vpc.default]
}

resource "alicloud_security_group" "default" {
  security_group_name = "default"
  depends_on          = [alicloud_vpc.default]
}

output "vpcs" {
  value = toset([alicloud_vpc.default.id, alicloud_vswitch.default.vpc_id, alicloud_security_group.default.vpc_id])
}
