# hcl-lint: ignore-file[ALI157, ALI352] only the connections matter here
resource "alicloud_vpc_peer_connection" "tags" {
  vpc_id               = "vpc-bp1one"
  accepting_vpc_id     = "vpc-bp1two"
  accepting_region_id  = "cn-hangzhou"
  peer_connection_name = "-begins-wrong"            # expect: ALI108
  description          = "http://begins.like.link" # expect: ALI109
  dry_run              = true                       # expect: ALI112
  tags                 = merge({ "acs:x" = "1" }, { link = "see http://x" }) # expect: ALI116 ALI117
}

resource "alicloud_vpc" "many" {
  cidr_block = "10.0.0.0/8"
  tags       = { for n in range(21) : "k${n}" => n } # expect: ALI118
}
