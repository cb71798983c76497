terraform {
  backend "oss" {
    bucket              = "team-states"
    prefix              = "edge"
    region              = "cn-hangzhou"
    tablestore_endpoint = "https://locks.cn-hangzhou.ots.aliyuncs.com"
    table_name          = "locks" # expect: error[ALI617]
  }
}

data "terraform_remote_state" "network" {
  backend = "oss"
  # expect-below: error[ALI617]
  config = {
    bucket = "team-states"
    path   = "network"
  }
}

data "terraform_remote_state" "right" {
  backend = "oss"
  config = {
    bucket = "team-states"
    prefix = "network"
  }
}

data "terraform_remote_state" "elsewhere" {
  backend = "s3"
  config = {
    path = "network"
  }
}

resource "alicloud_vpc" "edge" {
  cidr_block = data.terraform_remote_state.network.outputs.block
  vpc_name   = data.terraform_remote_state.right.outputs["names"].edge
}
