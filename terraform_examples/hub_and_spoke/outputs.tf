output "peer_connection_ids" {
  description = "The connection of each branch."
  value = merge(
    { for name, connection in alicloud_vpc_peer_connection.branch : name => connection.id },
    { remote = alicloud_vpc_peer_connection.remote.id },
  )
}
