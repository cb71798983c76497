variable "name" {
  description = "Beginning of every resource's name."
  type        = string
  default     = "cross-account"
}

variable "local_region" {
  description = "Region of the requester VPC."
  type        = string
  default     = "cn-hangzhou"
}

variable "accepting_region" {
  description = "Region of the accepter VPC."
  type        = string
  default     = "cn-beijing"
}

# The requester's credentials come from the environment, the accepter's from these two. Never commit real ones:
# set TF_VAR_accepting_access_key and TF_VAR_accepting_secret_key, or use a terraform.tfvars that git ignores.

variable "accepting_access_key" {
  description = "AccessKey ID of the accepter account."
  type        = string
  sensitive   = true
}

variable "accepting_secret_key" {
  description = "AccessKey secret of the accepter account."
  type        = string
  sensitive   = true
}

# Bandwidth and link type exist only between regions. Leave both out where both ends are in one region:
# the cloud refuses them there.

variable "bandwidth" {
  description = "Bandwidth of the peering connection in Mbit/s."
  type        = number
  default     = 100
}

variable "link_type" {
  description = "Quality of the inter-region link: Gold, or the dearer Platinum for jitter-sensitive traffic."
  type        = string
  default     = "Gold"

  validation {
    condition     = contains(["Gold", "Platinum"], var.link_type)
    error_message = "The link type is Gold or Platinum."
  }
}
