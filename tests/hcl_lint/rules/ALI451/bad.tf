# hcl-lint: ignore-file[ALI157, ALI352] only the blocks matter here
resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/8"
}

resource "alicloud_vpc" "b" {
  cidr_block = "30.0.0.0/16" # expect: ALI453
}

resource "alicloud_vpc_ipv4_cidr_block" "b" {
  vpc_id               = alicloud_vpc.b.id
  secondary_cidr_block = "10.2.0.0/16"
}

resource "alicloud_vswitch" "a" {
  vpc_id     = alicloud_vpc.a.id
  cidr_block = "10.2.0.0/20" # expect: ALI452
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_vswitch" "b" {
  vpc_id     = alicloud_vpc.b.id
  cidr_block = "10.2.1.0/24"
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_vpc_peer_connection" "this" {
  vpc_id              = alicloud_vpc.a.id
  accepting_vpc_id    = alicloud_vpc.b.id # expect: ALI451
  accepting_region_id = "cn-hangzhou"
}
