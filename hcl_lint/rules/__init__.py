"""The rules by topic: documented rules beside the checks that find their violations (``hcl_lint.catalog``)."""
