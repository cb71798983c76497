provider "alicloud" {
  region     = "cn-hangzhou"
  access_key = "MyAccessKeyID"
  secret_key = "MySecretKey"
}

provider "alicloud" {
  alias      = "other"
  region     = "cn-beijing"
  access_key = "the-access-key-of-your-account"
  secret_key = "changeme-changeme-changeme-cha"
}

provider "alicloud" {
  alias      = "leak"
  region     = "cn-shanghai"
  access_key = "LTAI5tQmExampleNoKey12345"      # expect: error[ALI601]
  secret_key = "8fQmExampleNoSecretAtAll12345" # expect: error[ALI601]
}

resource "alicloud_vpc" "main" {
  cidr_block = "10.0.0.0/8"
}
