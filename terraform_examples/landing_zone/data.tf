# The databases, in the VPC that only the peering connection leads to.

resource "alicloud_db_instance" "orders" {
  count                = var.with_databases ? 1 : 0
  instance_name        = "${var.name}-orders"
  engine               = "MySQL"
  engine_version       = "8.0"
  instance_type        = "mysql.n2.medium.1"
  instance_storage     = 20
  instance_charge_type = "Postpaid"
  vswitch_id           = alicloud_vswitch.data[0].id
  security_ips         = alicloud_vswitch.apps[*].cidr_block
}

resource "alicloud_db_database" "orders" {
  count       = var.with_databases ? 1 : 0
  instance_id = alicloud_db_instance.orders[0].id
  name        = "orders"
}

resource "alicloud_rds_account" "apps" {
  count            = var.with_databases ? 1 : 0
  db_instance_id   = alicloud_db_instance.orders[0].id
  account_name     = "apps"
  account_password = var.database_password
}

resource "alicloud_db_account_privilege" "orders" {
  count        = var.with_databases ? 1 : 0
  instance_id  = alicloud_db_instance.orders[0].id
  account_name = alicloud_rds_account.apps[0].account_name
  privilege    = "ReadWrite"
  db_names     = [alicloud_db_database.orders[0].name]
}

resource "alicloud_kvstore_instance" "sessions" {
  count            = var.with_databases ? 1 : 0
  db_instance_name = "${var.name}-sessions"
  instance_type    = "Redis"
  engine_version   = "5.0"
  instance_class   = "redis.master.small.default"
  payment_type     = "PostPaid"
  vswitch_id       = alicloud_vswitch.data[0].id
  zone_id          = alicloud_vswitch.data[0].zone_id
  security_ips     = alicloud_vswitch.apps[*].cidr_block
}

resource "alicloud_kvstore_account" "apps" {
  count            = var.with_databases ? 1 : 0
  instance_id      = alicloud_kvstore_instance.sessions[0].id
  account_name     = "apps"
  account_password = var.database_password
}
