"""The actions of the Vpc API: typed request, handler, typed reply; one resource per file."""

from typing import Final

PRODUCT: Final = "Vpc"
VERSION: Final = "2016-04-28"
