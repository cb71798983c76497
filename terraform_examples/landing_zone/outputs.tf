output "peer_connection_id" {
  description = "The connection between hub and data."
  value       = alicloud_vpc_peer_connection.hub_data.id
}

output "egress_address" {
  description = "The address that the Internet sees."
  value       = alicloud_eip_address.egress.ip_address
}

output "front" {
  description = "Name of the load balancer's address."
  value       = alicloud_alb_load_balancer.front.dns_name
}

output "databases" {
  description = "Where the databases listen."
  value       = concat(alicloud_db_instance.orders[*].connection_string, alicloud_kvstore_instance.sessions[*].connection_domain)
}

output "transit_router_id" {
  description = "What the company's other networks attach to."
  value       = alicloud_cen_transit_router.this.transit_router_id
}
