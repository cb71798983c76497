"""The table of functions and the modules that hold them say the same."""

from importlib import import_module

from hcl_lint.evaluate import functions


def test_each_function_is_where_the_table_says() -> None:
    for group, names in functions._GROUPS.items():
        held = import_module(f"hcl_lint.evaluate.functions.{group}").FUNCTIONS
        assert sorted(held) == sorted(names.split())
