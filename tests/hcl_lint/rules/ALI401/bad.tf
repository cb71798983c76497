resource "alicloud_vpc" "host_bits" {
  cidr_block = "10.0.0.1/16" # expect: ALI401
}

resource "alicloud_vpc" "small" {
  cidr_block = "10.0.0.0/29" # expect: ALI401
}

resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/16"
  vpc_name   = "http://a" # expect: ALI411
  user_cidrs = ["1.0.0.0/8", "100.64.0.0/12", "x", "2.0.0.0/8"] # expect: ALI417 ALI418 ALI419
}

resource "alicloud_vpc_ipv4_cidr_block" "inside" {
  vpc_id               = alicloud_vpc.a.id
  secondary_cidr_block = "10.0.128.0/17" # expect: ALI409
}

resource "alicloud_vswitch" "outside" {
  vpc_id     = alicloud_vpc.a.id
  cidr_block = "10.9.0.0/24" # expect: ALI404
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_vswitch" "one" {
  vpc_id     = alicloud_vpc.a.id
  cidr_block = "10.0.0.0/20"
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_vswitch" "two" {
  vpc_id     = alicloud_vpc.a.id
  cidr_block = cidrsubnet(alicloud_vpc.a.cidr_block, 8, 3) # expect: ALI405
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_vswitch" "tiny" {
  vpc_id     = "vpc-bp1other"
  cidr_block = "10.0.0.0/30" # expect: ALI403
  zone_id    = "cn-hangzhou-b"
}
