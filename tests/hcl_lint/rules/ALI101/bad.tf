# hcl-lint: ignore-file[ALI157, ALI352] only the connections matter here
provider "alicloud" {
  region = "cn-hangzhou"
}

provider "alicloud" {
  alias  = "north"
  region = local.north
}

locals {
  north = "cn-beijing"
}

variable "peers" {
  default = {
    a = { vpc = "vpc-bp1a", mbit = 100 }
    b = { vpc = "vpc-bp1b", mbit = null }
  }
}

resource "alicloud_vpc_peer_connection" "literal" {
  vpc_id              = "vpc-bp1literal"
  accepting_vpc_id    = "vpc-bp1other"
  accepting_region_id = "cn-hangzhou"
  bandwidth           = 1024 # expect: ALI101
}

resource "alicloud_vpc_peer_connection" "through_locals" {
  provider            = alicloud.north
  vpc_id              = "vpc-2zeone"
  accepting_vpc_id    = "vpc-2zetwo"
  accepting_region_id = local.north
  bandwidth           = local.north == "cn-beijing" ? 10 : null # expect: ALI101
}

resource "alicloud_vpc_peer_connection" "each" {
  for_each            = { for name, peer in var.peers : name => peer if peer.mbit == null }
  vpc_id              = "vpc-bp1hub"
  accepting_vpc_id    = each.value.vpc
  accepting_region_id = "cn-hangzhou"
  bandwidth           = each.value.mbit
}
