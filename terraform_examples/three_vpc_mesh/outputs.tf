output "peer_connection_ids" {
  description = "The three peering connections."
  value = {
    hangzhou_beijing  = module.hangzhou_beijing.id
    beijing_shenzhen  = module.beijing_shenzhen.id
    shenzhen_hangzhou = module.shenzhen_hangzhou.id
  }
}
