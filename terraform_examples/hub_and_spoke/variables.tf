variable "name" {
  description = "Beginning of every resource's name."
  type        = string
  default     = "hub"
}

variable "region" {
  description = "Region of the central VPC and of the branches next to it."
  type        = string
  default     = "cn-hangzhou"
}

variable "remote_region" {
  description = "Region of the remote branch."
  type        = string
  default     = "cn-beijing"
}

variable "branches" {
  description = "Branches in the central VPC's region: name => address block. No two blocks may overlap."
  type        = map(string)
  default = {
    finance = "10.1.0.0/16"
    sales   = "10.2.0.0/16"
  }
}

# The remote branch is in another region; only there a connection has a bandwidth and a link type.

variable "bandwidth" {
  description = "Bandwidth to the remote branch in Mbit/s."
  type        = number
  default     = 100
}

variable "link_type" {
  description = "Quality of the link to the remote branch: Gold, or the dearer Platinum for jitter-sensitive traffic."
  type        = string
  default     = "Gold"

  validation {
    condition     = contains(["Gold", "Platinum"], var.link_type)
    error_message = "The link type is Gold or Platinum."
  }
}
