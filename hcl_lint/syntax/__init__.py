"""HCL text to a syntax tree with exact offsets, and edits of that text."""
