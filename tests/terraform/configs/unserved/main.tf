terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

resource "alicloud_fc_service" "fc" {
  name = "service"
}

resource "alicloud_log_project" "sls" {
  project_name = "tfmock-unserved"
}

resource "alicloud_oss_bucket" "oss" {
  bucket = "tfmock-unserved"
}

resource "alicloud_sae_namespace" "roa" {
  namespace_id   = "cn-hangzhou:test"
  namespace_name = "test"
}

resource "alicloud_slb_load_balancer" "rpc" {
  load_balancer_name = "test"
}
