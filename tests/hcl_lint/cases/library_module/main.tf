# Nobody here calls this module: its defaults are nobody's values, and who calls it may add routes.
variable "block" {
  type    = string
  default = "0.0.0.0/0"
}

variable "vswitch_block" {
  type    = string
  default = ""
}

variable "from" {
  type    = string
  default = ""
}

variable "limit" {
  default = null
}

data "alicloud_account" "own" {}

resource "alicloud_vpc" "main" {
  cidr_block = var.block
}

resource "alicloud_vpc" "other" {
  cidr_block = "10.0.0.0/33" # expect: error[ALI401]
}

resource "alicloud_vswitch" "main" {
  vpc_id     = alicloud_vpc.main.id
  cidr_block = var.vswitch_block
  zone_id    = "cn-beijing-h"
}

resource "alicloud_security_group" "main" {
  vpc_id = alicloud_vpc.main.id
}

resource "alicloud_security_group_rule" "in" {
  type              = "ingress"
  ip_protocol       = "udp"
  port_range        = "53/53"
  cidr_ip           = var.from
  security_group_id = alicloud_security_group.main.id
}

resource "alicloud_cms_alarm" "memory" {
  name              = "memory"
  project           = "acs_kvstore"
  metric            = "MemoryUsage"
  metric_dimensions = "[{\"instanceId\":\"r-bp1main\"}]"
  contact_groups    = ["network"]

  escalations_warn {
    statistics          = "Average"
    comparison_operator = ">"
    threshold           = var.limit
    times               = 2
  }
}

resource "alicloud_vpc_peer_connection" "both" {
  vpc_id              = alicloud_vpc.main.id
  accepting_ali_uid   = data.alicloud_account.own.id
  accepting_vpc_id    = "vpc-bp1far"
  accepting_region_id = "cn-beijing"
}
