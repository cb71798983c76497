"""Resource Manager, API version 2020-03-31: resource groups."""
