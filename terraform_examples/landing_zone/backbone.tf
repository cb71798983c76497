# The company's other networks reach the hub over a transit router.

resource "alicloud_cen_instance" "backbone" {
  cen_instance_name = "${var.name}-backbone"
  description       = "Joins the company's networks."
  tags              = local.tags
}

resource "alicloud_cen_transit_router" "this" {
  cen_id              = alicloud_cen_instance.backbone.id
  transit_router_name = "${var.name}-${var.region}"
}

resource "alicloud_cen_transit_router_vpc_attachment" "hub" {
  cen_id                             = alicloud_cen_instance.backbone.id
  transit_router_id                  = alicloud_cen_transit_router.this.transit_router_id
  transit_router_vpc_attachment_name = "${var.name}-hub"
  vpc_id                             = alicloud_vpc.hub.id

  dynamic "zone_mappings" {
    for_each = alicloud_vswitch.front
    content {
      vswitch_id = zone_mappings.value.id
      zone_id    = zone_mappings.value.zone_id
    }
  }
}

resource "alicloud_cen_transit_router_route_table" "hub" {
  transit_router_id               = alicloud_cen_transit_router.this.transit_router_id
  transit_router_route_table_name = "${var.name}-hub"
}

resource "alicloud_cen_transit_router_route_table_association" "hub" {
  transit_router_route_table_id = alicloud_cen_transit_router_route_table.hub.transit_router_route_table_id
  transit_router_attachment_id  = alicloud_cen_transit_router_vpc_attachment.hub.transit_router_attachment_id
}

resource "alicloud_cen_transit_router_route_table_propagation" "hub" {
  transit_router_route_table_id = alicloud_cen_transit_router_route_table.hub.transit_router_route_table_id
  transit_router_attachment_id  = alicloud_cen_transit_router_vpc_attachment.hub.transit_router_attachment_id
}
