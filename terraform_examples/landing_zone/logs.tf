# Who did what (the trail, in a bucket that nobody else writes to) and which packets flowed (in a log project).

resource "alicloud_log_project" "this" {
  project_name = "${var.name}-logs"
  description  = "Logs of the landing zone."
  tags         = local.tags
}

resource "alicloud_log_store" "this" {
  for_each         = toset(["apps", "flows"])
  project_name     = alicloud_log_project.this.project_name
  logstore_name    = each.key
  retention_period = var.log_retention
  shard_count      = 2
}

resource "alicloud_log_store_index" "apps" {
  project  = alicloud_log_project.this.project_name
  logstore = alicloud_log_store.this["apps"].logstore_name

  full_text {
    case_sensitive = false
    token          = " ,;:\n"
  }

  field_search {
    name             = "status"
    type             = "long"
    enable_analytics = true
  }
}

resource "alicloud_vpc_flow_log" "this" {
  for_each       = { hub = alicloud_vpc.hub.id, data = alicloud_vpc.data.id }
  flow_log_name  = "${var.name}-${each.key}"
  resource_type  = "VPC"
  resource_id    = each.value
  traffic_type   = "All"
  traffic_path   = ["all"]
  project_name   = alicloud_log_project.this.project_name
  log_store_name = alicloud_log_store.this["flows"].logstore_name
}

resource "alicloud_oss_bucket" "audit" {
  bucket        = "${var.name}-audit"
  storage_class = "Standard"

  lifecycle_rule {
    id      = "expire"
    enabled = true
    prefix  = "trail/"

    expiration {
      days = var.log_retention
    }
  }

  server_side_encryption_rule {
    sse_algorithm     = "KMS"
    kms_master_key_id = alicloud_kms_key.this["logs"].id
  }

  tags = local.tags

  lifecycle {
    ignore_changes = [versioning] # is a resource of its own, below
  }
}

resource "alicloud_oss_bucket_versioning" "audit" {
  bucket = alicloud_oss_bucket.audit.bucket
  status = "Enabled"
}

resource "alicloud_oss_bucket_public_access_block" "audit" {
  bucket              = alicloud_oss_bucket.audit.bucket
  block_public_access = true
}

resource "alicloud_actiontrail_trail" "audit" {
  trail_name         = "${var.name}-audit"
  event_rw           = "All"
  trail_region       = "All"
  oss_bucket_name    = alicloud_oss_bucket.audit.bucket
  oss_key_prefix     = "trail"
  oss_write_role_arn = alicloud_ram_role.this["trail"].arn
  depends_on         = [alicloud_ram_role_policy_attachment.trail]
}
