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

data "alicloud_quotas_quotas" "peerings" {
  product_code      = "vpc"
  quota_action_code = "vpc_quota_peer_num"

  dimensions {
    key   = "regionId"
    value = "cn-hangzhou"
  }
}

resource "alicloud_quotas_quota_application" "vswitches" {
  product_code      = "vpc"
  quota_action_code = "vpc_quota_vswitches_num"
  desire_value      = 200
  reason            = "more branches"
  notice_type       = 3

  dimensions {
    key   = "regionId"
    value = "cn-hangzhou"
  }
}

resource "alicloud_cms_alarm_contact" "someone" {
  alarm_contact_name = "someone"
  describe           = "someone"
  channels_mail      = "someone@example.com"
}

resource "alicloud_cms_alarm_contact_group" "everyone" {
  alarm_contact_group_name = "everyone"
  contacts                 = [alicloud_cms_alarm_contact.someone.id]
}

data "alicloud_cms_alarm_contacts" "all" {
  ids = [alicloud_cms_alarm_contact.someone.id]
}

data "alicloud_cms_alarm_contact_groups" "all" {
  ids = [alicloud_cms_alarm_contact_group.everyone.id]
}

output "limit" {
  value = data.alicloud_quotas_quotas.peerings.quotas[0].total_quota
}

output "contacts" {
  value = data.alicloud_cms_alarm_contacts.all.names
}

output "groups" {
  value = data.alicloud_cms_alarm_contact_groups.all.names
}
