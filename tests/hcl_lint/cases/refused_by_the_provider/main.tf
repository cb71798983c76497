# What Terraform says before it asks the cloud.
provider "alicloud" {
  region = "cn-hangzhou"
}

variable "group" {}

resource "alicloud_vpc" "a" {
  cidr_block = "10.40.0.0/16"
}

resource "alicloud_vpc" "b" {
  cidr_block = "10.41.0.0/16"
}

# A generator that takes the arguments of another cloud.
# expect-below: error[ALI612] error[ALI612] warning[ALI352]
resource "alicloud_vpc_peer_connection" "generated" {
  vpc_id            = alicloud_vpc.a.id
  accepting_ali_uid = 1111222233334444    # expect: warning[ALI201]
  peer_vpc_id       = alicloud_vpc.b.id # expect: error[ALI611]
  peer_region       = "cn-hangzhou"     # expect: error[ALI611]
}

resource "alicloud_security_group" "ssh" {
  security_group_name = "ssh"
  vpc_id              = alicloud_vpc.a.id
}

resource "alicloud_security_group_rule" "ssh" {
  type              = "ingress"
  ip_protocol       = "tcp"
  nic_type          = "internet" # expect: error[ALI727]
  port_range        = "22/22"
  cidr_ip           = "10.50.0.0/16"
  security_group_id = alicloud_security_group.ssh.id
}

resource "alicloud_security_group_rule" "unknown_group" {
  type              = "ingress"
  ip_protocol       = "tcp"
  nic_type          = "internet"
  port_range        = "22/22"
  cidr_ip           = "10.50.0.0/16"
  security_group_id = var.group
}

resource "alicloud_security_group_rule" "both" {
  type                     = "ingress"
  ip_protocol              = "tcp"
  port_range               = "22/22"
  cidr_ip                  = "10.50.0.0/16"
  source_security_group_id = alicloud_security_group.ssh.id # expect: error[ALI613]
  security_group_id        = alicloud_security_group.ssh.id
}

resource "alicloud_cms_alarm" "old" {
  name            = "load"
  project         = "acs_ecs_dashboard"
  metric          = "load_5m"
  statistics      = "Average" # expect: error[ALI614]
  operator        = ">"       # expect: error[ALI614]
  threshold       = "8"       # expect: error[ALI614]
  triggered_count = 2         # expect: error[ALI614]
  contact_groups  = ["ops"]
  escalations_warn {
    statistics = "Average"
    threshold  = "8"
    times      = 2
  }
}

# expect-below: error[ALI612]
resource "alicloud_vswitch" "zoneless" {
  vpc_id     = alicloud_vpc.a.id
  cidr_block = "10.40.1.0/24"
}
