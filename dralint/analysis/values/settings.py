"""Settings: what `config/*.exs` says for each application, and the calls that read it."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dralint.analysis.values.binding import Env, look_up
from dralint.analysis.values.constants import (
    Alt,
    Alts,
    Condition,
    Item,
    List,
    Name,
    Place,
    Thunk,
    Tuple,
    Unknown,
    key_of,
    name_of,
    under,
)
from dralint.outline.values import Atom, ListOf, ModuleRef, TupleOf, Value
from dralint.project import Call, File, Project

if TYPE_CHECKING:
    from dralint.analysis.values.evaluate import Evaluator

READS = tuple(
    f"Application.{name}"
    for name in ("get_env", "fetch_env", "fetch_env!", "compile_env", "compile_env!")
)
"""The functions that read a setting."""


@dataclass(frozen=True, eq=False)
class Setting:
    """A value that a configuration file gives."""

    file: File
    value: Value
    start: int


class AppSettings:
    """All settings by application and key."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "AppSettings":
        """Return the settings of a project."""
        return cls(project)

    @cached_property
    def _table(self) -> dict[tuple[str, str], list[Setting]]:
        table: dict[tuple[str, str], list[Setting]] = defaultdict(list)
        for file in self._project.files:
            if file.kind != "config":
                continue
            for call in file.outline.calls:
                if call.name != "config" or len(call.args) not in (2, 3) or call.on is not None:
                    continue
                app = call.args[0]
                if not isinstance(app, Atom):
                    continue
                if len(call.args) == 3:
                    key = _key(call.args[1])
                    if key is not None:
                        table[app.name, key].append(Setting(file, call.args[2], call.start))
                elif isinstance(call.args[1], ListOf):
                    for key, value in _pairs(call.args[1]):
                        table[app.name, key].append(Setting(file, value, call.start))
        return dict(table)

    def get(self, app: str, key: str) -> list[Setting]:
        """Return the values that the files give; the key as Elixir shows it.

        What only the tests are given counts where nothing else is said.
        """
        found = self._table.get((app, key), [])
        return [each for each in found if not each.file.within.endswith("test.exs")] or found


def _key(value: Value) -> str | None:
    if isinstance(value, Atom):
        return f":{value.name}"
    return value.name if isinstance(value, ModuleRef) else None


def _pairs(pairs: ListOf) -> list[tuple[str, Value]]:
    found: list[tuple[str, Value]] = []
    for item in pairs.items:
        if isinstance(item, TupleOf) and len(item.items) == 2:
            key = _key(item.items[0])
            if key is not None:
                found.append((key, item.items[1]))
    return found


class SettingReads:
    """The fold of `Application.get_env/2` and its like: the union of what the files say."""

    def __init__(self, settings: AppSettings) -> None:
        self._settings = settings

    def __call__(
        self, ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place
    ) -> Alts | None:
        """Return what the configuration files say of a setting, and its default."""
        app, path = name_of(args[0]()), _path(args[1]() if len(args) > 1 else ())
        if app is None or path is None:
            return None
        site = (f"config {app}, {path[0]}", 0)
        found = self._configured(ev, app.lstrip(":"), path, site, at)
        if call.name == "fetch_env":
            ok = (Alt(Name(":ok", at)),)
            return tuple(Alt(Tuple((ok, (Alt(a.constant),)), at), a.when) for a in found)
        if len(args) == 3:
            found = (*found, *under(args[2](), (Condition(site, -1, "by default"),)))
        return found

    def _configured(
        self, ev: "Evaluator", app: str, path: list[str], site: tuple[str, int], at: Place
    ) -> Alts:
        answers: list[Alt] = []
        for arm, setting in enumerate(self._settings.get(app, path[0])):
            found = ev.value(setting.value, Env(setting.file, -1))
            for key in path[1:]:
                found = look_up(found, key.lstrip(":"))
            when = (Condition(site, arm, f"in {setting.file.within}"),)
            answers.extend(under(_partly(found), when))
        text = f"config :{app}, {', '.join(path)}"
        return tuple(answers) or (Alt(Unknown(text, "config", at)),)


def _path(key: Alts) -> list[str] | None:
    """Return the keys that lead to a setting."""
    if len(key) != 1:
        return None
    constant = key[0].constant
    if isinstance(constant, Name):
        return [constant.name]
    if isinstance(constant, List) and constant.items:
        names = [name_of(item.alts) for item in constant.items]
        return None if None in names else [name for name in names if name]
    return None


def _partly(alts: Alts) -> Alts:
    """Return keyword lists as what they are in configuration: merged with those of other files."""
    found: list[Alt] = []
    for alt in alts:
        constant = alt.constant
        if isinstance(constant, List) and constant.items and key_of(constant.items[0]):
            more = Item((Alt(Unknown("config", "config", constant.at)),), (), True)
            constant = List((*constant.items, more), constant.at)
        found.append(Alt(constant, alt.when))
    return tuple(found)
