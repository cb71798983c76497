# An application and its database in two peered VPCs. Routes and security groups are right; the network ACL of the
# database's vSwitch is not, until `mend` is true.

provider "alicloud" {
  region = "cn-hangzhou"
}

variable "mend" {
  description = "Let the database's network ACL accept what it should."
  type        = bool
  default     = false
}

data "alicloud_account" "current" {}

data "alicloud_zones" "this" {
  available_resource_creation = "VSwitch"
}

data "alicloud_images" "this" {
  owners      = "system"
  name_regex  = "^aliyun_3"
  most_recent = true
}

resource "alicloud_vpc" "app" {
  vpc_name   = "app"
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vpc" "db" {
  vpc_name   = "db"
  cidr_block = "172.16.0.0/16"
}

resource "alicloud_vswitch" "app" {
  vpc_id     = alicloud_vpc.app.id
  zone_id    = data.alicloud_zones.this.zones[0].id
  cidr_block = "10.0.0.0/24"
}

resource "alicloud_vswitch" "db" {
  vpc_id     = alicloud_vpc.db.id
  zone_id    = data.alicloud_zones.this.zones[0].id
  cidr_block = "172.16.0.0/24"
}

resource "alicloud_vpc_peer_connection" "this" {
  peer_connection_name = "app-db"
  vpc_id               = alicloud_vpc.app.id
  accepting_ali_uid    = data.alicloud_account.current.id
  accepting_region_id  = "cn-hangzhou"
  accepting_vpc_id     = alicloud_vpc.db.id
}

resource "alicloud_route_entry" "to_db" {
  route_table_id        = alicloud_vpc.app.route_table_id
  destination_cidrblock = alicloud_vpc.db.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

resource "alicloud_route_entry" "to_app" {
  route_table_id        = alicloud_vpc.db.route_table_id
  destination_cidrblock = alicloud_vpc.app.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

resource "alicloud_security_group" "app" {
  security_group_name = "app"
  vpc_id              = alicloud_vpc.app.id
}

resource "alicloud_security_group" "db" {
  security_group_name = "db"
  vpc_id              = alicloud_vpc.db.id
}

resource "alicloud_security_group_rule" "mysql" {
  security_group_id = alicloud_security_group.db.id
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "3306/3306"
  priority          = 10
  cidr_ip           = alicloud_vswitch.app.cidr_block
}

# Stateless and ordered: the first rule that fits decides, and answers need a rule of their own.
resource "alicloud_network_acl" "db" {
  vpc_id           = alicloud_vpc.db.id
  network_acl_name = "db"

  dynamic "ingress_acl_entries" {
    for_each = var.mend ? [1] : []
    content {
      network_acl_entry_name = "mysql-from-app"
      policy                 = "accept"
      protocol               = "tcp"
      port                   = "3306/3306"
      source_cidr_ip         = alicloud_vswitch.app.cidr_block
    }
  }

  ingress_acl_entries {
    network_acl_entry_name = "nobody-else"
    policy                 = "drop"
    protocol               = "all"
    port                   = "-1/-1"
    source_cidr_ip         = "0.0.0.0/0"
  }

  egress_acl_entries {
    network_acl_entry_name = "answers"
    policy                 = "accept"
    protocol               = "tcp"
    port                   = "1024/65535"
    destination_cidr_ip    = alicloud_vswitch.app.cidr_block
  }

  resources {
    resource_id   = alicloud_vswitch.db.id
    resource_type = "VSwitch"
  }
}

resource "alicloud_instance" "app" {
  instance_name        = "app-server"
  image_id             = data.alicloud_images.this.images[0].id
  instance_type        = "ecs.g7.large"
  system_disk_category = "cloud_essd"
  vswitch_id           = alicloud_vswitch.app.id
  security_groups      = [alicloud_security_group.app.id]
}

resource "alicloud_instance" "db" {
  instance_name        = "db-server"
  image_id             = data.alicloud_images.this.images[0].id
  instance_type        = "ecs.g7.large"
  system_disk_category = "cloud_essd"
  vswitch_id           = alicloud_vswitch.db.id
  security_groups      = [alicloud_security_group.db.id]
}
