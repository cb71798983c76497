provider "alicloud" {}

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

resource "alicloud_security_group" "a" {
  vpc_id = alicloud_vpc.a.id
}

resource "alicloud_security_group" "b" {
  vpc_id              = alicloud_vpc.b.id
  security_group_type = "enterprise"
}

variable "ports" {
  type = map(string)
  default = {
    one     = "22"    # expect: ALI702
    dash    = "80-90" # expect: ALI702
    reverse = "90/80" # expect: ALI702
    zero    = "0/80"  # expect: ALI702
  }
}

resource "alicloud_security_group_rule" "ports" {
  for_each          = var.ports
  security_group_id = alicloud_security_group.a.id
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = each.value
  cidr_ip           = "10.1.0.0/16"
}

resource "alicloud_security_group_rule" "default_ports" {
  security_group_id = alicloud_security_group.a.id
  type              = "egress"
  ip_protocol       = "udp" # expect: ALI703
  cidr_ip           = "10.1.0.0/16"
}

resource "alicloud_security_group_rule" "ports_of_icmp" {
  security_group_id = alicloud_security_group.a.id
  type              = "ingress"
  ip_protocol       = "icmp"    # expect: ALI714
  port_range        = "1/65535" # expect: ALI720
  ipv6_cidr_ip      = "2408:4005:300::/56"
}

resource "alicloud_security_group_rule" "between" {
  security_group_id        = alicloud_security_group.a.id
  type                     = "ingress"
  ip_protocol              = "tcp"
  port_range               = "443/443"
  policy                   = "deny"                       # expect: ALI706
  priority                 = 0                            # expect: ALI707
  source_security_group_id = alicloud_security_group.b.id # expect: ALI717 ALI718
}

resource "alicloud_security_group_rule" "nobody" { # expect: ALI708
  security_group_id = alicloud_security_group.a.id
  type              = "ingress"
  ip_protocol       = "all"
}

resource "alicloud_security_group_rule" "blocks" {
  security_group_id = alicloud_security_group.a.id
  type              = "ingress"
  ip_protocol       = "all"
  cidr_ip           = "2408:4005:300::/56" # expect: ALI709
}

resource "alicloud_security_group_rule" "unknown_protocol" {
  security_group_id = alicloud_security_group.a.id
  type              = "ingress"
  ip_protocol       = "http" # expect: ALI701
  port_range        = "80/80"
  cidr_ip           = "10.1.0.0/16"
}

resource "alicloud_instance" "a" {
  vswitch_id      = alicloud_vswitch.a.id
  instance_type   = "ecs.g7.large"
  image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
  security_groups = [alicloud_security_group.a.id, alicloud_security_group.b.id] # expect: ALI751 ALI752
}
