variable "name" {
  description = "Beginning of every resource's name. Bucket and log project need it to be unique in the cloud."
  type        = string
  default     = "landing"
}

variable "region" {
  description = "Region of everything."
  type        = string
  default     = "cn-hangzhou"
}

variable "with_databases" {
  description = "Create the RDS and the Redis instance. The provider waits for three minutes before it looks at a new one."
  type        = bool
  default     = true
}

variable "database_password" {
  description = "Password of the accounts in RDS and Redis."
  type        = string
  sensitive   = true
}

variable "egress_bandwidth" {
  description = "Mbit/s to the Internet."
  type        = number
  default     = 10
}

variable "log_retention" {
  description = "Days that logs are kept for."
  type        = number
  default     = 90
}

variable "offices" {
  description = "Address blocks of the offices."
  type        = list(string)
  default     = ["198.51.100.0/24", "203.0.113.0/24"]
}
