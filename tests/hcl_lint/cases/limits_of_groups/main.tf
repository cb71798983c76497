# Limits of rules and addresses of security groups: exactly full is none, and what is not known does not count.
variable "unknown" {}

data "alicloud_security_groups" "there" {}

resource "alicloud_security_group" "full" {
  vpc_id = "vpc-bp1vpc"
}

resource "alicloud_security_group" "over" {
  vpc_id = "vpc-bp1vpc"
}

resource "alicloud_security_group" "large" {
  vpc_id              = "vpc-bp1vpc"
  security_group_type = "enterprise"
}

resource "alicloud_security_group" "unknown" {
  vpc_id              = "vpc-bp1vpc"
  security_group_type = var.unknown
}

resource "alicloud_security_group_rule" "full" {
  count                    = 20
  type                     = "ingress"
  ip_protocol              = "tcp"
  port_range               = "${1000 + count.index}/${1000 + count.index}"
  security_group_id        = alicloud_security_group.full.id
  source_security_group_id = "sg-bp1other"
}

resource "alicloud_security_group_rule" "blocks" {
  type              = "ingress"
  ip_protocol       = "udp"
  port_range        = "53/53"
  security_group_id = alicloud_security_group.full.id
  cidr_ip           = "10.0.0.0/8"
}

resource "alicloud_security_group_rule" "perhaps" {
  type                     = "ingress"
  ip_protocol              = "udp"
  port_range               = "54/54"
  security_group_id        = alicloud_security_group.full.id
  source_security_group_id = var.unknown
}

resource "alicloud_security_group_rule" "over" {
  count                    = 21
  type                     = count.index % 2 == 0 ? "ingress" : "egress" # both directions count
  ip_protocol              = "tcp"
  port_range               = "${1000 + count.index}/${1000 + count.index}"
  security_group_id        = alicloud_security_group.over.id
  source_security_group_id = alicloud_security_group.full.id # expect: warning[ALI719]
}

resource "alicloud_security_group_rule" "many" {
  count             = 1000
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "${1000 + count.index}/${1000 + count.index}"
  security_group_id = "sg-bp1part${count.index % 5}"
  cidr_ip           = "10.0.0.0/8"
}

resource "alicloud_security_group_rule" "last" {
  type              = "egress"
  ip_protocol       = "tcp"
  port_range        = "22/22"
  security_group_id = "sg-bp1part5"
  cidr_ip           = "10.0.0.0/8"
}

resource "alicloud_ecs_network_interface" "full" {
  vswitch_id         = "vsw-bp1web"
  security_group_ids = concat([for n in range(5) : "sg-bp1part${n}"], [data.alicloud_security_groups.there.ids[0]])
}

resource "alicloud_ecs_network_interface" "over" {
  vswitch_id         = "vsw-bp1web"
  security_group_ids = [for n in range(6) : "sg-bp1part${n}"] # expect: warning[ALI431]
}

resource "alicloud_ecs_network_interface" "perhaps" {
  count              = var.unknown
  vswitch_id         = "vsw-bp1web"
  security_group_ids = [for n in range(6) : "sg-bp1part${n}"]
}

# 150 interfaces with 40 addresses each, then one more.
resource "alicloud_ecs_network_interface" "members" {
  count                              = 150
  vswitch_id                         = "vsw-bp1web"
  security_group_ids                 = [alicloud_security_group.full.id, alicloud_security_group.over.id]
  secondary_private_ip_address_count = 39
}

resource "alicloud_instance" "last" {
  instance_type   = "ecs.g7.large"
  image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
  vswitch_id      = "vsw-bp1web"
  security_groups = [alicloud_security_group.over.id] # expect: warning[ALI432]
}

resource "alicloud_ecs_network_interface" "large" {
  count                              = 200
  vswitch_id                         = "vsw-bp1web"
  security_group_ids                 = [count.index % 2 == 0 ? alicloud_security_group.large.id : alicloud_security_group.unknown.id]
  secondary_private_ip_address_count = 49
  ipv6_address_count                 = 10
}

resource "alicloud_ecs_network_interface" "outside" {
  count                              = 200
  vswitch_id                         = "vsw-bp1web"
  security_group_ids                 = ["sg-bp1outside"]
  secondary_private_ip_address_count = 49
}
