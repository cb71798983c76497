# hcl-lint: ignore-file[ALI157, ALI352] only the connections matter here
provider "alicloud" {
  region = "cn-hangzhou"
}

provider "alicloud" {
  alias  = "north"
  region = "cn-beijing"
}

module "network" {
  source = "./network"
  providers = {
    alicloud = alicloud.north
  }
}

resource "alicloud_vpc" "here" {
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vpc_peer_connection" "wrong_region" {
  vpc_id              = alicloud_vpc.here.id
  accepting_vpc_id    = module.network.vpc_id
  accepting_region_id = "cn-shanghai" # expect: ALI154
}

resource "alicloud_vpc_peer_connection" "swapped" {
  vpc_id              = module.network.vpc_id # expect: ALI155
  accepting_vpc_id    = "vpc-uf6other"
  accepting_region_id = "cn-shanghai"
}
