"""Requests to Alibaba Cloud, caught inside the process: no socket is opened for them.

One layer for each way out: ``requests`` (the SDKs' ordinary calls) and ``aiohttp`` (their ``*_async`` calls) are
answered; what goes another way (``http.client``, ``urllib3``, anything that looks up a name) is refused by the fence.
"""
