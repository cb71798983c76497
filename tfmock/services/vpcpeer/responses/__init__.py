"""The actions of the VpcPeer API: typed request, handler, typed reply."""

from typing import Final

PRODUCT: Final = "VpcPeer"
VERSION: Final = "2022-01-01"
