"""Tablestore (OTS), API version 2015-12-31: tables and rows, as far as Terraform's oss backend needs them."""
