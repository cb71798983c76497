"""A syntax tree to resources whose attributes have values, known or not."""
