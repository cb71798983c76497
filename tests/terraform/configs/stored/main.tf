terraform {
  required_providers {
    alicloud = { source = "aliyun/alicloud" }
  }
}
provider "alicloud" { region = "cn-hangzhou" }
resource "alicloud_kms_key" "k" {
  description            = "shared"
  pending_window_in_days = 7
}
resource "alicloud_log_project" "p" {
  project_name = "audit-x"
  description  = "audit logs"
  tags         = { team = "a" }
}
resource "alicloud_log_store" "s" {
  project_name  = alicloud_log_project.p.project_name
  logstore_name = "audit"
}
resource "alicloud_oss_bucket" "b" { bucket = "audit-logs-x" }
resource "alicloud_cen_instance" "c" {
  cen_instance_name = "x"
  tags              = { a = "b" }
}
resource "alicloud_vpc" "v" { cidr_block = "10.0.0.0/8" }
resource "alicloud_vswitch" "v" {
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.0.0/24"
  zone_id    = "cn-hangzhou-h"
}
resource "alicloud_nat_gateway" "n" {
  vpc_id       = alicloud_vpc.v.id
  nat_type     = "Enhanced"
  payment_type = "PayAsYouGo"
  vswitch_id   = alicloud_vswitch.v.id
}
resource "alicloud_alb_server_group" "front" {
  protocol          = "HTTP"
  vpc_id            = alicloud_vpc.v.id
  server_group_name = "front"
  health_check_config { health_check_enabled = false }
  sticky_session_config { sticky_session_enabled = false }
}

resource "alicloud_security_group" "web" {
  security_group_name = "web"
  vpc_id              = alicloud_vpc.v.id
  tags                = { team = "a" }
}
resource "alicloud_security_group_rule" "https" {
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "443/443"
  cidr_ip           = "10.0.0.0/8"
  security_group_id = alicloud_security_group.web.id
}
resource "alicloud_security_group_rule" "members" {
  type                     = "egress"
  ip_protocol              = "all"
  port_range               = "-1/-1"
  policy                   = "drop"
  priority                 = 7
  source_security_group_id = alicloud_security_group.web.id
  security_group_id        = alicloud_security_group.web.id
}
