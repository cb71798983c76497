variable "bandwidth" {
  description = "Mbit/s between the two regions."
  type        = number
  default     = 100
}

variable "threshold" {
  description = "Bytes in a minute from which on the connection counts as busy."
  type        = number
  default     = 104857600
}
