# The central VPC offers services to all branches. Every branch reaches it, and it reaches every branch, but no
# branch reaches another: peering does not propagate, and no branch has a route to another's addresses.

data "alicloud_zones" "centre" {
  available_resource_creation = "VSwitch"
}

resource "alicloud_vpc" "centre" {
  vpc_name   = "${var.name}-centre"
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vswitch" "services" {
  vswitch_name = "${var.name}-services"
  vpc_id       = alicloud_vpc.centre.id
  cidr_block   = "10.0.1.0/24"
  zone_id      = data.alicloud_zones.centre.zones[0].id
}

# Only the services' vSwitch may talk to the branches, so the routes to them are in a table of its own.
resource "alicloud_route_table" "services" {
  route_table_name = "${var.name}-services"
  vpc_id           = alicloud_vpc.centre.id
}

resource "alicloud_route_table_attachment" "services" {
  route_table_id = alicloud_route_table.services.id
  vswitch_id     = alicloud_vswitch.services.id
}
