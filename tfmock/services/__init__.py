"""The products of Alibaba Cloud that tfmock plays, one folder each."""
