"""A configuration held against rules, families and the types of options."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import pytest

from dralint.config import (
    Config,
    ConfigError,
    Where,
    analysis_options,
    check,
    check_names,
    load,
    nearest,
    options,
    rule_options,
)

FILE = "dralint.toml"


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Group:
    paths: tuple[str, ...] = ()
    minimum_share: int = 80


@dataclass(frozen=True)
class Options:
    exempt: frozenset[str] = frozenset({"child_spec"})
    max_lines: Annotated[int, msgspec.Meta(ge=1)] = 10
    share: float = 0.5
    limit: int | None = None
    mode: Literal["strict", "loose"] = "strict"
    colour: Colour = Colour.RED
    pair: tuple[int, str] = (1, "a")
    groups: dict[str, Group] = field(default_factory=dict)
    layers: tuple[Group, ...] = ()
    best: Group | None = None

    def __post_init__(self) -> None:
        if self.share > 1:
            raise ValueError("a share is at most 1\nreally")


@dataclass(frozen=True)
class Needy:
    name: str


RULES = ("spec-missing", "doc-missing", "doc-missing-module", "otp-reply-lost", "x-needy")
FAMILIES = ("spec", "doc", "otp", "x")


class Lazy(Mapping[str, type[Any]]):
    """The types of options, and which of them were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getitem__(self, rule: str) -> type[Any]:
        self.asked.append(rule)
        return {"spec-missing": Options, "x-needy": Needy}[rule]

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("all are asked for")

    def __len__(self) -> int:
        raise AssertionError("all are asked for")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def checked(text: str, lazy: Mapping[str, type[Any]] | None = None) -> Config:
    Path(FILE).write_text(text, encoding="utf-8")
    config = load(Path(FILE))
    check(
        config,
        rules=RULES,
        families=FAMILIES,
        analyses={"dra": Options, "n_plus_one": Group},
        options=Lazy() if lazy is None else lazy,
    )
    return config


def test_options_of_a_rule() -> None:
    config = checked("""\
[rules.spec_missing]
exempt = ["a", "b", "a"]
max-lines = 3
share = 1
mode = "loose"
colour = "blue"
pair = [2, "b"]
groups.core-1 = { paths = ["lib/a_b"], minimum-share = 9 }
layers = [{ minimum_share = 1 }, {}]
best = { minimum-share = 2 }
""")
    assert rule_options(config, "spec-missing", Options) == Options(
        exempt=frozenset({"a", "b"}),
        max_lines=3,
        share=1.0,
        mode="loose",
        colour=Colour.BLUE,
        pair=(2, "b"),
        groups={"core-1": Group(("lib/a_b",), 9)},
        layers=(Group(minimum_share=1), Group()),
        best=Group(minimum_share=2),
    )
    assert rule_options(config, "otp-reply-lost", Options) == Options()


def test_options_of_an_analysis() -> None:
    config = checked("[n-plus-one]\nminimum-share = 3\n[dra]\nexempt = []")
    assert analysis_options(config, "n_plus_one", Group) == Group(minimum_share=3)
    assert analysis_options(config, "dra", Options) == Options(exempt=frozenset())
    assert analysis_options(Config(), "dra", Options) == Options()


def test_only_the_configured_rules_are_asked_for_their_options() -> None:
    lazy = Lazy()
    checked("select = ['otp-reply-lost']\n[rules.spec-missing]", lazy)
    assert lazy.asked == ["spec-missing"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "select = [\n'otp', 'all',\n'spec-mising',\n]",
            '3: unknown rule or family "spec-mising" (did you mean "spec-missing"?)',
        ),
        ("ignore = ['dok']", '1: unknown rule or family "dok" (did you mean "doc"?)'),
        (
            "ignore = ['spec_missing']",
            '1: unknown rule or family "spec_missing" (did you mean "spec-missing"?)',
        ),
        ("ignore = ['']", '1: unknown rule or family ""'),
        (
            "[per-path-ignores]\n'a' = ['all']\n'b' = [\n'doc',\n'zzz',\n]",
            '5: unknown rule or family "zzz"',
        ),
        (
            "[severity]\ndoc = 'off'\nDOC_MISSING = 'off'",
            '3: unknown rule or family "DOC-MISSING" (did you mean "doc-missing"?)',
        ),
        ("[severity]\nall = 'off'", '2: unknown rule or family "all"'),
        (
            "exclude = [\n'a',\n'../b']",
            '3: "../b" is not a pattern: "." and ".." have no meaning in'
            " a pattern: it starts at the configuration",
        ),
        (
            "[per-path-ignores]\n'a' = []\n'b[' = []",
            '3: "b[" is not a pattern: a "[" is not closed',
        ),
        ("[per-path-ignores]\n'!a' = []", '2: "!a": "!" has no meaning here'),
        ("[rules.spec-missin]", '1: unknown rule "spec-missin" (did you mean "spec-missing"?)'),
        ("[rules.spec]", '1: unknown rule "spec"'),
        ("\n[rules.doc-missing]\nexempt = 1", '3: rule "doc-missing" has no options'),
        (
            "[severty]\ndoc = 'off'",
            '1: unknown key "severty" (did you mean "severity"?)',
        ),
        ("\n[dar]", '2: unknown key "dar" (did you mean "dra"?)'),
        ("[n-plus-on]", '1: unknown key "n-plus-on" (did you mean "n-plus-one"?)'),
        (
            "[dra]\nexempt = []\nexmpt = []",
            '3: unknown key "exmpt" in [dra] (did you mean "exempt"?)',
        ),
        (
            "[rules.spec_missing]\nmax_line = 1",
            '2: unknown key "max_line" in [rules.spec_missing] (did you mean "max-lines"?)',
        ),
        (
            "[rules.spec-missing]\nmax-lines = 1\nmax_lines = 1",
            '3: "max_lines" is given twice, with - and with _',
        ),
        ("[dra]\nexempt = 'a'", '2: "exempt" must be an array, not a string'),
        (
            "[dra]\nexempt = [\n'a',\n2,\n]",
            '4: item 2 of "exempt" must be a string, not an integer',
        ),
        ("[dra]\n\nmax-lines = 0", '3: "max-lines" must be an integer >= 1'),
        ("[dra]\nmax_lines = true", '2: "max_lines" must be an integer, not a boolean'),
        ("[dra]\nmax_lines = 1.0", '2: "max_lines" must be an integer, not a number'),
        ("[dra]\nshare = '1'", '2: "share" must be a number, not a string'),
        ("[dra]\nlimit = 2024-01-01", '2: "limit" must be an integer, not a date'),
        (
            "[dra]\nmode = 'strickt'",
            '2: "mode" must be "loose" or "strict", not "strickt" (did you mean "strict"?)',
        ),
        (
            "[dra]\ncolour = 'reed'",
            '2: "colour" must be "red" or "blue", not "reed" (did you mean "red"?)',
        ),
        ("[dra]\npair = [1]", '2: "pair" must be an array of length 2, not 1'),
        ("[dra]\npair = [1,\n2]", '3: item 2 of "pair" must be a string, not an integer'),
        ("[dra]\nbest = 1", '2: "best" must be a table, not an integer'),
        (
            "[dra.groups.a]\nminimum-share = 1\n[dra.groups.b]\n\nminimum-share = '1'",
            '5: "minimum-share" must be an integer, not a string',
        ),
        ("[dra.groups]\na = {}\nb = 1", '3: "b" must be a table, not an integer'),
        (
            "[dra.groups.a]\n[dra.groups.b]\nminimum-sure = 1",
            '3: unknown key "minimum-sure" in [dra.groups.b] (did you mean "minimum-share"?)',
        ),
        (
            "[[dra.layers]]\n[[dra.layers]]\npaths = ['a']\n[[dra.layers]]\npaths = [\n1]",
            '6: item 1 of "paths" must be a string, not an integer',
        ),
        (
            "[[dra.layers]]\n[[dra.layers]]\npath = ['a']",
            '3: unknown key "path" in [dra.layers] (did you mean "paths"?)',
        ),
        ("[dra]\nlayers = [\n{}, 1]", '3: item 2 of "layers" must be a table, not an integer'),
        (
            "[dra]\n[rules.spec-missing]\nshare = 2",
            r'2: "spec-missing": a share is at most 1\nreally',
        ),
        ("[rules.x-needy]", '1: [rules.x-needy] needs the key "name"'),
    ],
)
def test_faults(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        checked(text)
    assert str(raised.value) == f"{FILE}:{message}"


def test_a_table_without_a_file() -> None:
    with pytest.raises(ConfigError) as raised:
        options(Group, {"minimum_share": "x"}, Where(None, ("rules", "a")))
    assert str(raised.value) == 'configuration: "minimum_share" must be an integer, not a string'


def test_names_on_the_command_line() -> None:
    check_names("--select", ["all", "doc", "spec-missing"], rules=RULES, families=FAMILIES)
    with pytest.raises(ConfigError) as raised:
        check_names("--select", ["doc", "oto"], rules=RULES, families=FAMILIES)
    assert str(raised.value) == '--select: unknown rule or family "oto" (did you mean "otp"?)'


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("spec-mising", "spec-missing"),
        ("SPEC_MISSING", "spec-missing"),
        ("doc-missing-modul", "doc-missing-module"),
        ("", None),
        ("zzz", None),
        ("spec-missing" * 9, None),
    ],
)
def test_nearest(name: str, found: str | None) -> None:
    assert nearest(name, RULES) == found
    assert nearest(name, RULES[::-1]) == found
    assert nearest(name, ()) is None
