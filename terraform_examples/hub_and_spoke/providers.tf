provider "alicloud" {
  region = var.region
}

provider "alicloud" {
  alias  = "remote"
  region = var.remote_region
}

data "alicloud_account" "current" {}
