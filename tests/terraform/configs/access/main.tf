# Access rules with every argument, in two stages: the second changes in place what can change. Nodes: nodes.tf.

terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = "~> 1.246"
    }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

variable "second" {
  type    = bool
  default = false
}

locals {
  stage = var.second ? "second" : "first"
  tags  = var.second ? { kept = "same", changed = "after", added = "new" } : { kept = "same", changed = "before", removed = "old" }
  group = alicloud_resource_manager_resource_group.each[var.second ? 1 : 0].id
}

resource "alicloud_resource_manager_resource_group" "each" {
  count               = 2
  resource_group_name = "access-${count.index}"
  display_name        = "access ${count.index}"
}

resource "alicloud_vpc" "this" {
  vpc_name    = "this"
  cidr_block  = "10.0.0.0/8"
  enable_ipv6 = true
}

resource "alicloud_vpc" "other" {
  vpc_name   = "other"
  cidr_block = "10.0.0.0/8"
}

resource "alicloud_vswitch" "this" {
  count                = 2
  vpc_id               = alicloud_vpc.this.id
  cidr_block           = "10.${count.index}.0.0/24"
  zone_id              = "cn-hangzhou-h"
  enable_ipv6          = true
  ipv6_cidr_block_mask = count.index + 1
}

# It gets its IPv6 block in the second stage.
resource "alicloud_vswitch" "later" {
  vpc_id               = alicloud_vpc.this.id
  cidr_block           = "10.2.0.0/24"
  zone_id              = "cn-hangzhou-i"
  enable_ipv6          = var.second ? true : null
  ipv6_cidr_block_mask = var.second ? 3 : null
}

resource "alicloud_vswitch" "other" {
  count      = 2
  vpc_id     = alicloud_vpc.other.id
  cidr_block = "10.${count.index}.0.0/24"
  zone_id    = "cn-hangzhou-h"
}

# --- Security groups -----------------------------------------------------------------------------------------

resource "alicloud_security_group" "this" {
  security_group_name = "this-${local.stage}"
  security_group_type = "normal"
  description         = "the ${local.stage} stage"
  vpc_id              = alicloud_vpc.this.id
  resource_group_id   = local.group
  inner_access_policy = var.second ? "Drop" : "Accept"
  tags                = local.tags
}

resource "alicloud_security_group" "more" {
  count               = 2
  security_group_name = "more-${count.index}"
  vpc_id              = alicloud_vpc.this.id
}

resource "alicloud_security_group" "enterprise" {
  security_group_name = "enterprise"
  security_group_type = "enterprise"
  vpc_id              = alicloud_vpc.this.id
}

resource "alicloud_security_group" "other" {
  security_group_name = "other"
  vpc_id              = alicloud_vpc.other.id
}

resource "alicloud_security_group_rule" "ipv4" {
  for_each = {
    tcp  = ["ingress", "tcp", "22/22", "accept", 1, "10.0.0.0/8"]
    udp  = ["egress", "udp", "53/53", "drop", 100, "10.0.0.0/8"]
    gre  = ["ingress", "gre", "-1/-1", "accept", 5, "0.0.0.0/0"]
    icmp = ["egress", "icmp", "-1/-1", "accept", 50, "192.168.0.0/16"]
    all  = ["ingress", "all", "-1/-1", "drop", 7, "10.1.0.0/16"]
  }
  security_group_id = alicloud_security_group.this.id
  type              = each.value[0]
  ip_protocol       = each.value[1]
  port_range        = each.value[2]
  policy            = each.value[3]
  priority          = each.value[4]
  nic_type          = each.key == "tcp" ? null : "intranet"
  cidr_ip           = each.value[5]
  description       = "${each.key}, the ${local.stage} stage"
}

resource "alicloud_security_group_rule" "ipv6" {
  for_each          = toset(["ingress", "egress"])
  security_group_id = alicloud_security_group.this.id
  type              = each.key
  ip_protocol       = "tcp"
  port_range        = "1/65535"
  ipv6_cidr_ip      = "2408::/16"
  description       = "the ${local.stage} stage"
}

resource "alicloud_security_group_rule" "group" {
  for_each                 = toset(["ingress", "egress"])
  security_group_id        = alicloud_security_group.this.id
  type                     = each.key
  ip_protocol              = "tcp"
  port_range               = "80/90"
  source_security_group_id = alicloud_security_group.more[0].id
  description              = "the ${local.stage} stage"
}

resource "alicloud_security_group_rule" "short" {
  security_group_id = alicloud_security_group.enterprise.id
  type              = "ingress"
  ip_protocol       = "all"
  cidr_ip           = "192.168.0.1/32"
}

resource "alicloud_ecs_prefix_list" "peers" {
  prefix_list_name = "peers-${local.stage}"
  description      = "the ${local.stage} stage"
  address_family   = "IPv4"
  max_entries      = 3
  entry {
    cidr        = "172.16.0.0/12"
    description = "stays"
  }
  entry {
    cidr = var.second ? "192.168.2.0/24" : "192.168.1.0/24"
  }
}

resource "alicloud_ecs_prefix_list" "ipv6" {
  prefix_list_name = "ipv6"
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
  description       = "the ${local.stage} stage"
}

# --- Network ACLs --------------------------------------------------------------------------------------------

resource "alicloud_network_acl" "this" {
  vpc_id           = alicloud_vpc.this.id
  network_acl_name = "acl-${local.stage}"
  description      = "the ${local.stage} stage"
  tags             = local.tags

  dynamic "ingress_acl_entries" {
    for_each = var.second ? ["10.2.0.0/16", "10.1.0.0/16", "10.3.0.0/16"] : ["10.1.0.0/16", "10.2.0.0/16"]
    content {
      network_acl_entry_name = "in-${ingress_acl_entries.key}"
      policy                 = var.second ? "drop" : "accept"
      port                   = "80/80"
      protocol               = "tcp"
      source_cidr_ip         = ingress_acl_entries.value
      description            = "the ${local.stage} stage"
    }
  }
  ingress_acl_entries {
    policy         = "accept"
    port           = "-1/-1"
    protocol       = "icmp"
    source_cidr_ip = "0.0.0.0/0"
    entry_type     = "custom"
    ip_version     = "IPV4"
  }
  ingress_acl_entries {
    policy         = "accept"
    port           = "-1/-1"
    protocol       = "all"
    source_cidr_ip = "2408::/16"
    ip_version     = "IPV6"
  }
  egress_acl_entries {
    network_acl_entry_name = "out"
    policy                 = "accept"
    port                   = var.second ? "1/100" : "1/200"
    protocol               = "udp"
    destination_cidr_ip    = "0.0.0.0/0"
  }
  resources {
    resource_id   = alicloud_vswitch.this[var.second ? 1 : 0].id
    resource_type = "VSwitch"
  }
}

resource "alicloud_network_acl" "bare" {
  vpc_id = alicloud_vpc.other.id
}

resource "alicloud_network_acl_attachment" "this" {
  network_acl_id = alicloud_network_acl.bare.id
  resources {
    resource_id   = alicloud_vswitch.other[var.second ? 1 : 0].id
    resource_type = "VSwitch"
  }
}

# --- IPv4 gateways -------------------------------------------------------------------------------------------

resource "alicloud_vpc_ipv4_gateway" "this" {
  vpc_id                   = alicloud_vpc.this.id
  ipv4_gateway_name        = "gateway-${local.stage}"
  ipv4_gateway_description = "the ${local.stage} stage"
  enabled                  = var.second
  resource_group_id        = local.group
  tags                     = local.tags
}

resource "alicloud_vpc_ipv4_gateway" "other" {
  vpc_id  = alicloud_vpc.other.id
  enabled = true
}
