# A key for each kind of data, so that access to one says nothing about the other.

resource "alicloud_kms_key" "this" {
  for_each               = toset(["data", "logs"])
  description            = "${var.name} ${each.key}"
  key_usage              = "ENCRYPT/DECRYPT"
  pending_window_in_days = 7
  tags                   = local.tags
}

resource "alicloud_kms_alias" "this" {
  for_each   = alicloud_kms_key.this
  alias_name = "alias/${var.name}-${each.key}"
  key_id     = each.value.id
}
