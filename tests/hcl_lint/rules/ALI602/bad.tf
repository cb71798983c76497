# hcl-lint: ignore-file[ALI157, ALI352] only the versions matter here
terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.190, < 1.240"
    }
  }
}

resource "alicloud_vpc_peer_connection" "this" {
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-2zetwo"
  accepting_region_id = "cn-beijing"
  link_type           = "Gold" # expect: ALI602
  force_delete        = true
}

resource "alicloud_vpc_route_entry" "new" { # expect: ALI602
  route_table_id         = "vtb-bp1a"
  destination_cidr_block = "10.1.0.0/16"
  nexthop_type           = "VpcPeer"
  nexthop_id             = "pcc-bp1a" # expect: ALI361
}
