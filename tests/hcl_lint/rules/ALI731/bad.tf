resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vpc" "b" {
  cidr_block = "10.1.0.0/16"
}

resource "alicloud_vswitch" "a" {
  vpc_id     = alicloud_vpc.a.id
  cidr_block = "10.0.1.0/24"
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_vswitch" "b" {
  vpc_id     = alicloud_vpc.b.id
  cidr_block = "10.1.1.0/24"
  zone_id    = "cn-hangzhou-b"
}

resource "alicloud_network_acl" "a" {
  vpc_id = alicloud_vpc.a.id
  ingress_acl_entries { # expect: ALI731
    protocol       = "tcp"
    port           = "80"          # expect: ALI734
    source_cidr_ip = "10.0.0.0/33" # expect: ALI735
  }
  dynamic "egress_acl_entries" {
    for_each = ["icmp", "all"]
    content {
      policy              = "accept"
      protocol            = egress_acl_entries.value
      port                = "1/65535"            # expect: ALI734 ALI734
      destination_cidr_ip = "2408:4005:300::/56" # expect: ALI736
    }
  }
  resources {
    resource_id   = alicloud_vswitch.a.id
    resource_type = "VSwitch"
  }
}

resource "alicloud_network_acl_attachment" "a" {
  network_acl_id = alicloud_network_acl.a.id
  resources {
    resource_id   = alicloud_vswitch.a.id # expect: ALI738
    resource_type = "VSwitch"
  }
  resources {
    resource_id   = alicloud_vswitch.b.id # expect: ALI737
    resource_type = "VSwitch"
  }
}

resource "alicloud_vpc_ipv4_gateway" "a" {
  vpc_id = alicloud_vpc.a.id
}

resource "alicloud_vpc_ipv4_gateway" "second" {
  vpc_id = alicloud_vpc.a.id # expect: ALI741
}
