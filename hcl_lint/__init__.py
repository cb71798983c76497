"""hcl-lint: what Alibaba Cloud would refuse, or would silently not route, before you apply."""

__version__ = "0.1.0"
