"""Schemas of Ecto: the associations that each declares."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.values.names_seen import module_name
from dralint.outline.values import Atom, Value, keyword
from dralint.project import Call, File, Module, Project

_KINDS = {
    "belongs_to": False,
    "has_one": False,
    "has_many": True,
    "many_to_many": True,
}


@dataclass(frozen=True)
class Association:
    """One association: `many` rows or one, of the schema `target` where that is written."""

    name: str
    many: bool
    target: str | None
    call: Call


class Schemas:
    """The schemas of a project, each read when it is first asked for."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[tuple[str, str], Mapping[str, Association]] = {}

    @classmethod
    def of(cls, project: Project) -> "Schemas":
        """Return the schemas of a project."""
        return cls(project)

    def is_schema(self, name: str, seen_from: File | None = None) -> bool:
        """Whether a module of the project is a schema, as far as that can be seen."""
        module = self._project.module(name, seen_from)
        return module is not None and self._is_schema(module)

    def _is_schema(self, module: Module) -> bool:
        outline = module.file.outline
        return ("__schema__", 1) in module.effects.adds or any(
            call.module == module.data.index and call.function < 0 and call.name == "schema"
            for call in outline.calls
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all associations of the project."""
        return frozenset(
            field.name
            for file in self._project.files
            for data in file.outline.calls
            if data.name in _KINDS and data.function < 0 and data.args
            if isinstance(field := data.args[0], Atom)
        )

    def associations(self, name: str, seen_from: File | None = None) -> Mapping[str, Association]:
        """Return the associations of a schema by name, none where it is not known."""
        module = self._project.module(name, seen_from)
        if module is None:
            return {}
        key = (module.file.path, name)
        if key not in self._known:
            self._known[key] = _associations(module)
        return self._known[key]

    def columns(self, name: str, seen_from: File | None = None) -> frozenset[str] | None:
        """Return the columns of a schema as far as they are written, None where it is not known."""
        module = self._project.module(name, seen_from)
        return None if module is None else _columns(module)


def _columns(module: Module) -> frozenset[str]:
    found = {"id", "inserted_at", "updated_at"}
    for data in module.file.outline.calls:
        if data.module != module.data.index or data.function >= 0 or not data.args:
            continue
        name = data.args[0]
        if isinstance(name, Atom) and data.name == "field":
            if keyword(data.args[-1], "virtual") is None:
                found.add(name.name)
        elif isinstance(name, Atom) and data.name == "belongs_to":
            found.add(f"{name.name}_id")
    return frozenset(found)


def _associations(module: Module) -> dict[str, Association]:
    found: dict[str, Association] = {}
    for data in module.file.outline.calls:
        if data.module != module.data.index or data.function >= 0 or data.name not in _KINDS:
            continue
        field = data.args[0] if data.args else None
        if isinstance(field, Atom):
            target: Value | None = data.args[1] if len(data.args) > 1 else None
            call = module.file.call(data.index)
            to = module_name(module.file, data.module, target)
            found[field.name] = Association(field.name, _KINDS[data.name], to, call)
    return found
