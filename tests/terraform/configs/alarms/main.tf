terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

resource "alicloud_cms_alarm_contact_group" "network" {
  alarm_contact_group_name = "network"
}

locals {
  groups = [alicloud_cms_alarm_contact_group.network.alarm_contact_group_name]
}

variable "times" {
  type    = number
  default = 2
}

resource "alicloud_cms_alarm" "levels" {
  name               = "levels"
  project            = "acs_vpcpeer"
  metric             = "IntranetRXRate"
  period             = 300
  silence_time       = 3600
  effective_interval = "06:00-20:00"
  contact_groups     = local.groups
  metric_dimensions  = jsonencode([{ instanceId = "pcc-1" }, { instanceId = "pcc-2" }])
  webhook            = "https://example.com/hook"
  tags               = { team = "network" }

  escalations_critical {
    statistics          = "Average"
    comparison_operator = ">="
    threshold           = "100"
    times               = var.times
  }

  escalations_warn {
    statistics          = "Maximum"
    comparison_operator = "GreaterThanLastPeriod"
    threshold           = "80.5"
    times               = 3
  }

  escalations_info {
    statistics          = "Minimum"
    comparison_operator = "!="
    threshold           = "0"
    times               = 1
  }
}

resource "alicloud_cms_alarm" "several" {
  name              = "several"
  project           = "acs_vpcpeer"
  metric            = "IntranetRX"
  period            = 60
  contact_groups    = local.groups
  metric_dimensions = jsonencode([{ instanceId = "pcc-1" }])

  composite_expression {
    level                = "WARN"
    times                = var.times
    expression_list_join = "||"

    expression_list {
      metric_name         = "IntranetRX"
      comparison_operator = ">="
      statistics          = "Sum"
      threshold           = "1000"
      period              = "60"
    }

    expression_list {
      metric_name         = "IntranetTX"
      comparison_operator = "<"
      statistics          = "Maximum"
      threshold           = "5"
      period              = "300"
    }
  }
}

resource "alicloud_cms_alarm" "raw" {
  name              = "raw"
  project           = "acs_vpcpeer"
  metric            = "IntranetRX"
  period            = 60
  contact_groups    = local.groups
  metric_dimensions = jsonencode([{ instanceId = "pcc-1" }])

  composite_expression {
    level          = "CRITICAL"
    times          = var.times
    expression_raw = "$Sum > ($instanceId == 'pcc-1' ? 80 : 50)"
  }
}

resource "alicloud_cms_alarm" "prometheus" {
  name           = "prometheus"
  project        = "acs_prometheus"
  metric         = "store"
  contact_groups = local.groups

  prometheus {
    prom_ql     = "up == 0"
    level       = "Critical"
    times       = var.times
    annotations = { summary = "down" }
  }
}
