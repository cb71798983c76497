variable "anything" {}

variable "first" {
  type = bool
}

resource "alicloud_vpc" "a" {
  cidr_block  = "10.0.0.0/16"
  enable_ipv6 = true
}

resource "alicloud_network_acl" "a" {
  count  = var.first ? 1 : 0
  vpc_id = alicloud_vpc.a.id
  ingress_acl_entries {
    policy         = "Accept" # expect: ALI745
    protocol       = "TCP"    # expect: ALI745
    port           = "1/65535"
    source_cidr_ip = "2408:4005:300::/56"
  }
  ingress_acl_entries {
    policy         = var.anything
    protocol       = var.anything
    port           = var.anything
    source_cidr_ip = var.anything
  }
  ingress_acl_entries {
    entry_type = "system"
  }
  resources {
    resource_id   = "vsw-bp1one"
    resource_type = "VSwitch"
  }
}

resource "alicloud_network_acl" "b" {
  count  = var.first ? 0 : 1
  vpc_id = alicloud_vpc.a.id
  resources {
    resource_id   = "vsw-bp1one"
    resource_type = "VSwitch"
  }
}

resource "alicloud_vpc_ipv4_gateway" "a" {
  count  = var.first ? 1 : 0
  vpc_id = alicloud_vpc.a.id
}

resource "alicloud_vpc_ipv4_gateway" "b" {
  count  = var.first ? 0 : 1
  vpc_id = alicloud_vpc.a.id
}
