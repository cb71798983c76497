locals {
  a = [for k, v in { a = 1, "b" : 2 } : "${k}=${v}" if v != 1 && !false]
  b = { for x in [1, 2.5, -3e2] : x => x... if x > 0 || x <= -1 }
  c = (1 + 2 * 3 - 4 / 5 % 6) == 7 ? "y" : null
}
####
x = a.b.*.c[0].d[*].e["f"].0
y = e[*]
####
z = <<EOT
 hi ${a.b} %{ if x }yes%{ else }no%{ endif }
 $${lit} %%{ lit } $5 100%
EOT
w = <<-EOT
    %{ for i, v in l ~}
    ${~ i ~} x
    %{ endfor ~}
  EOT
####
f = merge({ a = 1 }, var.x...)
g = provider::x::y(1, [2, 3,], { (k) = v, "a${b}" = c
  d : e })
h = -x.y - -1 + !z
####
b "l" m {
  a = 1
  n { q = "a\nb\"c\\ \u00e9 \U0001F600" }
  o {}
  # c
  p = "${"${"x"}"}" // d
  r = "a $ % b ${1}$" /* e */
}
####
k = "%{ for a in b }x${a}%{ endfor }%{ if a }b%{ endif }"
l = cond ? { a = 1 } : [
  1,
  2, # two
]
m = (
  a
  && b # c
  || c
)
####
terraform {
  required_version = ">= 1.5"
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = "~> 1.230"
    }
  }
}

provider "alicloud" {
  alias  = "beijing"
  region = "cn-beijing" // the other side
}
####
# two VPCs and a peering
resource "alicloud_vpc" "local" {
  count      = var.enabled ? 1 : 0
  vpc_name   = "${var.prefix}-local"
  cidr_block = cidrsubnet(var.block, 8, count.index)

  tags = merge(local.tags, {
    Name = "local"
  })
}

resource "alicloud_vpc_peer_connection" "this" {
  for_each             = { for pair in local.pairs : "${pair.a}-${pair.b}" => pair }
  peer_connection_name = each.key
  vpc_id               = alicloud_vpc.local[0].id
  accepting_ali_uid    = data.alicloud_account.current.id
  accepting_region_id  = "cn-beijing"
  bandwidth            = 1024

  lifecycle {
    ignore_changes = [tags["x"], bandwidth]
  }

  depends_on = [
    alicloud_vpc.local, # first
  ]
}
####
variable "peers" {
  description = <<-EOT
    Every peer has
      * a region
      * a "cidr" with $${dollars} and 100%
  EOT
  type = map(object({
    cidr   = string
    region = optional(string, "cn-hangzhou")
    zones  = list(string)
  }))
  default   = {}
  sensitive = false
  validation {
    condition     = alltrue([for p in values(var.peers) : can(cidrhost(p.cidr, 0))])
    error_message = "Each cidr must be a CIDR block, not \"${join(", ", values(var.peers)[*].cidr)}\"."
  }
}
####
module "peer" {
  source    = "./modules/peer"
  providers = { alicloud.a = alicloud, alicloud.b = alicloud.beijing }
  for_each  = toset(["a", "b"])

  script = <<EOF
#!/bin/sh
if [ "$1" = "x" ]; then
  echo ${each.key} %{ if length(var.x) > 0 && !var.quiet ~} loud %{ else ~} quiet %{ endif ~}
fi
EOF
  dynamic "block" {
    for_each = [for x in var.blocks : x if x != null]
    iterator = it
    content {
      name = it.value.name
      port = it.value["port"] != 0 ? -it.value.port + 1 : null
    }
  }
}

output "ids" { value = try(module.peer["a"].ids[0], element(module.peer.*.id, 0), null) }
