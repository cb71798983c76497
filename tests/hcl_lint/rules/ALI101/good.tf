# hcl-lint: ignore-file[ALI157, ALI352] only the connections matter here
variable "region" {}

provider "alicloud" {
  region = var.region
}

resource "alicloud_vpc_peer_connection" "unknown_region" {
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-bp1two"
  accepting_region_id = "cn-hangzhou"
  bandwidth           = 1024
}

resource "alicloud_vpc_peer_connection" "null_is_not_set" {
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-bp1three"
  accepting_region_id = "cn-hangzhou"
  bandwidth           = null
}
