# Instances and network interfaces with the arguments of newer providers.

resource "alicloud_ecs_network_interface" "this" {
  network_interface_name = "this"
  vswitch_id             = alicloud_vswitch.this.id
  security_group_ids     = [alicloud_security_group.this.id]
  source_dest_check      = !var.second
  delete_on_release      = var.second
}

resource "alicloud_ecs_network_interface" "primary" {
  network_interface_name = "primary"
  vswitch_id             = alicloud_vswitch.this.id
  security_group_ids     = [alicloud_security_group.this.id]
}

# Its primary interface is there before it.
resource "alicloud_instance" "with_interface" {
  instance_name        = "with-interface"
  image_id             = local.ubuntu
  instance_type        = "ecs.g7.large"
  network_interface_id = alicloud_ecs_network_interface.primary.id
}

resource "alicloud_instance" "changed" {
  instance_name                       = "changed"
  image_id                            = local.ubuntu
  instance_type                       = "ecs.g7.large"
  vswitch_id                          = alicloud_vswitch.this.id
  security_groups                     = [alicloud_security_group.this.id]
  key_name                            = "key-${local.stage}"
  role_name                           = "role-${local.stage}"
  source_dest_check                   = true
  enable_high_density_mode            = !var.second
  private_pool_options_match_criteria = var.second ? "None" : "Open"
  system_disk_category                = "cloud_auto"
  system_disk_provisioned_iops        = var.second ? 400 : 300
  system_disk_bursting_enabled        = !var.second
  cpu_options {
    threads_per_core = var.second ? 2 : 1
    topology_type    = "DiscreteCoreToHTMapping"
  }
  network_interfaces {
    vswitch_id         = alicloud_vswitch.this.id
    security_group_ids = [alicloud_security_group.this.id]
    source_dest_check  = true
  }
}

resource "alicloud_instance" "spot" {
  instance_name                 = "spot"
  image_id                      = local.ubuntu
  instance_type                 = "ecs.g7.large"
  vswitch_id                    = alicloud_vswitch.this.id
  security_groups               = [alicloud_security_group.this.id]
  spot_strategy                 = "SpotAsPriceGo"
  spot_interruption_behavior    = "Stop"
  system_disk_category          = "cloud_essd"
  system_disk_performance_level = var.second ? "PL2" : "PL1"
  system_disk_size              = 500
}

resource "alicloud_ecs_ram_role_attachment" "spot" {
  instance_id   = alicloud_instance.spot.id
  ram_role_name = "reader"
}
