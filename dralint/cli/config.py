"""`dralint config`: what holds for a project, and where it is said."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click

from dralint.analysis.options import OPTIONS
from dralint.config import Config, final_confidence
from dralint.discover import shown
from dralint.engine.choice import Choice, configured, settings_of
from dralint.engine.wanted import wanted
from dralint.plugins import Plugins

DEFAULT = "default"
_TOP = (
    "profile",
    "select",
    "ignore",
    "enable",
    "min-confidence",
    "fail-on",
    "exclude",
    "credo",
    "max-file-kb",
)


@dataclass(frozen=True)
class Setting:
    """One setting: its table (empty: at the top), key, value, and where the value is said."""

    table: str
    key: str
    value: Any
    origin: str


@click.command()
@click.argument("path", default=".", type=click.Path())
@click.option("--config", "config_file", type=click.Path(), help="Configuration file to use.")
@click.option("--isolated", is_flag=True, help="Use no configuration.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--all", "show_all", is_flag=True, help="Show the options that are at their default.")
def config(path: str, config_file: str | None, isolated: bool, form: str, show_all: bool) -> int:
    """Show the configuration that holds for the project of PATH (default: here).

    The text is itself a configuration: each setting with the place where it is said.
    """
    chosen = wanted([path])
    if chosen.missing:
        raise click.UsageError(f"{path}: no such file or directory")
    [root] = chosen.roots
    plugins = Plugins()
    choice = Choice(config_file=config_file, isolated=isolated)
    known = configured(root, choice)
    # What nothing answers to is an error here as everywhere.
    for note in settings_of(known, choice, plugins).notes:
        print(f"dralint: {note}", file=sys.stderr)
    found = [
        each
        for each in (*_top(known), *_tables(known, plugins))
        if show_all or not each.table or each.origin != DEFAULT
    ]
    file = known.source.name if known.source else None
    if form == "json":
        rows = [
            {"table": each.table, "key": each.key, "value": each.value, "origin": each.origin}
            for each in found
        ]
        document = {"root": shown(root, Path.cwd()), "file": file, "settings": rows}
        print(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        print(f"# root: {shown(root, Path.cwd())}")
        print(f"# file: {file or 'none; `dralint init` writes one'}")
        print(_text(found))
    return 0


def _top(known: Config) -> Iterator[Setting]:
    for key in _TOP:
        value = getattr(known, key.replace("-", "_"))
        origin = _origin(known, key)
        if key == "min-confidence" and value is None:
            value, origin = final_confidence(known), f'profile "{known.profile}"'
        yield Setting("", key, _plain(value), origin)
    if known.required_version is not None:
        origin = _origin(known, "required-version")
        yield Setting("", "required-version", known.required_version, origin)


def _tables(known: Config, plugins: Plugins) -> Iterator[Setting]:
    for rule, level in sorted(known.severity.items()):
        yield Setting("severity", rule, level, _origin(known, "severity", rule))
    for pattern, names in known.per_path_ignores.items():
        origin = _origin(known, "per-path-ignores", pattern)
        yield Setting("per-path-ignores", pattern, list(names), origin)
    for name, kind in sorted(OPTIONS.items()):
        yield from _options(known, (name,), kind, known.analyses.get(name, {}))
    for id, each in plugins.rules.items():
        if each.options is not None:
            # As the file has it, which may be by an id of the past.
            name = next((old for old in each.formerly if old in known.rules), id)
            yield from _options(known, ("rules", name), each.options, known.rules.get(name, {}))


def _options(
    known: Config, keys: tuple[str, ...], kind: type[Any], given: Mapping[str, Any]
) -> Iterator[Setting]:
    spelled = {key.replace("_", "-"): value for key, value in given.items()}
    default = kind()
    for field in fields(kind):
        key = field.name.replace("_", "-")
        if key in spelled:
            yield Setting(".".join(keys), key, spelled[key], _origin(known, *keys, key))
        else:
            yield Setting(".".join(keys), key, _plain(getattr(default, field.name)), DEFAULT)


def _origin(known: Config, *keys: str) -> str:
    """Return the place of a setting in the file, or that it is not there."""
    return known.where(*keys).place or DEFAULT


def _plain(value: Any) -> Any:
    """Return a value as JSON and TOML hold it."""
    if isinstance(value, tuple | list | set | frozenset):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return value


def _text(settings: list[Setting]) -> str:
    lines: list[str] = []
    table = ""
    for each in settings:
        if each.table != table:
            table = each.table
            lines += ["", f"[{table}]"]
        lines.append(f"{_key(each.key)} = {_toml(each.value)}  # {each.origin}")
    return "\n".join(lines)


def _key(key: str) -> str:
    bare = key.replace("-", "").replace("_", "")
    return key if bare.isascii() and bare.isalnum() else json.dumps(key)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(key)} = {_toml(each)}" for key, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    # Strings, numbers and booleans are spelled as in JSON.
    return json.dumps(value, ensure_ascii=False)
