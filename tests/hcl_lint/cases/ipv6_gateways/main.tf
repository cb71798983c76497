provider "alicloud" {
  region = "cn-hangzhou"
}

variable "six" {
  type = bool
}

resource "alicloud_vpc" "without" {
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vpc" "with" {
  cidr_block  = "10.1.0.0/16"
  enable_ipv6 = true
}

resource "alicloud_vpc" "perhaps" {
  cidr_block  = "10.2.0.0/16"
  enable_ipv6 = var.six
}

resource "alicloud_vpc" "later" {
  cidr_block = "10.3.0.0/16"
}

resource "alicloud_vpc_ipv6_cidr_block" "later" {
  vpc_id = alicloud_vpc.later.id
}

resource "alicloud_vpc_ipv6_gateway" "without" {
  vpc_id = alicloud_vpc.without.id # expect: error[ALI442]
}

resource "alicloud_vpc_ipv6_gateway" "with" {
  vpc_id = alicloud_vpc.with.id
}

resource "alicloud_vpc_ipv6_gateway" "perhaps" {
  vpc_id = alicloud_vpc.perhaps.id
}

resource "alicloud_vpc_ipv6_gateway" "later" {
  vpc_id     = alicloud_vpc.later.id
  depends_on = [alicloud_vpc_ipv6_cidr_block.later]
}
