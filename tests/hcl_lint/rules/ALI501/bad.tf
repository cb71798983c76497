# hcl-lint: ignore-file[ALI157, ALI352] only the alarms matter here
provider "alicloud" {
  region = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "this" {
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-bp1two"
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_cms_alarm" "heredoc" {
  name              = "traffic"
  project           = "acs_vpcpeer"
  metric            = "IntranetRX"
  contact_groups    = ["network"]
  # expect-below: ALI501
  metric_dimensions = <<EOF
  [{"instanceId": "${alicloud_vpc_peer_connection.this.id}"}]
  EOF
  escalations_critical {
    threshold = "1"
  }
}

resource "alicloud_cms_alarm" "dimensions" {
  name              = "traffic"
  project           = "acs_vpcpeer"
  metric            = "intranetRX" # expect: ALI506
  contact_groups    = ["network"]
  metric_dimensions = jsonencode([{ instance = "pcc-bp1a" }]) # expect: ALI502
  escalations_warn { # expect: ALI505
    times = 3
  }
}

resource "alicloud_cms_alarm" "project" { # expect: ALI504
  name           = "traffic"
  project        = "acs_vpcpeering" # expect: ALI503
  metric         = "IntranetRX"
  contact_groups = ["network"]
}
