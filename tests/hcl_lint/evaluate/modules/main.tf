variable "name" {
  type = string
}

variable "sizes" {
  type    = map(number)
  default = { a = 1 }
}

variable "from_file" {
  default = "default"
}

variable "from_environment" {
  type = list(string)
}

variable "from_flag" {
  type = object({ x = number, y = optional(string, "none") })
}

variable "nothing" {
  type    = string
  default = null
}

locals {
  doubled = { for key, size in var.sizes : key => size * 2 }
  enabled = length(var.sizes) > 1
  names   = [for index in range(3) : format("%s-%02d", var.name, index)]
}

resource "terraform_data" "single" {
  input = {
    name        = var.name
    from_file   = var.from_file
    environment = var.from_environment
    flag        = var.from_flag
    nothing     = coalesce(var.nothing, "nothing")
    workspace   = terraform.workspace
    module      = path.module
    overridden  = "no"
  }
}

resource "terraform_data" "counted" {
  count = local.enabled ? 2 : 0
  input = "${local.names[count.index]}/${terraform_data.single.input.name}"
}

resource "terraform_data" "none" {
  count = local.enabled ? 0 : 1
  input = "never"
}

resource "terraform_data" "keyed" {
  for_each = local.doubled
  input    = { key = each.key, value = each.value, all = keys(local.doubled) }
}

resource "terraform_data" "of_set" {
  for_each = toset(local.names)
  input    = each.value == each.key ? upper(each.value) : "differs"
}

module "net" {
  source   = "./children/net"
  for_each = { for key, size in var.sizes : key => { cidr = cidrsubnet("10.0.0.0/8", 8, size), size = size } }
  cidr     = each.value.cidr
  subnets  = each.value.size + 1
  labels   = { owner = var.name }
}

module "single" {
  source = "./children/net"
  cidr   = "192.168.0.0/16"
}

resource "terraform_data" "outputs" {
  input = {
    first  = module.net["a"].subnets[0]
    all    = flatten([for key in sort(keys(module.net)) : module.net[key].subnets])
    single = module.single.description
    keyed  = { for key, one in terraform_data.keyed : key => one.input.value }
    splat  = terraform_data.counted[*].input
    tried  = try(module.single.missing.at.all, "fallback")
  }
}
