resource "alicloud_security_group_rule" "all" {
  type              = "ingress"
  ip_protocol       = "all"
  port_range        = "443/443" # expect: warning[ALI720]
  cidr_ip           = "10.0.0.0/8"
  security_group_id = "sg-bp1web"
}

resource "alicloud_security_group_rule" "gre" {
  type              = "egress"
  ip_protocol       = "gre"
  port_range        = "1/65535" # expect: warning[ALI720]
  cidr_ip           = "10.0.0.0/8"
  security_group_id = "sg-bp1web"
}

resource "alicloud_security_group_rule" "icmp" {
  type              = "ingress"
  ip_protocol       = "icmp"
  cidr_ip           = "10.0.0.0/8"
  security_group_id = "sg-bp1web"
}

resource "alicloud_security_group_rule" "tcp" {
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "-1/-1" # expect: error[ALI703]
  cidr_ip           = "10.0.0.0/8"
  security_group_id = "sg-bp1web"
}

resource "alicloud_security_group_rule" "udp" {
  type              = "ingress"
  ip_protocol       = "udp" # expect: error[ALI703]
  cidr_ip           = "10.0.0.0/8"
  security_group_id = "sg-bp1web"
}
