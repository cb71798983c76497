"""tfmock: Alibaba Cloud, impersonated for Terraform and the official SDKs."""

__version__ = "0.1.0"
