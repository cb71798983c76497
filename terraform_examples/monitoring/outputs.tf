output "connection" {
  value = alicloud_vpc_peer_connection.this.id
}

output "alarm" {
  value = alicloud_cms_alarm.busy.id
}
