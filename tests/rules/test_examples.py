"""Every example on every rule's page holds, however its text is laid out."""

import pytest

from dralint.doc import Doc, Example
from dralint.plugins import Plugins
from dralint.rule import Rule
from dralint.testing import check_example, findings

RULES = {id: rule for id, rule in Plugins().rules.items() if "dralint_rules" in rule.module}
CASES = [
    pytest.param(rule, example, id=f"{id}-{example.heading.split()[0].lower()}-{number}")
    for id, rule in RULES.items()
    for number, example in enumerate(Doc.parse(rule.page).examples)
]
Places = list[tuple[str, int, int, str]]


def places(rule: Rule, example: Example, files: dict[str, str], down: int = 0) -> Places:
    """Return what is found in files of an example: path, line, column and message."""
    found = findings([rule], files, known=RULES, written=example.written)
    return sorted(
        (d.span.path, d.span.start.line - down, d.span.start.column, d.message) for d in found
    )


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example(rule: Rule, example: Example) -> None:
    check_example(rule, example, RULES)


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_after_a_line_of_emoji(rule: Rule, example: Example) -> None:
    if rule.id == "syntax-error":
        pytest.skip("its messages name lines, which move")
    if any("DA:" in w.text or w.path.startswith("reports/") for w in example.written):
        pytest.skip("its report names lines, which move")
    moved = {path: f"# 🦕 émoji\n{code}" for path, code in example.files.items()}
    assert places(rule, example, moved, down=1) == places(rule, example, example.files)


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_with_crlf(rule: Rule, example: Example) -> None:
    crlf = {path: code.replace("\n", "\r\n") for path, code in example.files.items()}
    assert places(rule, example, crlf) == places(rule, example, example.files)


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_in_another_order(rule: Rule, example: Example) -> None:
    turned = dict(reversed(example.files.items()))
    assert places(rule, example, turned) == places(rule, example, example.files)


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_under_a_suppression(rule: Rule, example: Example) -> None:
    if rule.id.startswith("quality-suppression"):
        pytest.skip("what speaks of suppressions cannot be suppressed")
    comment = f"# dralint:ignore {rule.id} -- it is an example\n"
    hidden = {path: comment + code for path, code in example.files.items()}
    assert places(rule, example, hidden) == []
