# The published text declares no source; Terraform would look for hashicorp/alicloud.
terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = "~> 1.246"
    }
  }
}
