variable "name" {
  description = "Beginning of every resource's name."
  type        = string
  default     = "mesh"
}

variable "bandwidth" {
  description = "Bandwidth of each peering connection in Mbit/s."
  type        = number
  default     = 100
}

variable "link_type" {
  description = "Quality of the inter-region links: Gold, or the dearer Platinum for jitter-sensitive traffic."
  type        = string
  default     = "Gold"

  validation {
    condition     = contains(["Gold", "Platinum"], var.link_type)
    error_message = "The link type is Gold or Platinum."
  }
}
