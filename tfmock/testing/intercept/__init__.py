"""Requests to Alibaba Cloud, answered inside the process: no socket is opened for them.

One layer for each transport: ``requests`` (the SDKs' ordinary calls) and ``aiohttp`` (their ``*_async`` calls) are
answered; other transports (``http.client``, ``urllib3``, anything that looks up a name) are refused by the leak guard.
"""
