provider "alicloud" {
  region  = "cn-hangzhou"
  profile = "ours"
}

provider "alicloud" {
  alias   = "theirs"
  region  = "cn-beijing"
  profile = "theirs"
}

data "alicloud_account" "theirs" {
  provider = alicloud.theirs
}

resource "alicloud_vpc_peer_connection" "this" {
  vpc_id              = "vpc-bp1one"
  accepting_ali_uid   = data.alicloud_account.theirs.id
  accepting_vpc_id    = "vpc-2zetwo"
  accepting_region_id = "cn-beijing"
}

resource "alicloud_vpc_peer_connection_accepter" "this" {
  provider    = alicloud.theirs
  instance_id = alicloud_vpc_peer_connection.this.id
}

resource "alicloud_route_entry" "there" {
  route_table_id        = "vtb-bp1a"
  destination_cidrblock = "10.1.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id # expect: ALI359
}

resource "alicloud_route_entry" "back" {
  provider              = alicloud.theirs
  route_table_id        = "vtb-2zeb"
  destination_cidrblock = "10.0.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection_accepter.this.id
}
