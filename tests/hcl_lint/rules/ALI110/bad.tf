# hcl-lint: ignore-file[ALI157, ALI352] only the connections matter here
provider "alicloud" {
  region = "ap-southeast-2"
}

provider "alicloud" {
  alias  = "nanjing"
  region = "cn-nanjing"
}

resource "alicloud_vpc_peer_connection" "closed" { # expect: ALI110
  vpc_id              = "vpc-p0wone"
  accepting_vpc_id    = "vpc-t4ntwo"
  accepting_region_id = "ap-southeast-1"
}

resource "alicloud_vpc_peer_connection" "closing" { # expect: ALI156
  provider            = alicloud.nanjing
  vpc_id              = "vpc-njone"
  accepting_vpc_id    = "vpc-t4ntwo"
  accepting_region_id = "ap-southeast-1" # expect: ALI152
}

resource "alicloud_vpc_peer_connection" "finance" { # expect: ALI156
  provider            = alicloud.nanjing
  vpc_id              = "vpc-njtwo"
  accepting_vpc_id    = "vpc-fin"
  accepting_region_id = "cn-shanghai-finance-1" # expect: ALI111
}

resource "alicloud_vpc_peer_connection" "misspelt" { # expect: ALI156
  provider            = alicloud.nanjing
  vpc_id              = "vpc-njthree"
  accepting_vpc_id    = "vpc-uf6"
  accepting_region_id = "cn-shanghia" # expect: ALI121
}
