"""What ExUnit is told: the tags of tests that it leaves out."""

from dataclasses import dataclass
from functools import cached_property

from dralint.outline.values import Atom, ListOf, TupleOf, Value, keyword
from dralint.project import App, Call, File, Function, Module, Project


class ExUnit:
    """The settings of each mix project's test runs, as far as they are written down."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "ExUnit":
        """Return the settings of a project's tests."""
        return cls(project)

    @cached_property
    def _calls(self) -> tuple[Call, ...]:
        targets = ("ExUnit.start/*", "ExUnit.configure/*")
        return tuple(call for target in targets for call in self._project.calls_to(target))

    def settings(self, file: File) -> list[Call]:
        """Return the calls in a file that start or configure ExUnit."""
        return [call for call in self._calls if call.file == file]

    @cached_property
    def _excluded(self) -> dict[App, frozenset[str]]:
        return self._tags("exclude")

    @cached_property
    def _included(self) -> dict[App, frozenset[str]]:
        return self._tags("include")

    def _tags(self, option: str) -> dict[App, frozenset[str]]:
        found: dict[App, set[str]] = {}
        for call in self._calls:
            for arg in call.args:
                names = {tag.name for tag in tags_in(keyword(arg, option))}
                found.setdefault(call.file.app, set()).update(names)
        return {app: frozenset(names) for app, names in found.items()}

    def excluded(self, app: App) -> frozenset[str]:
        """Return the tags that keep a test from running unless they are asked for."""
        return self._excluded.get(app, frozenset())

    def included(self, app: App) -> frozenset[str]:
        """Return the tags that make a test run although others would exclude it."""
        return self._included.get(app, frozenset())

    def excludes(self, call: Call, tag: str) -> bool:
        """Whether a setting excludes a tag."""
        given = (keyword(arg, "exclude") for arg in call.args)
        return any(each.name == tag for value in given for each in tags_in(value))


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


def is_sample(module: Module) -> bool:
    """Whether a module of tests stands inside a test: material for a test of tests."""
    while not module.data.inner and module.data.parent >= 0:
        module = module.file.modules[module.data.parent]
    return module.data.inner
