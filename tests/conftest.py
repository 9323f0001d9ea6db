"""What all tests share."""

from collections.abc import Iterator
from functools import cache

import pytest

from dralint.plugins import Plugins
from dralint.rule import Rule


@cache
def all_rules() -> dict[str, Rule]:
    """Return the rules of the rule set by id."""
    return {id: rule for id, rule in Plugins().rules.items() if "dralint_rules" in rule.module}


@pytest.fixture(autouse=True, scope="session")
def _cache_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what the tests read out of the examples and fixtures."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRALINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache") / "dralint"))
        yield


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `any_rule` once for each rule."""
    if "any_rule" in metafunc.fixturenames:
        rules = all_rules()
        metafunc.parametrize("any_rule", rules.values(), ids=list(rules))
