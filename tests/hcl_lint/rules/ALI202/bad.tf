# hcl-lint: ignore-file[ALI157, ALI352] only the connections matter here
resource "alicloud_vpc_peer_connection" "own" {
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-bp1two"
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection_accepter" "needless" { # expect: ALI202
  instance_id = alicloud_vpc_peer_connection.own.id
}
