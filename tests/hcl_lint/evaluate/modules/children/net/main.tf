variable "cidr" {
  type = string
}

variable "subnets" {
  type    = number
  default = 1
}

variable "labels" {
  type    = map(string)
  default = {}
}

locals {
  blocks = [for index in range(var.subnets) : cidrsubnet(var.cidr, 8, index)]
}

resource "terraform_data" "subnet" {
  count = var.subnets
  input = merge({ cidr = local.blocks[count.index], where = path.module }, var.labels)
}

output "subnets" {
  value = terraform_data.subnet[*].input.cidr
}

output "description" {
  value = <<-EOT
    ${var.cidr} in ${var.subnets}:
    %{ for block in local.blocks ~}
    - ${block}
    %{ endfor ~}
  EOT
}
