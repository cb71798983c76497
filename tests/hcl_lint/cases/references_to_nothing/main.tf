resource "alicloud_vpc" "counted" {
  count       = 2
  vpc_name    = var.name        # expect: error[ALI004]
  description = "of ${var.name}" # the same, said once
  cidr_block  = "10.0.0.0/8"
}

resource "alicloud_vpc" "named" {
  for_each   = { a = "10.0.0.0/8" }
  vpc_name   = var.name
  cidr_block = each.value
}

resource "alicloud_vswitch" "main" {
  vpc_id      = alicloud_vpc.counted.id       # expect: error[ALI004]
  cidr_block  = alicloud_vpc.named.cidr_block # expect: error[ALI004]
  zone_id     = "cn-hangzhou-i"
  description = local.name # expect: error[ALI004]
}
