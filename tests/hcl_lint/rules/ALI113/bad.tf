# hcl-lint: ignore-file[ALI157, ALI352] only the connections matter here
provider "alicloud" {
  region = "cn-hangzhou"
}

variable "spokes" {
  default = 11
}

resource "alicloud_vpc_peer_connection" "spoke" {
  count               = var.spokes
  vpc_id              = "vpc-bp1hub" # expect: ALI113
  accepting_vpc_id    = "vpc-bp1spoke${count.index}"
  accepting_region_id = "cn-hangzhou"
}
