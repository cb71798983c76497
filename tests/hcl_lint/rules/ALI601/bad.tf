variable "secret" {
  default = "ExampleSecretExampleSecretExam" # expect: ALI601
}

provider "alicloud" {
  region     = "cn-hangzou"              # expect: ALI603
  access_key = "LTAI5tExampleExampleExam" # expect: ALI601
  secret_key = var.secret
}

resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/8"
}
