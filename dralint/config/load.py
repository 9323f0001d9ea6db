"""A configuration file found and read. It comes from the checked project: nothing in it is run."""

import re
import stat
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from dralint import __version__
from dralint.text import decode

from .errors import ConfigError, fold, quoted, suggestion
from .model import KEYS, Config
from .options import options
from .source import Source, Where

NAMES = (".dralint.toml", "dralint.toml")

_LARGEST = 256 * 1024
_PLACE = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"


def find(start: Path) -> Path | None:
    """Return the configuration nearest to a file or directory: in it, or in one above.

    The search ends with the directory that holds `.git`. Two configurations in one directory are
    an error, and so is one that is a link out of the repository.
    """
    try:
        start = start.resolve()
    except (OSError, RuntimeError):  # a loop of links
        start = start.absolute()
    for directory in (start, *start.parents):
        found = [path for name in NAMES if _exists(path := directory / name)]
        if len(found) > 1:
            raise ConfigError(f"{_shown(found[0])}: {NAMES[1]} stands beside it; keep one of them")
        if found:
            _stay_inside(found[0])
            return found[0]
        if _exists(directory / ".git"):
            break
    return None


def load(path: Path) -> Config:
    """Read a configuration. What needs knowledge of the rules is left to `check`."""
    return parse(_read(path))


def parse(source: Source) -> Config:
    """Return the configuration that a text says."""
    where = Where(source)
    known: dict[str, Any] = {}
    analyses: dict[str, dict[str, Any]] = {}
    parsed = _parse(source)
    _require(parsed, where)
    for key, value in parsed.items():
        name, place = fold(key), where.at(key)
        if name == "plugins":
            raise place.error(
                "plugins come from the installed environment, not from the project's configuration"
            )
        if name in known or name in analyses:
            raise place.error(f"{quoted(key)} is given twice, with - and with _")
        if name in KEYS:
            known[name] = _ids(value, place) if name in ("severity", "rules") else value
        elif isinstance(value, dict):
            analyses[name] = value
        else:
            hint = suggestion(key, KEYS) or f"; options of an analysis are a table, [{fold(key)}]"
            raise place.error(f"unknown key {quoted(key)}{hint}")
    return replace(options(Config, known, where), analyses=analyses, source=source)


def _require(parsed: dict[str, Any], where: Where) -> None:
    """Hold our version against `required-version`, before a key of a newer one is an error."""
    key = next((each for each in parsed if fold(each) == "required-version"), None)
    if key is None:
        return
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    place, wanted = where.at(key), parsed[key]
    if not isinstance(wanted, str):
        raise place.error(f"{quoted(key)} must be a string")
    try:
        allowed = SpecifierSet(wanted)
    except InvalidSpecifier:
        raise place.error(
            f'{quoted(key)} must be versions such as ">=0.2,<0.4", not {quoted(wanted)}'
        ) from None
    if not allowed.contains(__version__, prereleases=True):
        raise place.error(f"this project wants dralint {wanted}, and this is {__version__}")


def _ids(table: Any, where: Where) -> Any:
    """Return a table by rule with its keys spelled as rules are."""
    if not isinstance(table, dict):
        return table
    out: dict[str, Any] = {}
    for key, value in table.items():
        if fold(key) in out:
            raise where.at(key).error(f"{quoted(key)} is given twice, with - and with _")
        out[fold(key)] = value
    return out


def _read(path: Path) -> Source:
    name = _shown(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ConfigError(f"{name}: is not a file")
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise ConfigError(f"{name}: there is no such file") from None
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise ConfigError(f"{name}: cannot be the name of a file") from None
    if len(content) > _LARGEST:
        raise ConfigError(f"{name}: is larger than {_LARGEST // 1024} KB")
    try:
        text = decode(content)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{name}:{line}: is not UTF-8") from None
    return Source(name, str(path.parent.resolve()), text)


def _parse(source: Source) -> dict[str, Any]:
    import tomllib  # 5 ms, and most of it regular expressions: only where there is a file

    from .locate import DEPTH, TooDeep, positions

    try:
        positions(source.text)
        return tomllib.loads(source.text)
    except TooDeep as deep:
        raise ConfigError(
            f"{source.name}:{deep.line}: is nested deeper than {DEPTH} levels"
        ) from None
    except ValueError as error:
        raise _not_toml(source, str(error)) from None


def _not_toml(source: Source, message: str) -> ConfigError:
    """Return tomllib's complaint in our form. It names the end of the text, but not its line."""
    line, column = source.text.rstrip().count("\n") + 1, ""
    if place := re.search(_PLACE, message):
        message = message[: place.start()]
        if place[1]:
            line, column = int(place[1]), f" at column {place[2]}"
    elif number := re.search(r"[\d_]{4300,}", source.text):  # int() refuses it, not tomllib
        line, message = source.text.count("\n", 0, number.start()) + 1, "a number is too long"
    return ConfigError(f"{source.name}:{line}: not valid TOML: {message}{column}")


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except (OSError, ValueError):
        return False
    return True


def _stay_inside(path: Path) -> None:
    """Refuse a link to a file elsewhere: the checked project must not have it read."""
    if not path.is_symlink():
        return
    repository = next((each for each in path.parents if _exists(each / ".git")), path.parent)
    try:
        inside = path.resolve().is_relative_to(repository)
    except (OSError, RuntimeError):  # a loop of links
        inside = False
    if not inside:
        raise ConfigError(f"{_shown(path)}: is a link that leads out of the project")


def _shown(path: Path) -> str:
    """Return how messages call a file: from the working directory, where it is below."""
    absolute = path.absolute()
    here = Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else path)
