variable "anything" {}

variable "two_vpcs" {
  type    = bool
  default = false
}

resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_security_group" "a" {
  vpc_id = alicloud_vpc.a.id
}

resource "alicloud_security_group" "foreign" {
  vpc_id              = var.anything
  security_group_type = var.anything
}

resource "alicloud_security_group_rule" "all" {
  for_each          = { tcp = "1/65535", udp = "53/53", icmp = "-1/-1", gre = "-1/-1", all = "-1/-1" }
  security_group_id = alicloud_security_group.a.id
  type              = "ingress"
  ip_protocol       = each.key
  port_range        = each.value
  priority          = 100
  policy            = "drop"
  cidr_ip           = "10.0.0.9"
}

resource "alicloud_security_group_rule" "not_known" {
  security_group_id        = alicloud_security_group.a.id
  type                     = var.anything
  ip_protocol              = var.anything
  port_range               = var.anything
  priority                 = var.anything
  policy                   = var.anything
  source_security_group_id = alicloud_security_group.foreign.id
}

resource "alicloud_security_group_rule" "block_before_group" {
  security_group_id        = alicloud_security_group.a.id
  type                     = "egress"
  ip_protocol              = "all"
  ipv6_cidr_ip             = "2408:4005:300::/56"
  source_security_group_id = "sg-bp1other"
}

resource "alicloud_instance" "a" {
  vswitch_id      = var.anything
  instance_type   = "ecs.g7.large"
  image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
  security_groups = [alicloud_security_group.a.id, alicloud_security_group.foreign.id, var.anything]
}
