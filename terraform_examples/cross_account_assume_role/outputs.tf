output "peer_connection_id" {
  description = "The peering connection."
  value       = alicloud_vpc_peer_connection.this.id
}

output "peer_connection_status" {
  description = "As the accepter left it: Activated."
  value       = alicloud_vpc_peer_connection_accepter.this.status
}

output "accepting_account" {
  description = "The account on the other side."
  value       = data.alicloud_account.accepting.id
}
