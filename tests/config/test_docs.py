"""The page on configuration says what is true."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from dralint.config import Config, ConfigError, PathFilter, Selection, check, load
from dralint.config.model import KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Options:
    exempt: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    extra_blocking: tuple[str, ...] = ()


def checked(file: Path) -> Config:
    config = load(file)
    check(
        config,
        rules=["spec-missing", "doc-missing", "otp-missing-impl"],
        families=["spec", "doc", "otp"],
        analyses={"dra": Options, "blocking": Options},
        options={"spec-missing": Options},
    )
    return config


def section(title: str) -> str:
    return PAGE.partition(f"# {title}\n")[2].partition("\n#")[0]


def rows(text: str) -> list[list[str]]:
    """Return the cells of a table without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_example_is_valid(tmp_path: Path) -> None:
    example = PAGE.partition("```toml\n")[2].partition("```")[0]
    file = tmp_path / "dralint.toml"
    file.write_text(example, encoding="utf-8")
    config = checked(file)
    assert {key for key in KEYS if getattr(config, key.replace("-", "_"))} == set(KEYS)


def test_every_key_has_its_default() -> None:
    table = {key.strip("`"): default for key, _, default in rows(section("Keys"))}
    assert table.keys() == set(KEYS)
    for key, default in table.items():
        value = getattr(Config(), key.replace("-", "_"))
        if default in ("by profile", "any"):
            assert value is None
        else:
            written = tomllib.loads(f"value = {default.strip('`')}")["value"]
            assert written == (list(value) if isinstance(value, tuple) else value)


@pytest.mark.parametrize("row", rows(section("select, ignore, enable")))
def test_the_table_of_selections(row: list[str]) -> None:
    select, ignore = (tomllib.loads(f"value = {cell.strip('`')}")["value"] for cell in row[:2])
    selection = Selection.of(Config(select=tuple(select), ignore=tuple(ignore)))
    rules = ("spec-missing", "spec-other", "doc-missing")
    active = [selection.is_selected(rule, True, "info") for rule in rules]
    assert [("no", "yes")[each] for each in active] == row[2:]


@pytest.mark.parametrize("row", rows(section("Errors")))
def test_the_table_of_errors(
    row: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written, said = (cell.strip("`") for cell in row)
    Path(".dralint.toml").write_text(written, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        checked(Path(".dralint.toml"))
    assert str(raised.value) == said


@pytest.mark.parametrize("row", rows(section("Patterns")))
def test_the_table_of_patterns(row: list[str]) -> None:
    for pattern in re.findall(r"`(.*?)`", row[0]):
        PathFilter.of(Config(exclude=(pattern,)))
