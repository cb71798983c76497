# In the style of the provider's own page: both VPCs have one block (true: ALI451), and no routes (true: ALI352).
variable "name" {
  default = "tf-example"
}

variable "accepting_region" {
  default = "cn-beijing"
}

variable "another_uid" {
  default = null
}

data "alicloud_account" "default" {}

provider "alicloud" {
  alias  = "local"
  region = "cn-hangzhou"
}

provider "alicloud" {
  alias  = "accepting"
  region = var.accepting_region
}

resource "alicloud_vpc" "local" {
  provider   = alicloud.local
  vpc_name   = var.name
  cidr_block = "172.17.3.0/24" # expect: ALI457
}

resource "alicloud_vpc" "accepting" {
  provider   = alicloud.accepting
  vpc_name   = "${var.name}-accepting"
  cidr_block = "172.17.3.0/24" # expect: ALI457
}

resource "alicloud_vpc_peer_connection" "default" { # expect: ALI352
  provider             = alicloud.local
  peer_connection_name = var.name
  vpc_id               = alicloud_vpc.local.id
  accepting_ali_uid    = coalesce(var.another_uid, data.alicloud_account.default.id)
  accepting_region_id  = var.accepting_region
  accepting_vpc_id     = alicloud_vpc.accepting.id # expect: ALI451
  description          = var.name
}
