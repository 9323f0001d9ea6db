"""What all tests share."""

from functools import cache

import pytest

from dralint.plugins import Plugins
from dralint.rule import Rule


@cache
def all_rules() -> dict[str, Rule]:
    """Return the rules of the rule set by id."""
    return {id: rule for id, rule in Plugins().rules.items() if "dralint_rules" in rule.module}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `any_rule` once for each rule."""
    if "any_rule" in metafunc.fixturenames:
        rules = all_rules()
        metafunc.parametrize("any_rule", rules.values(), ids=list(rules))
