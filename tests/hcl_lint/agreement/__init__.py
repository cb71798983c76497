"""Lint's static answer against the mock's live one: random topologies, each written as HCL and made by API calls."""
