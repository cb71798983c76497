terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}
provider "alicloud" { region = "cn-hangzhou" }
variable "word" {
  default = "first"
}
data "alicloud_zones" "z" { available_resource_creation = "VSwitch" }
data "alicloud_images" "i" {
  name_regex  = "^ubuntu"
  owners      = "system"
  most_recent = true
}
data "alicloud_instance_types" "t" {
  cpu_core_count = 2
  memory_size    = 8
}
resource "alicloud_vpc" "v" {
  vpc_name   = "v"
  cidr_block = "10.0.0.0/8"
}
resource "alicloud_vswitch" "s" {
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.1.0.0/24"
  zone_id    = data.alicloud_zones.z.zones[0].id
}
resource "alicloud_vswitch" "s2" {
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.2.0.0/24"
  zone_id    = data.alicloud_zones.z.zones[0].id
}
resource "alicloud_security_group" "this" {
  security_group_name = "g-${var.word}"
  description         = "desc ${var.word}"
  vpc_id              = alicloud_vpc.v.id
  tags                = { v = var.word }
}
resource "alicloud_security_group" "e" {
  security_group_name = "ent"
  security_group_type = "enterprise"
  vpc_id              = alicloud_vpc.v.id
}
resource "alicloud_security_group_rule" "ports" {
  type              = "ingress"
  ip_protocol       = "tcp"
  policy            = "accept"
  port_range        = "80/80"
  priority          = 1
  security_group_id = alicloud_security_group.this.id
  cidr_ip           = "10.0.0.0/8"
  description       = "rule ${var.word}"
}
resource "alicloud_security_group_rule" "o" {
  type              = "egress"
  ip_protocol       = "all"
  policy            = "drop"
  port_range        = "-1/-1"
  priority          = 50
  nic_type          = "intranet"
  security_group_id = alicloud_security_group.this.id
  cidr_ip           = "192.168.0.0/16"
}
resource "alicloud_security_group" "other" {
  security_group_name = "other"
  vpc_id              = alicloud_vpc.v.id
  inner_access_policy = var.word == "first" ? "Accept" : "Drop"
}
resource "alicloud_security_group_rule" "grp" {
  type                     = "ingress"
  ip_protocol              = "icmp"
  policy                   = "accept"
  port_range               = "-1/-1"
  security_group_id        = alicloud_security_group.this.id
  source_security_group_id = alicloud_security_group.other.id
}
resource "alicloud_ecs_prefix_list" "peers" {
  prefix_list_name = "peers-${var.word}"
  description      = "list ${var.word}"
  address_family   = "IPv4"
  max_entries      = 3
  entry {
    cidr        = "172.16.0.0/12"
    description = "stays"
  }
  entry {
    cidr = var.word == "first" ? "192.168.1.0/24" : "192.168.2.0/24"
  }
}
resource "alicloud_ecs_prefix_list" "six" {
  prefix_list_name = "six"
  address_family   = "IPv6"
  max_entries      = 1
  entry { cidr = "2408:4001::/32" }
}
resource "alicloud_security_group_rule" "listed" {
  for_each          = toset(["ingress", "egress"])
  type              = each.key
  ip_protocol       = "tcp"
  port_range        = "443/443"
  security_group_id = alicloud_security_group.this.id
  prefix_list_id    = alicloud_ecs_prefix_list.peers.id
  description       = "listed ${var.word}"
}
resource "alicloud_network_acl" "this" {
  vpc_id           = alicloud_vpc.v.id
  network_acl_name = "acl-${var.word}"
  description      = "d ${var.word}"
  tags             = { v = var.word }
  ingress_acl_entries {
    network_acl_entry_name = "in"
    policy                 = "accept"
    port                   = var.word == "first" ? "80/80" : "443/443"
    protocol               = "tcp"
    source_cidr_ip         = "10.0.0.0/8"
    description            = "x"
  }
  ingress_acl_entries {
    policy         = "drop"
    port           = "-1/-1"
    protocol       = "all"
    source_cidr_ip = "0.0.0.0/0"
  }
  egress_acl_entries {
    policy              = "accept"
    port                = "-1/-1"
    protocol            = "all"
    destination_cidr_ip = "0.0.0.0/0"
  }
  resources {
    resource_id   = alicloud_vswitch.s.id
    resource_type = "VSwitch"
  }
}
resource "alicloud_network_acl" "other" {
  vpc_id = alicloud_vpc.v.id
}
resource "alicloud_network_acl_attachment" "attached" {
  network_acl_id = alicloud_network_acl.other.id
  resources {
    resource_id   = alicloud_vswitch.s2.id
    resource_type = "VSwitch"
  }
}
resource "alicloud_vpc_ipv4_gateway" "this" {
  vpc_id                   = alicloud_vpc.v.id
  ipv4_gateway_name        = "gw-${var.word}"
  ipv4_gateway_description = "d-${var.word}"
  enabled                  = true
  tags                     = { v = var.word }
}
resource "alicloud_instance" "this" {
  instance_name              = "i-${var.word}"
  description                = "d-${var.word}"
  host_name                  = "h${var.word}"
  image_id                   = data.alicloud_images.i.images[0].id
  instance_type              = data.alicloud_instance_types.t.instance_types[0].id
  security_groups            = [alicloud_security_group.this.id]
  vswitch_id                 = alicloud_vswitch.s.id
  private_ip                 = "10.1.0.10"
  internet_max_bandwidth_out = 5
  system_disk_category       = "cloud_essd"
  user_data                  = "echo"
  tags                       = { v = var.word }
}
data "alicloud_security_groups" "d" {
  ids = [alicloud_security_group.this.id]
}
data "alicloud_ecs_prefix_lists" "d" {
  name_regex     = "^peers-"
  address_family = "IPv4"
  enable_details = true
  depends_on     = [alicloud_ecs_prefix_list.peers, alicloud_security_group_rule.listed]
}
data "alicloud_network_acls" "d" {
  ids = [alicloud_network_acl.this.id]
}
output "listed" {
  value = [for one in data.alicloud_ecs_prefix_lists.d.lists : [one.prefix_list_name, one.association_count, length(one.entry)]]
}
output "d" { value = [data.alicloud_security_groups.d.groups[0].name, data.alicloud_network_acls.d.acls[0].network_acl_name, alicloud_instance.this.private_ip, alicloud_instance.this.public_ip] }
