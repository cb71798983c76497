provider "alicloud" {
  region = "cn-hangzhou"
}

provider "alicloud" {
  alias  = "north"
  region = "cn-beijing"
}

resource "alicloud_vpc" "north" {
  provider   = alicloud.north
  cidr_block = "10.1.0.0/16"
}

resource "alicloud_vswitch" "north" {
  vpc_id     = alicloud_vpc.north.id # expect: ALI454
  cidr_block = "10.1.1.0/24"
  zone_id    = "cn-beijing-a"
}

resource "alicloud_route_table" "north" {
  provider = alicloud.north
  vpc_id   = alicloud_vpc.north.id
}

resource "alicloud_route_entry" "back" {
  route_table_id        = alicloud_route_table.north.id # expect: ALI360
  destination_cidrblock = "10.0.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = "pcc-bp1a"
}
