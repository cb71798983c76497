"""The actions of the Reachability Analyzer."""

from typing import Final

PRODUCT: Final = "nis"
VERSION: Final = "2021-12-16"
