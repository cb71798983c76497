terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}

variable "one" {}
variable "other" {}
variable "region" {}

resource "alicloud_vpc_peer_connection" "this" {
  vpc_id              = var.one
  accepting_vpc_id    = var.other
  accepting_region_id = var.region
  bandwidth           = 10
}

output "id" {
  value = alicloud_vpc_peer_connection.this.id
}
