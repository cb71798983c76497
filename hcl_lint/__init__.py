"""hcl-lint: what Alibaba Cloud would refuse, or would silently not route, before you apply."""

from __future__ import annotations

__version__ = "0.1.0"
