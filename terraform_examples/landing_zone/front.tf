# The load balancer in front, and the cluster behind it.

resource "alicloud_alb_load_balancer" "front" {
  load_balancer_name     = "${var.name}-front"
  load_balancer_edition  = "Standard"
  vpc_id                 = alicloud_vpc.hub.id
  address_type           = "Intranet"
  address_allocated_mode = "Fixed"
  tags                   = local.tags

  load_balancer_billing_config {
    pay_type = "PayAsYouGo"
  }

  dynamic "zone_mappings" {
    for_each = alicloud_vswitch.front
    content {
      vswitch_id = zone_mappings.value.id
      zone_id    = zone_mappings.value.zone_id
    }
  }
}

resource "alicloud_alb_server_group" "apps" {
  server_group_name = "${var.name}-apps"
  vpc_id            = alicloud_vpc.hub.id
  protocol          = "HTTP"

  health_check_config {
    health_check_enabled = true
    health_check_path    = "/healthz"
  }

  sticky_session_config {
    sticky_session_enabled = false
  }
}

resource "alicloud_alb_listener" "http" {
  load_balancer_id     = alicloud_alb_load_balancer.front.id
  listener_description = "${var.name}-http"
  listener_protocol    = "HTTP"
  listener_port        = 80

  default_actions {
    type = "ForwardGroup"
    forward_group_config {
      server_group_tuples {
        server_group_id = alicloud_alb_server_group.apps.id
      }
    }
  }
}

resource "alicloud_alb_rule" "legacy" {
  listener_id = alicloud_alb_listener.http.id
  rule_name   = "${var.name}-legacy"
  priority    = 10

  rule_conditions {
    type = "Path"
    path_config {
      values = ["/legacy"]
    }
  }

  rule_actions {
    order = 1
    type  = "Redirect"
    redirect_config {
      path      = "/"
      http_code = "301"
    }
  }
}

resource "alicloud_cs_managed_kubernetes" "apps" {
  name                 = "${var.name}-apps"
  cluster_spec         = "ack.pro.small"
  vswitch_ids          = alicloud_vswitch.apps[*].id
  pod_cidr             = "172.20.0.0/16"
  service_cidr         = "172.21.0.0/20"
  security_group_id    = alicloud_security_group.apps.id
  new_nat_gateway      = false
  slb_internet_enabled = false
}

resource "alicloud_cs_kubernetes_node_pool" "apps" {
  cluster_id           = alicloud_cs_managed_kubernetes.apps.id
  node_pool_name       = "${var.name}-apps"
  vswitch_ids          = alicloud_vswitch.apps[*].id
  instance_types       = ["ecs.g7.large"]
  system_disk_category = "cloud_essd"
  system_disk_size     = 40
  desired_size         = 2
}
