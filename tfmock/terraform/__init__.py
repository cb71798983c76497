"""Terraform's own side of `tfmock exec`: which backend a root has, and the private state it gets instead.

Most of it runs before every `terraform` inside `exec`, so nothing here imports a framework.
"""
