# hcl-lint: ignore-file[ALI157, ALI352] only the connections matter here
provider "alicloud" {
  region = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "both_wrong" {
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-bp1two"
  accepting_region_id = "cn-hangzhou"
  link_type           = "Platinum" # expect: ALI102
  bandwidth           = 5          # expect: ALI101
}
