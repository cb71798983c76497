# hcl-lint: ignore-file[ALI157, ALI352] only the connections matter here
provider "alicloud" {
  region     = "cn-hangzhou"
  account_id = "1111111111111111"
}

provider "alicloud" {
  alias  = "theirs"
  region = "cn-beijing"
  assume_role {
    role_arn = "acs:ram::2222222222222222:role/network"
  }
}

data "alicloud_account" "theirs" {
  provider = alicloud.theirs
}

resource "alicloud_vpc_peer_connection" "nobody_accepts" {
  vpc_id              = "vpc-bp1one"
  accepting_ali_uid   = data.alicloud_account.theirs.id # expect: ALI201
  accepting_vpc_id    = "vpc-2zetwo"
  accepting_region_id = "cn-beijing"
}

resource "alicloud_vpc_peer_connection" "wrong_hand" {
  vpc_id              = "vpc-bp1three"
  accepting_ali_uid   = "2222222222222222"
  accepting_vpc_id    = "vpc-2zefour"
  accepting_region_id = "cn-beijing"
  bandwidth           = 10
}

resource "alicloud_vpc_peer_connection_accepter" "wrong_hand" { # expect: ALI203 ALI204
  instance_id = alicloud_vpc_peer_connection.wrong_hand.id
  bandwidth   = 20 # expect: ALI205
}

resource "alicloud_vpc_peer_connection" "no_uid" { # expect: ALI206
  vpc_id              = "vpc-bp1five"
  accepting_vpc_id    = "vpc-2zesix"
  accepting_region_id = "cn-beijing"
}

resource "alicloud_vpc_peer_connection_accepter" "no_uid" {
  provider    = alicloud.theirs
  instance_id = alicloud_vpc_peer_connection.no_uid.id
}

resource "alicloud_vpc_peer_connection_accepter" "once_more" {
  provider    = alicloud.theirs
  instance_id = alicloud_vpc_peer_connection.no_uid.id # expect: ALI207
}
