"""One HTTP request in, one HTTP reply out: how Alibaba Cloud's RPC style looks on the wire."""
