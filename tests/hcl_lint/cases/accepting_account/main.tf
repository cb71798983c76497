# hcl-lint: ignore-file[ALI201, ALI352, ALI157] only the accounts matter here
provider "alicloud" {
  region     = "cn-hangzhou"
  account_id = "1111111111111111"
}

provider "alicloud" {
  alias  = "peer"
  region = "cn-hangzhou"
  assume_role {
    role_arn = "acs:ram::2222222222222222:role/peering"
  }
}

provider "alicloud" {
  alias      = "keys"
  region     = "cn-hangzhou"
  access_key = "somebody"
  secret_key = "x"
}

# tfmock's own keys say whose they are
provider "alicloud" {
  alias      = "mock"
  region     = "cn-hangzhou"
  access_key = "default.1000000000000001"
  secret_key = "x"
}

provider "alicloud" {
  alias      = "mock_peer"
  region     = "cn-hangzhou"
  access_key = "default.2000000000000002"
  secret_key = "x"
}

resource "alicloud_vpc" "mock" {
  provider   = alicloud.mock
  cidr_block = "10.3.0.0/16"
}

resource "alicloud_vpc" "mock_peer" {
  provider   = alicloud.mock_peer
  cidr_block = "10.4.0.0/16"
}

resource "alicloud_vpc_peer_connection" "mock" { # expect: error[ALI158]
  provider            = alicloud.mock
  vpc_id              = alicloud_vpc.mock.id
  accepting_vpc_id    = alicloud_vpc.mock_peer.id
  accepting_region_id = "cn-hangzhou"
}

data "alicloud_account" "own" {}

data "alicloud_account" "peer" {
  provider = alicloud.peer
}

resource "alicloud_vpc" "requester" {
  for_each   = toset(["none", "zero", "own", "third", "right", "data", "keys"])
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vpc" "peer" {
  provider   = alicloud.peer
  cidr_block = "10.1.0.0/16"
}

resource "alicloud_vpc" "keys" {
  provider   = alicloud.keys
  cidr_block = "10.2.0.0/16"
}

resource "alicloud_vpc_peer_connection" "none" { # expect: error[ALI158]
  vpc_id              = alicloud_vpc.requester["none"].id
  accepting_vpc_id    = alicloud_vpc.peer.id
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "zero" {
  vpc_id              = alicloud_vpc.requester["zero"].id
  accepting_ali_uid   = 0 # expect: error[ALI158]
  accepting_vpc_id    = alicloud_vpc.peer.id
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "own" {
  vpc_id              = alicloud_vpc.requester["own"].id
  accepting_ali_uid   = data.alicloud_account.own.id # expect: error[ALI158]
  accepting_vpc_id    = alicloud_vpc.peer.id
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "third" {
  vpc_id              = alicloud_vpc.requester["third"].id
  accepting_ali_uid   = "3333333333333333" # expect: error[ALI158]
  accepting_vpc_id    = alicloud_vpc.peer.id
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "right" {
  vpc_id              = alicloud_vpc.requester["right"].id
  accepting_ali_uid   = "2222222222222222"
  accepting_vpc_id    = alicloud_vpc.peer.id
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "data" {
  vpc_id              = alicloud_vpc.requester["data"].id
  accepting_ali_uid   = data.alicloud_account.peer.id
  accepting_vpc_id    = alicloud_vpc.peer.id
  accepting_region_id = "cn-hangzhou"
}

# whose these keys are is not known
resource "alicloud_vpc_peer_connection" "keys" {
  vpc_id              = alicloud_vpc.requester["keys"].id
  accepting_vpc_id    = alicloud_vpc.keys.id
  accepting_region_id = "cn-hangzhou"
}
