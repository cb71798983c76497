"""The actions of the Ecs API: typed request, handler, typed reply; one resource per file."""

from typing import Final

PRODUCT: Final = "Ecs"
VERSION: Final = "2014-05-26"
