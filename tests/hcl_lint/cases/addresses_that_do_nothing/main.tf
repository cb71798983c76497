# hcl-lint: ignore-file[ALI352] only the addresses matter here
provider "alicloud" {
  region = "cn-hangzhou"
}

data "alicloud_account" "own" {}

resource "alicloud_vpc" "main" {
  cidr_block            = "10.0.0.0/16"
  enable_ipv6           = true
  secondary_cidr_blocks = ["10.1.0.0/16"] # expect: notice[ALI620]
}

resource "alicloud_vpc_ipv4_cidr_block" "more" {
  vpc_id               = alicloud_vpc.main.id # expect: warning[ALI456]
  secondary_cidr_block = "10.2.0.0/16"
}

resource "alicloud_vswitch" "without_mask" {
  vpc_id      = alicloud_vpc.main.id
  cidr_block  = "10.0.1.0/24"
  zone_id     = "cn-hangzhou-i"
  enable_ipv6 = true # expect: warning[ALI455]
}

resource "alicloud_vpc" "docker" {
  cidr_block = "172.16.0.0/12"
}

resource "alicloud_vswitch" "docker" {
  vpc_id     = alicloud_vpc.docker.id
  cidr_block = "172.17.9.0/24" # expect: notice[ALI457]
  zone_id    = "cn-hangzhou-i"
}

resource "alicloud_vpc" "no_docker" {
  cidr_block = "172.16.0.0/12"
}

resource "alicloud_vswitch" "no_docker" {
  vpc_id     = alicloud_vpc.no_docker.id
  cidr_block = "172.18.0.0/24"
  zone_id    = "cn-hangzhou-i"
}

resource "alicloud_vpc_peer_connection" "both" {
  for_each            = { docker = alicloud_vpc.docker.id, no = alicloud_vpc.no_docker.id }
  vpc_id              = alicloud_vpc.main.id
  accepting_ali_uid   = data.alicloud_account.own.id
  accepting_vpc_id    = each.value
  accepting_region_id = "cn-hangzhou"
}
