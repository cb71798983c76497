variable "anything" {}

resource "alicloud_cms_alarm" "other_metric" {
  name               = "other_metric"
  project            = "acs_ecs_dashboard"
  metric             = "CPUUtilization"
  contact_groups     = ["network"]
  period             = 15
  silence_time       = 300
  effective_interval = "22:00-06:00"
  metric_dimensions  = "[{\"instanceId\": \"i-bp1one\"}]"
  webhook            = "https://hooks.example.com/${var.anything}"
  escalations_critical {
    statistics          = "ErrorCodeMaximum"
    comparison_operator = "GreaterThanLastWeek"
    threshold           = "1.5e3"
  }
}

resource "alicloud_cms_alarm" "not_known" {
  name               = "not_known"
  project            = "acs_vpcpeer"
  metric             = "IntranetRX"
  contact_groups     = ["network"]
  period             = var.anything
  silence_time       = var.anything
  effective_interval = var.anything
  metric_dimensions  = var.anything
  webhook            = var.anything
  escalations_critical {
    statistics          = var.anything
    comparison_operator = var.anything
    threshold           = var.anything
    times               = var.anything
  }
}

resource "alicloud_cms_alarm" "perhaps_none" {
  name           = "perhaps_none"
  project        = "acs_vpcpeer"
  metric         = "IntranetRX"
  contact_groups = ["network"]
  dynamic "escalations_info" {
    for_each = var.anything
    content {
      threshold = escalations_info.value
    }
  }
}
