variable "openings" {
  type = list(object({ ports = string, from = string }))
}

resource "alicloud_security_group_rule" "in" {
  for_each          = { for number, one in var.openings : number => one }
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = each.value.ports
  cidr_ip           = each.value.from
  security_group_id = "sg-bp1web"
}

resource "alicloud_vpc" "counted" {
  count      = length(var.openings)
  cidr_block = "10.${count.index}.0.0/16"
}
