# hcl-lint: ignore-file[ALI352] only the connections matter here
variable "uid" {
  type = string
}

provider "alicloud" {
  region = "cn-hangzhou"
}

data "alicloud_account" "own" {}

resource "alicloud_vpc_peer_connection" "unknown_account" {
  vpc_id              = "vpc-bp1one"
  accepting_ali_uid   = var.uid
  accepting_vpc_id    = "vpc-2zetwo"
  accepting_region_id = "cn-beijing"
}

resource "alicloud_vpc_peer_connection" "own_account" {
  vpc_id              = "vpc-bp1three"
  accepting_ali_uid   = data.alicloud_account.own.id
  accepting_vpc_id    = "vpc-2zefour"
  accepting_region_id = "cn-beijing"
}
