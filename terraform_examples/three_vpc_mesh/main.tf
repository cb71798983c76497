# Three VPCs in three regions, each joined with each other.
#
# Peering does not propagate: from A to C through B there is no way. So three VPCs need three connections and six
# routes. (Above a handful of VPCs a Cloud Enterprise Network needs fewer.)

provider "alicloud" {
  alias  = "hangzhou"
  region = "cn-hangzhou"
}

provider "alicloud" {
  alias  = "beijing"
  region = "cn-beijing"
}

provider "alicloud" {
  alias  = "shenzhen"
  region = "cn-shenzhen"
}

# --- Three sites with address blocks that do not overlap -----------------------------------------------------

module "hangzhou" {
  source     = "./modules/site"
  name       = "${var.name}-hangzhou"
  cidr_block = "10.1.0.0/16"
  providers  = { alicloud = alicloud.hangzhou }
}

module "beijing" {
  source     = "./modules/site"
  name       = "${var.name}-beijing"
  cidr_block = "10.2.0.0/16"
  providers  = { alicloud = alicloud.beijing }
}

module "shenzhen" {
  source     = "./modules/site"
  name       = "${var.name}-shenzhen"
  cidr_block = "10.3.0.0/16"
  providers  = { alicloud = alicloud.shenzhen }
}

# --- Each with each other ------------------------------------------------------------------------------------

module "hangzhou_beijing" {
  source    = "./modules/peering"
  name      = "${var.name}-hangzhou-beijing"
  requester = module.hangzhou.site
  accepter  = module.beijing.site
  bandwidth = var.bandwidth
  link_type = var.link_type

  providers = {
    alicloud.requester = alicloud.hangzhou
    alicloud.accepter  = alicloud.beijing
  }
}

module "beijing_shenzhen" {
  source    = "./modules/peering"
  name      = "${var.name}-beijing-shenzhen"
  requester = module.beijing.site
  accepter  = module.shenzhen.site
  bandwidth = var.bandwidth
  link_type = var.link_type

  providers = {
    alicloud.requester = alicloud.beijing
    alicloud.accepter  = alicloud.shenzhen
  }
}

module "shenzhen_hangzhou" {
  source    = "./modules/peering"
  name      = "${var.name}-shenzhen-hangzhou"
  requester = module.shenzhen.site
  accepter  = module.hangzhou.site
  bandwidth = var.bandwidth
  link_type = var.link_type

  providers = {
    alicloud.requester = alicloud.shenzhen
    alicloud.accepter  = alicloud.hangzhou
  }
}
