"""What is true of every rule."""

import re
from pathlib import Path

from dralint.doc import Doc
from dralint.rule import Rule
from tests.conftest import all_rules

ROOT = Path(__file__).parents[2]


def test_every_file_is_a_rule() -> None:
    files = {path for path in (ROOT / "rules").rglob("*.py") if not path.name.startswith("_")}
    names = {f"{path.parent.name}-{path.stem.replace('_', '-')}" for path in files}
    assert names == set(all_rules())


def test_the_file_is_named_after_the_rule(any_rule: Rule) -> None:
    family, _, name = any_rule.id.partition("-")
    assert any_rule.module == f"dralint_rules.{family}.{name.replace('-', '_')}"


def test_the_summary_is_one_sentence(any_rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z`].{10,98}\.", any_rule.summary)


def test_there_are_bad_and_good_examples(any_rule: Rule) -> None:
    examples = Doc.parse(any_rule.page).examples
    bad = [each for each in examples if each.heading.startswith("Bad")]
    good = [each for each in examples if each.heading.startswith("Good")]
    assert bad and all(each.expected for each in bad)
    assert good and not any(each.expected for each in good)


def test_the_page_names_its_source(any_rule: Rule) -> None:
    assert "\nSource: " in any_rule.page


def test_nothing_is_left_to_fill_in(any_rule: Rule) -> None:
    assert "TODO" not in any_rule.page


def test_messages_are_not_sentences(any_rule: Rule) -> None:
    for example in Doc.parse(any_rule.page).examples:
        for expected in example.expected:
            assert re.match(r"[a-z`]", expected.message)
            assert not expected.message.endswith(".")
