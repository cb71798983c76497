"""Pages as the provider documents its resources, made up for these tests."""

from __future__ import annotations

from pathlib import Path

PLAIN = """---
subcategory: "VPC"
layout: "alicloud"
---

# alicloud_made_up

```shell
terraform import alicloud_made_up.example <id>
```

## Example Usage

```terraform
terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}

variable "region" {
  default = "cn-beijing"
}

provider "alicloud" {
  region = var.region
  assume_role {
    role_arn = "x"
  }
}

resource "random_integer" "default" {
  min = 1
}

# resource "alicloud_commented_out" "x" {
data "alicloud_zones" "default" {}

resource "alicloud_made_up" "default" {
  text = <<EOF
resource "alicloud_in_a_text" "x" {
EOF
}
```

```terraform
resource "alicloud_second_example" "x" {}
```
"""

ALIASES = """---
subcategory: "CEN"
---
## Example Usage

```hcl
provider "alicloud" {
  alias  = "hz"
  region = "cn-hangzhou"
}

resource "alicloud_aliased" "x" {
  provider = alicloud.hz
}
```
"""

OTHER_PROVIDER = """## Example Usage

```
resource "time_sleep" "x" {}
resource "alicloud_waiting" "x" {}
```
"""

NO_EXAMPLE = "# alicloud_silent\n\nThere is nothing to show.\n"


def write_checkout(folder: Path) -> Path:
    """A checkout of a provider with these pages."""
    pages = folder / "website" / "docs" / "r"
    pages.mkdir(parents=True)
    texts = {"made_up": PLAIN, "aliased": ALIASES, "waiting": OTHER_PROVIDER, "silent": NO_EXAMPLE}
    for name, text in texts.items():
        (pages / f"{name}.html.markdown").write_text(text, "utf-8")
    return folder
