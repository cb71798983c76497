# Options, names and roles that the cloud refuses, beside what it takes and what cannot be told.
variable "unknown" {}

data "alicloud_network_interfaces" "there" {}

provider "alicloud" {
  region = "cn-hangzhou"
  assume_role {
    role_arn           = "acs:ram::1234567890123456:terraform" # expect: error[ALI604]
    session_name       = "a"                                   # expect: error[ALI604]
    session_expiration = 43201                                 # expect: error[ALI604]
    policy             = jsonencode({ Version = "1" })         # expect: error[ALI604]
  }
}

provider "alicloud" {
  alias  = "long"
  region = "cn-hangzhou"
  assume_role {
    role_arn = "acs:ram::1234567890123456:role/terraform"
    # expect-below: error[ALI604]
    policy = jsonencode({ Statement = [for n in range(400) : "oss:${n}"] })
  }
}

provider "alicloud" {
  alias  = "unknown"
  region = "cn-hangzhou"
  assume_role {
    role_arn           = var.unknown
    session_name       = ""
    session_expiration = 900
    policy             = jsonencode({ Statement = [var.unknown] })
  }
}

resource "alicloud_oss_bucket" "bad" {
  bucket = "Acme_States" # expect: error[ALI618]
}

resource "alicloud_oss_bucket" "good" {
  for_each = toset(["acme-states", "0a0"])
  bucket   = each.value
}

resource "alicloud_oss_bucket" "unknown" {
  bucket = "${var.unknown}_states"
}

resource "alicloud_resource_manager_resource_group" "bad" {
  resource_group_name = "2nd group" # expect: error[ALI615]
  display_name        = join("", [for n in range(51) : "x"]) # expect: error[ALI615]
}

resource "alicloud_resource_manager_resource_group" "long" {
  resource_group_name = join("", [for n in range(51) : "x"]) # expect: error[ALI615]
  display_name        = join("", [for n in range(50) : "x"])
}

resource "alicloud_cms_alarm_contact" "ops" {
  alarm_contact_name = "ops"
  describe           = "ops"
  channels_mail      = "ops.example.com" # expect: error[ALI615]
}

resource "alicloud_cms_alarm_contact" "silent" {
  alarm_contact_name = "silent"
  describe           = "silent"
  channels_mail      = ""
}

resource "alicloud_security_group" "web" {
  vpc_id              = "vpc-bp1vpc"
  security_group_type = "enterprise"
  inner_access        = true # expect: error[ALI728] notice[ALI620]
}

resource "alicloud_security_group" "policy" {
  vpc_id              = "vpc-bp1vpc"
  security_group_type = "enterprise"
  inner_access_policy = "Accept" # the provider leaves it out
}

resource "alicloud_security_group" "kind" {
  vpc_id              = "vpc-bp1vpc"
  security_group_type = var.unknown
  inner_access        = true # expect: notice[ALI620]
}

locals {
  vswitch = "vsw-bp1web"
  image   = "aliyun_3_x64_20G_alibase_20250117.vhd"
}

resource "alicloud_instance" "spot" {
  instance_type                       = "ecs.g7.large"
  image_id                            = local.image
  vswitch_id                          = local.vswitch
  security_groups                     = ["sg-bp1group"]
  spot_strategy                       = "SpotAsPriceGo"
  deletion_protection                 = true   # expect: error[ALI767]
  private_pool_options_match_criteria = "Open" # expect: error[ALI767]
  internet_max_bandwidth_out          = 101    # expect: error[ALI615]
  system_disk_category                = "cloud_essd"
  system_disk_provisioned_iops        = 1000 # expect: error[ALI767]
  system_disk_bursting_enabled        = true # expect: error[ALI767]
  cpu_options {
    topology_type = "Continuous" # expect: error[ALI615]
  }
}

resource "alicloud_instance" "pool" {
  instance_type                       = "ecs.g7.large"
  image_id                            = local.image
  vswitch_id                          = local.vswitch
  security_groups                     = ["sg-bp1group"]
  private_pool_options_match_criteria = "Target" # expect: error[ALI767]
}

resource "alicloud_instance" "taken" {
  instance_type                       = "ecs.g7.large"
  image_id                            = local.image
  vswitch_id                          = local.vswitch
  security_groups                     = ["sg-bp1group"]
  spot_strategy                       = "NoSpot"
  deletion_protection                 = true
  private_pool_options_match_criteria = "Target"
  private_pool_options_id             = var.unknown
  internet_max_bandwidth_out          = 100
  system_disk_category                = "cloud_auto"
  system_disk_provisioned_iops        = 1000
  system_disk_bursting_enabled        = true
  cpu_options {
    topology_type = "DiscreteCoreToHTMapping"
  }
}

# Of PrePaid instances the provider sends no spot strategy, and 1.290 no protection.
resource "alicloud_instance" "paid" {
  instance_type                = "ecs.g7.large"
  image_id                     = local.image
  vswitch_id                   = local.vswitch
  security_groups              = ["sg-bp1group"]
  instance_charge_type         = "PrePaid"
  spot_strategy                = "SpotAsPriceGo"
  deletion_protection          = true
  system_disk_provisioned_iops = 1000
  system_disk_bursting_enabled = false
}

resource "alicloud_instance" "unknown" {
  instance_type                = "ecs.g7.large"
  image_id                     = local.image
  vswitch_id                   = local.vswitch
  security_groups              = ["sg-bp1group"]
  spot_strategy                = var.unknown
  deletion_protection          = true
  system_disk_category         = var.unknown
  system_disk_provisioned_iops = 1000
}

resource "alicloud_ecs_network_interface" "data" {
  vswitch_id         = local.vswitch
  security_group_ids = ["sg-bp1group"]
}

resource "alicloud_ecs_network_interface_attachment" "first" {
  network_interface_id = alicloud_ecs_network_interface.data.id
  instance_id          = alicloud_instance.taken.id
}

resource "alicloud_ecs_network_interface_attachment" "second" {
  network_interface_id = alicloud_ecs_network_interface.data.id # expect: error[ALI768]
  instance_id          = alicloud_instance.paid.id
}

resource "alicloud_instance" "inner" {
  instance_type   = "ecs.g7.large"
  image_id        = local.image
  vswitch_id      = local.vswitch
  security_groups = ["sg-bp1group"]
  network_interfaces {
    network_interface_id = alicloud_ecs_network_interface.data.id # expect: error[ALI768]
  }
}

resource "alicloud_ecs_network_interface_attachment" "unknown_host" {
  network_interface_id = alicloud_ecs_network_interface.data.id
  instance_id          = var.unknown
}

resource "alicloud_ecs_network_interface_attachment" "from_data" {
  count                = 2
  network_interface_id = data.alicloud_network_interfaces.there.ids[0]
  instance_id          = "i-bp1number${count.index}"
}

resource "alicloud_ecs_network_interface_attachment" "either" {
  count                = var.unknown ? 1 : 0
  network_interface_id = "eni-bp1shared"
  instance_id          = "i-bp1one"
}

resource "alicloud_ecs_network_interface_attachment" "or" {
  count                = var.unknown ? 0 : 1
  network_interface_id = "eni-bp1shared"
  instance_id          = "i-bp1two"
}
