resource "alicloud_route_entry" "out" {
  router_id             = "vrt-bp1main" # expect: error[ALI362]
  route_table_id        = "vtb-bp1main"
  destination_cidrblock = "192.168.0.0/16"
  nexthop_type          = "Instance"
  nexthop_id            = "i-bp1gateway"
}
