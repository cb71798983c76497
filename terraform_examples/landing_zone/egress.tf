# What runs in the hub reaches the Internet through one address.

resource "alicloud_eip_address" "egress" {
  address_name         = "${var.name}-egress"
  bandwidth            = var.egress_bandwidth
  internet_charge_type = "PayByTraffic"
  tags                 = local.tags
}

resource "alicloud_nat_gateway" "egress" {
  nat_gateway_name = "${var.name}-egress"
  vpc_id           = alicloud_vpc.hub.id
  vswitch_id       = alicloud_vswitch.front[0].id
  nat_type         = "Enhanced"
  payment_type     = "PayAsYouGo"
  tags             = local.tags
}

resource "alicloud_eip_association" "egress" {
  allocation_id = alicloud_eip_address.egress.id
  instance_id   = alicloud_nat_gateway.egress.id
  instance_type = "Nat"
}

resource "alicloud_snat_entry" "apps" {
  count             = 2
  snat_entry_name   = "${var.name}-apps-${count.index}"
  snat_table_id     = alicloud_nat_gateway.egress.snat_table_ids
  source_vswitch_id = alicloud_vswitch.apps[count.index].id
  snat_ip           = alicloud_eip_address.egress.ip_address
  depends_on        = [alicloud_eip_association.egress]
}
