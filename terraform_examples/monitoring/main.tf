# Two VPCs in two regions, and the help page's alarm on the connection between them.

provider "alicloud" {
  region = "cn-huhehaote"
}

provider "alicloud" {
  alias  = "south"
  region = "cn-guangzhou"
}

data "alicloud_account" "current" {}

data "alicloud_zones" "north" {
  available_resource_creation = "VSwitch"
}

data "alicloud_zones" "south" {
  provider                    = alicloud.south
  available_resource_creation = "VSwitch"
}

resource "alicloud_vpc" "north" {
  vpc_name   = "monitored-north"
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vpc" "south" {
  provider   = alicloud.south
  vpc_name   = "monitored-south"
  cidr_block = "10.1.0.0/16"
}

resource "alicloud_vswitch" "north" {
  vswitch_name = "north"
  vpc_id       = alicloud_vpc.north.id
  zone_id      = data.alicloud_zones.north.zones[0].id
  cidr_block   = "10.0.0.0/24"
}

resource "alicloud_vswitch" "south" {
  provider     = alicloud.south
  vswitch_name = "south"
  vpc_id       = alicloud_vpc.south.id
  zone_id      = data.alicloud_zones.south.zones[0].id
  cidr_block   = "10.1.0.0/24"
}

resource "alicloud_vpc_peer_connection" "this" {
  peer_connection_name = "monitored"
  vpc_id               = alicloud_vpc.north.id
  accepting_ali_uid    = data.alicloud_account.current.id
  accepting_region_id  = "cn-guangzhou"
  accepting_vpc_id     = alicloud_vpc.south.id
  bandwidth            = var.bandwidth
  link_type            = "Gold"
}

resource "alicloud_route_entry" "north" {
  route_table_id        = alicloud_vpc.north.route_table_id
  destination_cidrblock = alicloud_vpc.south.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

resource "alicloud_route_entry" "south" {
  provider              = alicloud.south
  route_table_id        = alicloud_vpc.south.route_table_id
  destination_cidrblock = alicloud_vpc.north.cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

resource "alicloud_cms_alarm_contact" "on_call" {
  alarm_contact_name = "on-call"
  describe           = "whoever is on call"
  channels_mail      = "on-call@example.com"

  lifecycle {
    ignore_changes = [channels_mail] # the cloud hides an address until it is confirmed
  }
}

resource "alicloud_cms_alarm_contact_group" "network" {
  alarm_contact_group_name = "network"
  describe                 = "the network team"
  contacts                 = [alicloud_cms_alarm_contact.on_call.id]
}

# The help page's rule: two minutes in a row with 100 MB or more each.
resource "alicloud_cms_alarm" "busy" {
  name               = "peering-busy"
  project            = "acs_vpcpeer"
  metric             = "IntranetRX"
  period             = 60
  contact_groups     = [alicloud_cms_alarm_contact_group.network.alarm_contact_group_name]
  effective_interval = "06:00-20:00"
  metric_dimensions  = jsonencode([{ instanceId = alicloud_vpc_peer_connection.this.id }])

  escalations_critical {
    statistics          = "Sum"
    comparison_operator = ">="
    threshold           = var.threshold
    times               = 2
  }
}

# Somebody sends all day long; three minutes without a byte mean that the way is broken.
resource "alicloud_cms_alarm" "quiet" {
  name              = "peering-quiet"
  project           = "acs_vpcpeer"
  metric            = "IntranetRX"
  period            = 60
  silence_time      = 600
  contact_groups    = [alicloud_cms_alarm_contact_group.network.alarm_contact_group_name]
  metric_dimensions = jsonencode([{ instanceId = alicloud_vpc_peer_connection.this.id }])

  escalations_warn {
    statistics          = "Sum"
    comparison_operator = "<"
    threshold           = 1
    times               = 3
  }
}
