# The account that is asked may be the provider's own: apply with the mock ends well then.
provider "alicloud" {
  region = "cn-hangzhou"
}

provider "alicloud" {
  alias  = "beijing"
  region = "cn-beijing"
}

provider "alicloud" {
  alias      = "named"
  region     = "cn-hangzhou"
  account_id = "1111111111111111"
}

resource "alicloud_vpc_peer_connection" "maybe_own" { # expect: warning[ALI352]
  vpc_id              = "vpc-bp1one"
  accepting_ali_uid   = "1000000000000001"
  accepting_vpc_id    = "vpc-2zetwo"
  accepting_region_id = "cn-beijing"
}

resource "alicloud_vpc_peer_connection_accepter" "maybe_own" { # expect: warning[ALI203]
  provider    = alicloud.beijing
  instance_id = alicloud_vpc_peer_connection.maybe_own.id
}

resource "alicloud_vpc_peer_connection" "foreign" { # expect: warning[ALI352]
  provider            = alicloud.named
  vpc_id              = "vpc-bp1three"
  accepting_ali_uid   = "2222222222222222"
  accepting_vpc_id    = "vpc-bp1four"
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection_accepter" "foreign" { # expect: error[ALI203]
  provider    = alicloud.named
  instance_id = alicloud_vpc_peer_connection.foreign.id
}
