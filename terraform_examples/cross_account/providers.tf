# The requester account, with the credentials of the environment
provider "alicloud" {
  alias  = "local"
  region = var.local_region
}

# The accepter account, with an access key of its own
provider "alicloud" {
  alias      = "accepting"
  region     = var.accepting_region
  access_key = var.accepting_access_key
  secret_key = var.accepting_secret_key
}
