"""Terraform in `tfmock exec`: which backend a root module has, and the private state that it gets instead.

Most of it runs before every `terraform` inside `exec`, so nothing here imports a framework.
"""
