# People are in a group, what runs has roles; nothing is attached to a user.

locals {
  # The roles, and the service that may assume each.
  roles = { apps = "ecs.aliyuncs.com", trail = "actiontrail.aliyuncs.com" }
}

resource "alicloud_resource_manager_resource_group" "this" {
  resource_group_name = var.name
  display_name        = "Landing zone"
}

resource "alicloud_ram_user" "deploy" {
  name         = "${var.name}-deploy"
  display_name = "Deployment"
  comments     = "Applies this configuration."
}

resource "alicloud_ram_group" "operators" {
  group_name = "${var.name}-operators"
  comments   = "Who may look at everything."
}

resource "alicloud_ram_group_membership" "operators" {
  group_name = alicloud_ram_group.operators.id
  user_names = [alicloud_ram_user.deploy.name]
}

resource "alicloud_ram_policy" "network_reader" {
  policy_name = "${var.name}-network-reader"
  description = "Looks at networks."
  policy_document = jsonencode({
    Version   = "1"
    Statement = [{ Effect = "Allow", Action = ["vpc:Describe*", "vpcpeer:List*"], Resource = ["*"] }]
  })
}

resource "alicloud_ram_policy" "trail_writer" {
  policy_name = "${var.name}-trail-writer"
  description = "Writes the trail's files."
  policy_document = jsonencode({
    Version = "1"
    Statement = [{
      Effect   = "Allow"
      Action   = ["oss:PutObject", "oss:GetBucketLocation"]
      Resource = ["acs:oss:*:*:${var.name}-audit", "acs:oss:*:*:${var.name}-audit/*"]
    }]
  })
}

resource "alicloud_ram_group_policy_attachment" "operators" {
  group_name  = alicloud_ram_group.operators.id
  policy_name = alicloud_ram_policy.network_reader.policy_name
  policy_type = alicloud_ram_policy.network_reader.type
}

# Provider 1.252 renamed name and document to role_name and assume_role_policy_document; these work in all versions.
resource "alicloud_ram_role" "this" {
  for_each    = local.roles
  name        = "${var.name}-${each.key}"
  description = "For ${each.value}."
  document = jsonencode({
    Version   = "1"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = [each.value] } }]
  })
}

resource "alicloud_ram_role_policy_attachment" "apps" {
  role_name   = alicloud_ram_role.this["apps"].id
  policy_name = alicloud_ram_policy.network_reader.policy_name
  policy_type = alicloud_ram_policy.network_reader.type
}

resource "alicloud_ram_role_policy_attachment" "trail" {
  role_name   = alicloud_ram_role.this["trail"].id
  policy_name = alicloud_ram_policy.trail_writer.policy_name
  policy_type = alicloud_ram_policy.trail_writer.type
}
