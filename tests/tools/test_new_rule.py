"""A rule that was just started works, and its examples hold."""

import importlib.util
from pathlib import Path

import pytest

from dralint.doc import Doc
from dralint.rule import Rule
from dralint.testing import check_example
from tools.new_rule import new_rule


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "rules" / "dralint_rules").mkdir(parents=True)
    return tmp_path


def test_its_examples_hold(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = root / new_rule("money/no-floats", root)
    assert path == root / "rules" / "dralint_rules" / "money" / "no_floats.py"
    spec = importlib.util.spec_from_file_location("no_floats", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "no_floats", module)
    spec.loader.exec_module(module)
    rule = module.check
    assert isinstance(rule, Rule)
    assert rule.id == "money-no-floats"
    examples = Doc.parse(rule.page).examples
    assert [bool(each.expected) for each in examples] == [True, False]
    for example in examples:
        check_example(rule, example)


@pytest.mark.parametrize("name", ["", "money", "Money/x", "money/", "money/a_b", "../x/y"])
def test_a_name_that_is_none_is_refused(root: Path, name: str) -> None:
    with pytest.raises(ValueError, match="FAMILY/NAME"):
        new_rule(name, root)


def test_nothing_is_overwritten(root: Path) -> None:
    new_rule("money/no-floats", root)
    with pytest.raises(ValueError, match="exists already"):
        new_rule("money/no-floats", root)
