# What the Internet firewall lets through, from the top: the offices, and nothing else.

resource "alicloud_cloud_firewall_address_book" "offices" {
  group_name   = "${var.name}-offices"
  description  = "The offices."
  group_type   = "ip"
  address_list = var.offices
}

resource "alicloud_cloud_firewall_control_policy" "offices" {
  description      = "Offices reach the front."
  direction        = "in"
  acl_action       = "accept"
  proto            = "TCP"
  application_name = "HTTP"
  source_type      = "group"
  source           = alicloud_cloud_firewall_address_book.offices.group_name
  destination_type = "net"
  destination      = "0.0.0.0/0"
  dest_port_type   = "port"
  dest_port        = "80/80"
}

resource "alicloud_cloud_firewall_control_policy" "no_telnet" {
  description      = "Nothing leaves over telnet."
  direction        = "out"
  acl_action       = "drop"
  proto            = "TCP"
  application_name = "ANY"
  source_type      = "net"
  source           = "10.0.0.0/8"
  destination_type = "net"
  destination      = "0.0.0.0/0"
  dest_port_type   = "port"
  dest_port        = "23/23"
}
