# What CreateVpcPrefixList and CreatePrefixList refuse of entries.
terraform {
  required_providers {
    alicloud = { source = "aliyun/alicloud" }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

variable "own" {
  type = string
}

resource "alicloud_vpc_prefix_list" "wrong" {
  max_entries = 10

  entrys {
    cidr = "10.8.0.1/16" # expect: error[ALI439]
  }

  entrys {
    cidr = "2001:db8::/32" # expect: error[ALI439]
  }

  entrys {
    cidr = "10.9.0.1"
  }

  entrys {
    cidr = "10.9.0.1/32" # expect: error[ALI439]
  }

  entrys {
    cidr = var.own
  }
}

resource "alicloud_vpc_prefix_list" "full" {
  max_entries = 2 # expect: error[ALI439]

  dynamic "entrys" {
    for_each = [1, 2, 3]
    content {
      cidr = "10.${entrys.value}.0.0/16"
    }
  }
}

resource "alicloud_vpc_prefix_list" "of_one" {
  max_entries = 1 # expect: error[ALI439]

  entrys {
    cidr = "172.16.0.0/17"
  }

  entrys {
    cidr = "172.17.0.0/16"
  }
}

# Written alike, the provider's set has it once; 0 is the default
resource "alicloud_vpc_prefix_list" "fine" {
  ip_version  = "IPV4"
  max_entries = 0

  entrys {
    cidr = "10.1.0.0/16"
  }

  entrys {
    cidr = "10.1.0.0/16"
  }
}

resource "alicloud_ecs_prefix_list" "wrong" {
  prefix_list_name = "wrong"
  address_family   = "IPv6"
  max_entries      = 2

  entry {
    cidr        = "2001:db8::/32"
    description = "first"
  }

  entry {
    cidr        = "10.0.0.0/8" # expect: error[ALI439]
    description = "second"
  }
}
