# hcl-lint: ignore-file[ALI157, ALI352] only the connections matter here
variable "second" {
  type = bool
}

resource "alicloud_vpc" "v" {
  for_each   = toset(["a", "b"])
  cidr_block = each.key == "a" ? "10.0.0.0/16" : "10.1.0.0/16"
}

resource "alicloud_vpc_peer_connection" "one" {
  vpc_id              = alicloud_vpc.v["a"].id
  accepting_vpc_id    = alicloud_vpc.v["b"].id
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "again" {
  vpc_id              = alicloud_vpc.v["b"].id
  accepting_vpc_id    = alicloud_vpc.v["a"].id # expect: ALI107
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "self" {
  vpc_id              = alicloud_vpc.v["a"].id
  accepting_vpc_id    = alicloud_vpc.v["a"].id # expect: ALI106
  accepting_region_id = "cn-hangzhou"
}
