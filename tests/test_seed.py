"""The seed's own code is the acceptance test: what each block is told, and nothing besides.

The tables are those of the catalogue, whole. What a rule says that does not exist yet is left out,
so a new rule is held against its lines from its first day. Line, severity and rule are exact.
`quality-format` needs Elixir and belongs to another command.
"""

import re
from pathlib import Path

import pytest

from dralint.finding import PROBABLE, Diagnostic
from dralint.rule import Rule
from dralint.testing import findings
from tests.conftest import all_rules

SEED = Path(__file__).parent / "fixtures_seed"
Told = tuple[str, int, str]

BLOCKS: dict[str, list[Told]] = {
    "b01": [("test-only-happy-path", 2, "info")],
    "b02": [("doc-missing-module", 2, "info"), ("doc-missing", 6, "info")],
    "b03": [
        ("doc-missing-module", 2, "info"),
        ("doc-missing", 6, "info"),
        ("ref-undefined-local", 14, "error"),
        ("ref-impossible-clause", 14, "error"),
        ("ref-undefined-remote", 17, "warning"),
        ("ref-undefined-local", 18, "error"),
    ],
    "b05": [
        ("doc-missing-module", 1, "info"),
        ("doc-missing", 3, "info"),
        ("ref-missing-alias", 4, "error"),
        ("ref-missing-alias", 6, "warning"),
        ("doc-missing-module", 10, "info"),
        ("dra-one-action-per-file", 10, "warning"),
        ("doc-missing", 12, "info"),
        ("dra-action-raises", 13, "warning"),
        ("ref-missing-alias", 13, "warning"),
        ("ref-missing-alias", 13, "warning"),
    ],
    "b06": [
        ("doc-missing-module", 1, "info"),
        ("ash-resource-no-primary-key", 1, "warning"),
        ("ash-policy-missing", 1, "info"),
        ("ash-resource-domain", 2, "error"),
        ("ash-code-interface-missing", 4, "info"),
        ("ash-accept-missing", 5, "warning"),
        ("ash-read-without-filter", 6, "warning"),
        ("ash-accept-missing", 7, "warning"),
    ],
    "b07": [
        ("doc-missing-module", 1, "info"),
        ("spec-missing", 5, "warning"),
        ("spec-missing", 6, "warning"),
        ("doc-missing", 6, "info"),
        ("spec-missing", 7, "warning"),
        ("doc-missing", 7, "info"),
        ("quality-unused-variable", 11, "warning"),
    ],
    "b08": [("doc-missing-module", 1, "info"), ("otp-missing-impl", 4, "warning")],
}

PLACES = {
    "lib/my_app/accounts/user/register.ex": "b03",
    "lib/my_app/accounts/user/create.ex": "b05",
    "lib/my_app/accounts/user.ex": "b06",
    "lib/my_app/session/manager.ex": "b07",
    "lib/my_app/application.ex": "b08",
    "test/my_app/accounts/user/register_test.exs": "b01",
}
"""Where the blocks stand when they are one project."""

TOGETHER: list[tuple[str, str, str]] = [
    ("lib/my_app/accounts/user/create.ex", "dra-api-exposes-action", "warning"),
    ("lib/my_app/accounts/user/create.ex", "dra-api-exposes-action", "warning"),
    ("lib/my_app/accounts/user/create.ex", "test-missing", "error"),
    ("lib/my_app/accounts/user/create.ex", "test-missing", "error"),
    ("lib/my_app/session/manager.ex", "test-missing", "warning"),
    ("lib/my_app/accounts/user.ex", "dra-mixed-dialect", "warning"),
    ("lib/my_app/accounts/user/register.ex", "dra-duplicate-action", "warning"),
]
"""What the blocks are told besides when they are one project."""

MIX = """
defmodule MyApp.MixProject do
  use Mix.Project

  def project, do: [app: :my_app, version: "0.1.0"]
  def application, do: [mod: {MyApp.Application, []}]
end
"""


def default_rules() -> list[Rule]:
    return [rule for rule in all_rules().values() if not rule.switch]


def told(found: tuple[Diagnostic, ...]) -> list[Told]:
    return sorted(
        (d.rule, d.span.start.line, d.severity.label)
        for d in found
        if d.confidence >= PROBABLE and d.rule in all_rules()
    )


def existing(table: list[Told]) -> list[Told]:
    return sorted(each for each in table if each[0] in all_rules())


@pytest.mark.parametrize("block", BLOCKS)
def test_block(block: str) -> None:
    path = f"{block}.ex"
    text = (SEED / "blocks" / path).read_text()
    found = findings(default_rules(), {path: text}, rooted=False, snippet=True)
    assert told(found) == existing(BLOCKS[block])


NEW_WORDS = dict(
    pair.split("=")
    for pair in """
    Accounts=Kitchen User=Recipe user=recipe users=recipes user_id=recipe_id attrs=fields
    email=title by_email=by_title RegisterTest=PublishTest Register=Publish register=publish
    Create=Import
    Update=Rename password=steps password_hash=digest put_password_hash=put_digest hash=sum
    changeset=draft update_profile=retitle delete=discard Session=Oven Manager=Keeper token=dial
    get_session=get_oven create_session=create_oven sessions=ovens opts=settings state=held id=key
    attributes=ingredients MyApp=Bakery MyAppWeb=BakeryWeb Registry=Registry children=wards
    registers=publishes valid=proper true=true DataCase=KitchenCase Application=Application
    test@example.com=bread password123=knead9
    """.split()
)
"""Other words for all that the seed's blocks name themselves; Elixir's and libraries' are kept."""
KEPT = frozenset(("Application", "Registry", "true"))


def renamed(text: str) -> str:
    """Return code in other words, with its lines where they were."""
    known = "|".join(sorted(map(re.escape, NEW_WORDS), key=len, reverse=True))
    return re.sub(rf"(?<![\w@])({known})(?![\w@])", lambda found: NEW_WORDS[found[1]], text)


@pytest.mark.parametrize("block", BLOCKS)
def test_block_in_other_words(block: str) -> None:
    path = f"{block}.ex"
    text = (SEED / "blocks" / path).read_text()
    other = renamed(text)
    assert not {word for word in NEW_WORDS if re.search(rf"(?<!\w){word}(?!\w)", other)} - KEPT
    found = findings(default_rules(), {path: other}, rooted=False, snippet=True)
    assert told(found) == existing(BLOCKS[block])


REPAIRED = sorted(path.name for path in (SEED / "repaired").glob("[a-z]*.ex"))


@pytest.mark.parametrize("name", REPAIRED)
def test_repaired(name: str) -> None:
    text = (SEED / "repaired" / name).read_text()
    found = findings(default_rules(), {name: text}, rooted=False, snippet=True)
    assert told(found) == []


@pytest.fixture(scope="module")
def together() -> tuple[Diagnostic, ...]:
    files = {path: (SEED / "blocks" / f"{block}.ex").read_text() for path, block in PLACES.items()}
    return findings(default_rules(), {"mix.exs": MIX, **files})


def test_one_project(together: tuple[Diagnostic, ...]) -> None:
    families = ("dra", "doc", "spec", "srp", "otp-missing-impl", "test-only")
    wanted = [(path, *each) for path, block in PLACES.items() for each in BLOCKS[block]]
    expected = [(path, rule, severity) for path, rule, _, severity in wanted] + TOGETHER
    found = [(d.span.path, d.rule, d.severity.label) for d in together if d.confidence >= PROBABLE]
    assert sorted(each for each in found if each[1].startswith(families)) == sorted(
        each for each in expected if each[1].startswith(families) and each[1] in all_rules()
    )
