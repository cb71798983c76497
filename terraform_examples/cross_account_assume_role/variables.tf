variable "name" {
  description = "Beginning of every resource's name."
  type        = string
  default     = "assume-role"
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

variable "accepting_role_arn" {
  description = "Role in the accepter account that the requester's credentials may assume; it needs AliyunVPCFullAccess."
  type        = string
  default     = "acs:ram::1000000000000002:role/vpc-peering" # tfmock lets every role of every account be assumed

  validation {
    condition     = can(regex("^acs:ram::[0-9]+:role/", var.accepting_role_arn))
    error_message = "A role's ARN reads acs:ram::<account id>:role/<name>."
  }
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
