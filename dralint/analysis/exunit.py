"""What ExUnit is told: the tags of tests that it leaves out."""

from dataclasses import dataclass
from functools import cached_property

from dralint.outline.values import Atom, ListOf, TupleOf, Value, keyword
from dralint.project import App, Function, Project


class ExUnit:
    """The settings of each mix project's test runs, as far as they are written down."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "ExUnit":
        """Return the settings of a project's tests."""
        return cls(project)

    @cached_property
    def _excluded(self) -> dict[App, frozenset[str]]:
        found: dict[App, set[str]] = {}
        for target in ("ExUnit.start/*", "ExUnit.configure/*"):
            for call in self._project.calls_to(target):
                for arg in call.args:
                    found.setdefault(call.file.app, set()).update(
                        tag.name for tag in tags_in(keyword(arg, "exclude"))
                    )
        return {app: frozenset(names) for app, names in found.items()}

    def excluded(self, app: App) -> frozenset[str]:
        """Return the tags that keep a test from running unless they are asked for."""
        return self._excluded.get(app, frozenset())


@dataclass(frozen=True)
class Tag:
    """A tag and its value; a bare `:tag` is set to `true`."""

    name: str
    value: Value | None


def tags_in(value: Value | None) -> tuple[Tag, ...]:
    """Return the tags in the value of `@tag` or `exclude:`: an atom, a list, keywords."""
    match value:
        case Atom():
            return (Tag(value.name, None),)
        case ListOf():
            return tuple(tag for item in value.items for tag in tags_in(item))
        case TupleOf(items=(Atom() as name, given)):
            return (Tag(name.name, given),)
        case _:
            return ()


def is_skipped(function: Function) -> bool:
    """Whether a test has the tag `:skip`, itself or through its module."""
    attributes = function.file.outline.attributes
    own = (attributes[index] for index in function.data.attrs)
    whole = (each for each in function.module.attributes if each.name == "moduletag")
    return any(
        tag.name == "skip" and not (isinstance(tag.value, Atom) and tag.value.name == "false")
        for attribute in (*own, *whole)
        if attribute.name in ("tag", "moduletag")
        for tag in tags_in(attribute.value)
    )
