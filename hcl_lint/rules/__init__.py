"""The rules: one module each, found by scanning this folder (``hcl_lint.catalog``)."""
