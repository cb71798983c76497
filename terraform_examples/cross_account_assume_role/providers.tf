# The requester account, with the credentials of the environment
provider "alicloud" {
  alias  = "local"
  region = var.local_region
}

# The accepter account: the same credentials assume a role in it. No second access key has to be kept.
provider "alicloud" {
  alias  = "accepting"
  region = var.accepting_region

  assume_role {
    role_arn     = var.accepting_role_arn
    session_name = "terraform-vpc-peering"
  }
}
