"""The index of a rule package: the cards of its rules, kept until one of its files changes.

It lies in the user's cache folder and only saves time: whatever is wrong with it, the package is
imported instead.
"""

import hashlib
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache, partial
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path

import msgspec

from . import __version__
from .finding import RuleInfo
from .rule import Card, Rule

VERSION = 1
"""The version of the form in which an index is stored."""


_CODE = (".py", ".so", ".pyd")


class _Environment(msgspec.Struct, frozen=True, array_like=True):
    """The plugins of an environment: name and value of their entry points."""

    stamp: bytes
    plugins: tuple[tuple[str, str], ...]


class _Row(msgspec.Struct, frozen=True, array_like=True):
    """A card as it is stored: where the rule is found stands for the rule."""

    info: RuleInfo
    subject: str
    targets: tuple[str, ...]
    kinds: tuple[str, ...]
    after: tuple[str, ...]
    rooted: bool
    configurable: bool
    module: str
    name: str


class _Index(msgspec.Struct, frozen=True, array_like=True):
    stamp: bytes
    rows: tuple[_Row, ...]


@cache
def user_folder() -> Path | None:
    """Return the folder for what dralint keeps for the user, made if need be; None without one."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    base = Path(home) if home else Path("~/.cache").expanduser()
    folder = base / "dralint"
    try:
        if not base.is_absolute():
            return None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
            return None
    except OSError:
        return None
    return folder


@cache
def stamp(package: str) -> bytes | None:
    """Return what changes with every file of an installed package; None where it has no folder.

    The package is found, not imported.
    """
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return None
    if spec is None or spec.origin is None or not spec.submodule_search_locations:
        return None
    known = hashlib.blake2b(f"{VERSION} {__version__} {sys.version}".encode(), digest_size=20)
    try:
        for line in sorted(_files(str(Path(spec.origin).parent))):
            known.update(line.encode("utf-8", "surrogateescape"))
    except OSError:
        return None
    return known.digest()


def _files(folder: str) -> Iterable[str]:
    """Describe the files of code below a folder. Strings, not paths: there are hundreds."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_CODE):
                told = entry.stat()
                yield f"{entry.path} {told.st_size} {told.st_mtime_ns}\n"
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _files(entry.path)


def engine_stamp() -> bytes | None:
    """Return what changes with dralint and what it reads files with; None where that is unknown."""
    stamps = [stamp(name) for name in ("dralint", "tree_sitter", "tree_sitter_elixir", "rignore")]
    return None if None in stamps else b"".join(filter(None, stamps))


def plugins() -> tuple[tuple[str, str], ...]:
    """Return name and value of all entry points `dralint`, sorted.

    They are looked up where something was installed or removed since. The look-up costs as much as
    the rest of a start.
    """
    known = _environment_stamp()
    path = _place("plugins", repr(sys.path)) if known is not None else None
    if path is not None:
        try:
            environment = msgspec.msgpack.decode(path.read_bytes(), type=_Environment)
        except (OSError, msgspec.MsgspecError):
            pass
        else:
            if environment.stamp == known:
                return environment.plugins
    from importlib.metadata import entry_points

    found = tuple(sorted({(each.name, each.value) for each in entry_points(group="dralint")}))
    if path is not None and known is not None:
        _replace(path, msgspec.msgpack.encode(_Environment(known, found)))
    return found


def _environment_stamp() -> bytes | None:
    """Return what changes with what is installed; None where it is installed in unusual ways."""
    others = [finder for finder in sys.meta_path if finder is not PathFinder]
    if any(hasattr(finder, "find_distributions") for finder in others):
        return None
    known = hashlib.blake2b(f"{VERSION} {sys.version}".encode(), digest_size=20)
    for folder in sys.path:
        try:
            names = sorted(os.listdir(folder or "."))  # noqa: PTH208  strings, and cheap
        except FileNotFoundError:
            continue
        except OSError:
            return None
        for name in names:
            if name.endswith((".dist-info", ".egg-info", ".egg")):
                known.update(_told(f"{folder or '.'}/{name}"))
                known.update(_told(f"{folder or '.'}/{name}/entry_points.txt"))
    return known.digest()


def _told(path: str) -> bytes:
    try:
        told = os.stat(path)  # noqa: PTH116
    except OSError:
        return f"{path} -\n".encode("utf-8", "surrogateescape")
    line = f"{path} {told.st_size} {told.st_mtime_ns} {told.st_ino}\n"
    return line.encode("utf-8", "surrogateescape")


def read(package: str) -> tuple[Card, ...] | None:
    """Return the cards of a package from its index; None where there is none that holds."""
    path, known = _path(package), _stamp(package)
    if path is None or known is None:
        return None
    try:
        index = msgspec.msgpack.decode(path.read_bytes(), type=_Index)
    except (OSError, msgspec.MsgspecError):
        return None
    if index.stamp != known:
        return None
    if not all(f"{row.module}.".startswith(f"{package}.") for row in index.rows):
        return None
    return tuple(_card(row) for row in index.rows)


def write(package: str, rules: Iterable[Rule]) -> None:
    """Keep the cards of a package; where that cannot be done, nothing is kept."""
    path, known = _path(package), _stamp(package)
    rows = tuple(_row(rule) for rule in rules)
    if path is None or known is None:
        return
    _replace(path, msgspec.msgpack.encode(_Index(known, rows)))


def _replace(path: Path, blob: bytes) -> None:
    """Put a file in the place of another, at once."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(blob)
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _stamp(package: str) -> bytes | None:
    """Return what a package's cards depend on: its own files and those of dralint."""
    own, engine = stamp(package), stamp("dralint")
    return None if own is None or engine is None else own + engine


def _path(package: str) -> Path | None:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    return _place(f"rules-{package}", spec.origin)


def _place(name: str, where: str) -> Path | None:
    """Return the file that is kept for a place: two environments do not disturb each other."""
    folder = user_folder()
    whole = f"{sys.version} {where}".encode("utf-8", "surrogateescape")
    digest = hashlib.blake2b(whole, digest_size=8).hexdigest()
    return None if folder is None else folder / f"{name}-{digest}"


def _row(rule: Rule) -> _Row:
    module = vars(sys.modules[rule.module])
    name = next(name for name, value in module.items() if value is rule)
    card = rule.card
    return _Row(
        card.info,
        card.subject,
        card.targets,
        card.kinds,
        card.after,
        card.rooted,
        card.configurable,
        rule.module,
        name,
    )


def _card(row: _Row) -> Card:
    return Card(
        row.info,
        row.subject,
        row.targets,
        row.kinds,
        row.after,
        row.rooted,
        row.configurable,
        partial(_load, row.module, row.name),
    )


def _load(module: str, name: str) -> Rule:
    rule: Rule = getattr(import_module(module), name)
    return rule
