# hcl-lint: ignore-file[ALI157, ALI352] only the connections matter here
provider "alicloud" {
  region = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "none" {
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-2zetwo"
  accepting_region_id = "cn-beijing"
  bandwidth           = 0 # expect: ALI104
}

resource "alicloud_vpc_peer_connection" "much" {
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-2zethree"
  accepting_region_id = "cn-beijing"
  bandwidth           = 1025 # expect: ALI105
}
