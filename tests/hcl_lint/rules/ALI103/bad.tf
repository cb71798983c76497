# hcl-lint: ignore-file[ALI157, ALI352] only the connections matter here
resource "alicloud_vpc_peer_connection" "case" {
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-2zetwo"
  accepting_region_id = "cn-beijing"
  link_type           = "PLATINUM" # expect: ALI103
}

resource "alicloud_vpc_peer_connection" "copper" {
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-2zethree"
  accepting_region_id = "cn-beijing"
  link_type           = "copper" # expect: ALI103
}

resource "alicloud_vpc_peer_connection" "silver" {
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-2zefour"
  accepting_region_id = "cn-beijing"
  link_type           = "Silver" # expect: ALI120
}
