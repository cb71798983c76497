data "alicloud_account" "current" {}

data "alicloud_caller_identity" "current" {}

data "alicloud_regions" "current" {
  current = true
}

data "alicloud_regions" "all" {}

data "alicloud_zones" "vswitch" {
  available_resource_creation = "VSwitch"
}

data "alicloud_resource_manager_resource_groups" "all" {
  enable_details = true
}

data "alicloud_vpcs" "one" {
  name_regex = "^one$"
}

data "alicloud_vpcs" "here" {}

data "alicloud_vswitches" "of_one" {
  vpc_id = "vpc-bp1a00000001"
}

data "alicloud_route_tables" "of_one" {
  vpc_id = "vpc-bp1a00000001"
}

data "alicloud_route_entries" "of_one" {
  route_table_id = "vtb-bp1a00000001"
  depends_on     = [alicloud_route_entry.this]
}

data "alicloud_vpc_peer_connections" "activated" {
  vpc_id     = "vpc-bp1a00000001"
  status     = "Activated"
  depends_on = [alicloud_vpc_peer_connection.this]
}

data "alicloud_vpc_peer_connections" "expired" {
  status     = "Expired"
  depends_on = [alicloud_vpc_peer_connection.this]
}

output "found" {
  value = {
    account       = data.alicloud_account.current.id
    identity      = data.alicloud_caller_identity.current.identity_type
    arn           = data.alicloud_caller_identity.current.arn
    region        = data.alicloud_regions.current.ids
    beijing       = [for region in data.alicloud_regions.all.regions : region.local_name if region.id == "cn-beijing"]
    zones         = data.alicloud_zones.vswitch.ids
    groups        = [for group in data.alicloud_resource_manager_resource_groups.all.groups : [group.name, group.status]]
    vpc           = [for vpc in data.alicloud_vpcs.one.vpcs : [vpc.id, vpc.cidr_block, vpc.route_table_id, vpc.vswitch_ids]]
    vpcs_here     = data.alicloud_vpcs.here.names
    vswitches     = [for vswitch in data.alicloud_vswitches.of_one.vswitches : [vswitch.id, vswitch.cidr_block, vswitch.route_table_id]]
    route_tables  = [for table in data.alicloud_route_tables.of_one.tables : [table.id, table.route_table_type]]
    custom_routes = [for entry in data.alicloud_route_entries.of_one.entries : [entry.cidr_block, entry.next_hop_type, entry.instance_id] if entry.type == "Custom"]
    system_routes = [for entry in data.alicloud_route_entries.of_one.entries : entry.cidr_block if entry.type == "System"]
    connections   = data.alicloud_vpc_peer_connections.activated.connections[*].id
    expired       = data.alicloud_vpc_peer_connections.expired.ids
  }
}

output "connection" {
  value = alicloud_vpc_peer_connection.this.id
}
