"""Object Storage Service, API version 2019-05-17: buckets and objects, as far as Terraform's oss backend needs them."""
