# hcl-lint: ignore-file[ALI157, ALI352] only the connections matter here
variable "second" {
  type = bool
}

resource "alicloud_vpc_peer_connection" "one" {
  count               = var.second ? 0 : 1
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-bp1two"
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "other" {
  count               = var.second ? 1 : 0
  vpc_id              = "vpc-bp1two"
  accepting_vpc_id    = "vpc-bp1one"
  accepting_region_id = "cn-hangzhou"
}
