resource "alicloud_vpc" "this" {
  cidr_block = "10.1.0.0/16"
}

output "vpc_id" {
  value = alicloud_vpc.this.id
}
