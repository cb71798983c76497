# Instances and network interfaces with every argument that says something without other products.

locals {
  ubuntu = "ubuntu_22_04_x64_20G_alibase_20250113.vhd"
  aliyun = "aliyun_3_x64_20G_alibase_20250117.vhd"
}

# What changes while it runs
resource "alicloud_instance" "running" {
  instance_name                 = "running-${local.stage}"
  description                   = "the ${local.stage} stage"
  image_id                      = local.ubuntu
  instance_type                 = "ecs.t6-c1m1.large"
  credit_specification          = var.second ? "Unlimited" : "Standard"
  vswitch_id                    = alicloud_vswitch.this[0].id
  security_groups               = [alicloud_security_group.this.id, alicloud_security_group.more[var.second ? 1 : 0].id]
  secondary_private_ips         = ["10.0.0.101", var.second ? "10.0.0.103" : "10.0.0.102"]
  ipv6_addresses                = [cidrhost(alicloud_vswitch.this[0].ipv6_cidr_block, var.second ? 40 : 30)]
  internet_max_bandwidth_out    = var.second ? 10 : 0
  internet_charge_type          = var.second ? "PayByBandwidth" : "PayByTraffic"
  resource_group_id             = local.group
  system_disk_category          = "cloud_essd"
  system_disk_performance_level = "PL1"
  system_disk_encrypted         = true
  system_disk_size              = var.second ? 60 : 40
  system_disk_name              = "disk-${local.stage}"
  system_disk_description       = "the disk of the ${local.stage} stage"
  volume_tags                   = local.tags
  tags                          = local.tags
  deletion_protection           = !var.second
  auto_release_time             = var.second ? "2099-02-01T10:00:00Z" : "2099-01-01T10:00:00Z"
  enable_jumbo_frame            = var.second
  http_endpoint                 = var.second ? "disabled" : "enabled"
  http_tokens                   = var.second ? "required" : "optional"
  http_put_response_hop_limit   = 3
  key_name                      = "key"
  role_name                     = "reader"
  maintenance_action            = var.second ? "Stop" : "AutoRedeploy"
  maintenance_notify            = var.second
  maintenance_time {
    start_time = var.second ? "03:00:00" : "02:00:00"
    end_time   = var.second ? "04:00:00" : "03:00:00"
  }
  image_options {
    login_as_non_root = true
  }
}

# What changes while it stands still, among it the way that it is paid
resource "alicloud_instance" "stopped" {
  instance_name              = "stopped"
  host_name                  = "host-${local.stage}"
  user_data                  = "echo ${local.stage}"
  password                   = "Secret-${local.stage}-1"
  image_id                   = var.second ? local.aliyun : local.ubuntu
  instance_type              = "ecs.g7.large"
  vswitch_id                 = alicloud_vswitch.this[var.second ? 1 : 0].id
  private_ip                 = var.second ? "10.1.0.20" : "10.0.0.20"
  security_groups            = [alicloud_security_group.this.id]
  internet_max_bandwidth_out = var.second ? 0 : 5
  instance_charge_type       = var.second ? "PrePaid" : "PostPaid"
  period                     = 1
  force_delete               = true
}

# To another VPC, and of another type: provider 1.289 asks for ModifyInstanceSpec after it made an instance PrePaid, which
# the cloud refuses, so that type and charge type cannot change at once
resource "alicloud_instance" "moved" {
  instance_name   = "moved"
  image_id        = local.ubuntu
  instance_type   = var.second ? "ecs.g7.xlarge" : "ecs.g7.large"
  vpc_id          = var.second ? alicloud_vpc.other.id : alicloud_vpc.this.id
  vswitch_id      = var.second ? alicloud_vswitch.other[0].id : alicloud_vswitch.this[0].id
  security_groups = [var.second ? alicloud_security_group.other.id : alicloud_security_group.this.id]
}

# Off and on, and with two interfaces
resource "alicloud_instance" "spot" {
  instance_name                      = "spot"
  image_id                           = local.ubuntu
  instance_type                      = "ecs.g7.large"
  vswitch_id                         = alicloud_vswitch.this[0].id
  security_groups                    = [alicloud_security_group.this.id]
  status                             = var.second ? "Stopped" : "Running"
  stopped_mode                       = var.second ? "StopCharging" : "Not-applicable"
  secondary_private_ip_address_count = var.second ? 3 : 1
  ipv6_address_count                 = 1
  spot_strategy                      = "SpotWithPriceLimit"
  spot_price_limit                   = 0.5
  spot_duration                      = 1
  network_interface_traffic_mode     = "Standard"
  network_interfaces {
    vswitch_id                     = alicloud_vswitch.this[0].id
    security_group_ids             = [alicloud_security_group.more[0].id]
    network_interface_traffic_mode = "Standard"
  }
}

resource "alicloud_instance" "prepaid" {
  instance_name        = "prepaid"
  image_id             = local.ubuntu
  instance_type        = var.second ? "ecs.g7.xlarge" : "ecs.g7.large"
  vswitch_id           = alicloud_vswitch.this[0].id
  security_groups      = [alicloud_security_group.this.id]
  status               = var.second ? "Running" : "Stopped"
  instance_charge_type = "PrePaid"
  period               = 1
  renewal_status       = var.second ? "AutoRenewal" : "Normal"
  auto_renew_period    = 2
  force_delete         = true
}

resource "alicloud_ecs_network_interface" "full" {
  network_interface_name         = "interface-${local.stage}"
  description                    = "the ${local.stage} stage"
  vswitch_id                     = alicloud_vswitch.this[0].id
  security_group_ids             = [alicloud_security_group.more[var.second ? 1 : 0].id]
  primary_ip_address             = "10.0.0.50"
  private_ip_addresses           = ["10.0.0.51", var.second ? "10.0.0.53" : "10.0.0.52"]
  ipv6_addresses                 = [cidrhost(alicloud_vswitch.this[0].ipv6_cidr_block, var.second ? 41 : 31)]
  queue_number                   = var.second ? 2 : 1
  instance_type                  = "Secondary"
  network_interface_traffic_mode = "Standard"
  resource_group_id              = alicloud_resource_manager_resource_group.each[0].id
  tags                           = local.tags
}

resource "alicloud_ecs_network_interface" "counted" {
  vswitch_id                         = alicloud_vswitch.this[0].id
  security_group_ids                 = [alicloud_security_group.this.id]
  secondary_private_ip_address_count = var.second ? 1 : 2
  ipv6_address_count                 = var.second ? 2 : 1
}

resource "alicloud_ecs_network_interface_attachment" "this" {
  network_interface_id = alicloud_ecs_network_interface.full.id
  instance_id          = alicloud_instance.stopped.id
}

# --- What data sources say of all that -----------------------------------------------------------------------

data "alicloud_security_groups" "this" {
  ids        = [alicloud_security_group.this.id]
  vpc_id     = alicloud_vpc.this.id
  name_regex = "^this-"
}

data "alicloud_security_group_rules" "drop" {
  group_id    = alicloud_security_group.this.id
  direction   = "egress"
  ip_protocol = "udp"
  policy      = "drop"
  depends_on  = [alicloud_security_group_rule.ipv4]
}

data "alicloud_ecs_prefix_lists" "ipv4" {
  name_regex     = "^peers-"
  address_family = "IPv4"
  enable_details = true
  depends_on     = [alicloud_ecs_prefix_list.peers, alicloud_security_group_rule.listed]
}

data "alicloud_network_acls" "this" {
  ids           = [alicloud_network_acl.this.id]
  resource_type = "VSwitch"
  resource_id   = alicloud_vswitch.this[0].id
  status        = "Available"
}

data "alicloud_ecs_network_interfaces" "secondary" {
  instance_id = alicloud_ecs_network_interface_attachment.this.instance_id
  type        = "Secondary"
  status      = "InUse"
}

data "alicloud_instances" "on" {
  vpc_id     = alicloud_vpc.this.id
  status     = "Running"
  name_regex = "^r"
  depends_on = [alicloud_instance.running, alicloud_instance.prepaid]
}

data "alicloud_zones" "all" {
  available_resource_creation = "VSwitch"
  available_instance_type     = "ecs.c6.large"
  available_disk_category     = "cloud_essd"
}

data "alicloud_images" "newest" {
  name_regex  = "^ubuntu"
  owners      = "system"
  most_recent = true
}

data "alicloud_instance_types" "two_cores" {
  cpu_core_count       = 2
  memory_size          = 8
  instance_type_family = "ecs.g7"
  availability_zone    = "cn-hangzhou-h"
}

output "found" {
  value = {
    acls       = [for acl in data.alicloud_network_acls.this.acls : [acl.network_acl_name, acl.resources[0].status]]
    groups     = data.alicloud_security_groups.this.names
    image      = data.alicloud_images.newest.ids
    instances  = data.alicloud_instances.on.names
    interfaces = [for one in data.alicloud_ecs_network_interfaces.secondary.interfaces : one.private_ip_addresses]
    lists      = [for one in data.alicloud_ecs_prefix_lists.ipv4.lists : [one.prefix_list_name, one.association_count, length(one.entry)]]
    rules      = [for rule in data.alicloud_security_group_rules.drop.rules : [rule.port_range, rule.dest_cidr_ip]]
    types      = data.alicloud_instance_types.two_cores.ids
    zones      = length(data.alicloud_zones.all.ids)
  }
}
