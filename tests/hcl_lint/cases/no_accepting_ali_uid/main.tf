# hcl-lint: ignore-file[ALI352] only the connections matter here
provider "alicloud" {
  region = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "none" { # expect: warning[ALI157]
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-bp1two"
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "zero" {
  vpc_id              = "vpc-bp1one"
  accepting_ali_uid   = 0 # expect: warning[ALI157]
  accepting_vpc_id    = "vpc-bp1three"
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "kept" {
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-bp1four"
  accepting_region_id = "cn-hangzhou"

  lifecycle {
    ignore_changes = [accepting_ali_uid]
  }
}
