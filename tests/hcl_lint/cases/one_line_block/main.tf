# Of types that no rule reads: what stands below them is judged, and can be referred to.
resource "random_pet" "suffix" {}

locals {
  block = "10.0.0.0/33" # expect: error[ALI401]
}

data "http" "address" { url = "https://example.com/{}" }

resource "alicloud_vpc" "main" {
  cidr_block = local.block
}
