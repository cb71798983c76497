resource "alicloud_cms_alarm" "values" {
  name               = "values"
  project            = "acs_vpcpeer"
  metric             = "IntranetRX"
  contact_groups     = ["network"]
  period             = 90      # expect: ALI508
  silence_time       = 60      # expect: ALI509
  effective_interval = "08-20" # expect: ALI510
  metric_dimensions  = "pcc-1" # expect: ALI512
  webhook            = "here"  # expect: ALI513
  escalations_critical {
    statistics          = "Most" # expect: ALI507
    comparison_operator = "=>"   # expect: ALI507
    threshold           = "1GB"  # expect: ALI507
    times               = 0      # expect: ALI507
  }
  escalations_warn { # expect: ALI505
    statistics = "Sum"
  }
}

resource "alicloud_cms_alarm" "kinds" { # expect: ALI515
  name           = "kinds"
  project        = "acs_vpcpeer" # expect: ALI516
  metric         = "IntranetRX"
  contact_groups = ["network"]
  composite_expression {
    expression_raw = "@IntranetRX[60].$Sum > 5"
  }
  prometheus {
    prom_ql = "up == 0"
  }
}
