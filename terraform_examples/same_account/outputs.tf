output "peer_connection_id" {
  description = "The peering connection."
  value       = alicloud_vpc_peer_connection.this.id
}

output "peer_connection_status" {
  description = "Activated once both ends may route to it."
  value       = alicloud_vpc_peer_connection.this.status
}

output "routes" {
  description = "Which table sends what to the connection."
  value = {
    for route in [alicloud_route_entry.local, alicloud_route_entry.accepting] :
    route.route_table_id => route.destination_cidrblock
  }
}
