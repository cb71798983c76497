# hcl-lint: ignore-file[ALI352] only the addresses matter here
provider "alicloud" {
  region = "cn-beijing"
}

data "alicloud_account" "own" {}

resource "alicloud_vpc" "sender" {
  cidr_block = "10.1.0.0/16"
}

resource "alicloud_vpc" "public" {
  cidr_block = "40.0.0.0/16" # expect: warning[ALI453]
}

resource "alicloud_vpc_peer_connection" "both" {
  vpc_id              = alicloud_vpc.sender.id
  accepting_ali_uid   = data.alicloud_account.own.id
  accepting_vpc_id    = alicloud_vpc.public.id
  accepting_region_id = "cn-beijing"
}

resource "alicloud_vpc_ipv4_gateway" "out" {
  vpc_id  = alicloud_vpc.public.id
  enabled = true
}
