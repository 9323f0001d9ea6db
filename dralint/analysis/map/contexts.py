"""The map of an application that does not follow Domain Resource Action: its contexts.

A folder directly below the application is a domain, with the module of its name as its door. A
function of the door belongs to the schema that its name speaks of (`create_user` to `user`), or
else to the door itself. Every other module with functions is a resource of its own (the dialect
`single`), except that modules which offer one function only, as commands and queries do, are the
actions of their folder.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dralint.analysis.layout.evidence import singular
from dralint.analysis.layout.lexicon import NON_DOMAINS, normal, words
from dralint.analysis.layout.roles import announced, nature
from dralint.analysis.layout.seats import Seat, seats
from dralint.analysis.layout.surface import Surface
from dralint.analysis.map.callers import Callers
from dralint.analysis.map.model import (
    MappedAction,
    MappedDomain,
    MappedResource,
    Part,
    Place,
)
from dralint.analysis.map.testing import Tests
from dralint.project import App, Function, Project

_BANNED = frozenset(map(normal, NON_DOMAINS))
_COMMANDS = frozenset("call run execute perform process handle invoke apply".split())
"""Names of the one function of a module that is a command."""
_ALIKE = 3
"""So many neighbours whose one function has the same name are commands too, whatever it is."""


def domains_of(
    app: App, project: Project, surface: Surface, callers: Callers, tests: Tests
) -> list[MappedDomain]:
    """Return the contexts of an application, in order of names.

    Where none of its folders holds anything, the application itself is drawn as one.
    """
    drawing = _Drawing(surface, callers, tests)
    groups: dict[str, list[Seat]] = defaultdict(list)
    loose: list[Seat] = []
    for seat in seats(project, app):
        if not seat.folders:
            loose.append(seat)
        elif normal(seat.folders[0]) not in _BANNED:
            groups[seat.folders[0]].append(seat)
    for seat in loose:
        own = next((name for name in groups if normal(name) == normal(seat.stem)), None)
        if own is not None:
            groups[own].append(seat)
    drawn = [drawing.domain(app, name, groups[name]) for name in sorted(groups)]
    found = [domain for domain in drawn if domain.resources]
    if found or not loose:
        return found
    whole = drawing.domain(app, "", loose)
    return [whole] if whole.resources else []


@dataclass
class _Resource:
    """A resource while it is being gathered."""

    name: str
    doors: list[Seat] = field(default_factory=list)
    actions: list[MappedAction] = field(default_factory=list)


@dataclass(frozen=True)
class _Drawing:
    """What the drawing of one context needs."""

    surface: Surface
    callers: Callers
    tests: Tests

    def domain(self, app: App, name: str, inside: list[Seat]) -> MappedDomain:
        """Return one context."""
        schemas = {_words(seat.stem): seat for seat in inside if nature(seat.module) == "schema"}
        found: dict[str, _Resource] = {}
        parts: list[Part] = []
        commands = self._commands(inside)
        for seat in sorted(inside, key=lambda each: (len(each.folders), each.file.path)):
            role = nature(seat.module)
            offered = self._offered(seat)
            if role not in (None, "schema") or not offered:
                parts.append(_part(seat, role or announced(seat.stem) or "support"))
                continue
            door = role is None and normal(seat.stem) == normal(name)
            known = schemas if door else {}
            if role == "schema":
                parts.append(_part(seat, "schema"))
                continue
            for functions in offered:
                resource, action = self._belongs(seat, functions, known, commands)
                into = found.setdefault(resource, _Resource(resource))
                if seat not in into.doors and action != seat.stem:
                    into.doors.append(seat)
                into.actions.append(self._action(action, functions))
        return MappedDomain(
            app.name,
            name,
            "single",
            tuple(_resource(found[key]) for key in sorted(found)),
            parts=tuple(parts),
        )

    def _offered(self, seat: Seat) -> list[list[Function]]:
        """Return the public functions of a module, those of one name together."""
        names: dict[str, list[Function]] = defaultdict(list)
        for function in seat.module.functions:
            if self.surface.offer(function) is not None and not function.hidden:
                names[function.name.removesuffix("!")].append(function)
        return list(names.values())

    def _commands(self, inside: list[Seat]) -> set[Seat]:
        """Return the modules that are one action each."""
        groups: dict[tuple[tuple[str, ...], str], set[Seat]] = defaultdict(set)
        for seat in inside:
            offered = self._offered(seat) if nature(seat.module) is None else []
            if len(offered) == 1 and seat.folders:
                groups[seat.folders, offered[0][0].name.removesuffix("!")].add(seat)
        return {
            seat
            for (_, name), seats_ in groups.items()
            if name in _COMMANDS or len(seats_) >= _ALIKE
            for seat in seats_
        }

    def _belongs(
        self,
        seat: Seat,
        functions: list[Function],
        schemas: dict[tuple[str, ...], Seat],
        commands: set[Seat],
    ) -> tuple[str, str]:
        """Return the resource and the name of an action."""
        name = functions[0].name.removesuffix("!")
        said = _words(name)
        held = [each for each in schemas if _within(each, said)]
        if held:
            return schemas[max(held, key=len)].stem, name
        if seat in commands:
            return seat.folders[-1], seat.stem
        return seat.stem, name

    def _action(self, name: str, functions: list[Function]) -> MappedAction:
        first = functions[0]
        span = first.span
        callers = {each for function in functions for each in self.callers.of_function(function)}
        test = self.tests.of(functions)
        return MappedAction(
            name=name,
            module=first.module.name,
            entry=first.label,
            place=Place(span.path, span.start.line),
            api=(first.full_name,),
            spec=any(map(self.surface.has_spec, functions)),
            doc=any(self.surface.has_doc(each) for each in functions),
            testing="reached" if test else "none",
            test=test,
            callers=tuple(sorted(callers)),
        )


def _resource(gathered: _Resource) -> MappedResource:
    return MappedResource(
        gathered.name,
        tuple(gathered.actions),
        apis=tuple(_part(seat, "context") for seat in gathered.doors),
        needs_api=False,
    )


def _part(seat: Seat, role: str) -> Part:
    span = seat.module.span
    return Part(seat.module.name, role, Place(span.path, span.start.line))


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name, each without its plural."""
    return tuple(_singulars(words(name.rstrip("!?"))))


def _singulars(parts: Iterable[str]) -> Iterator[str]:
    return (singular(part) for part in parts)


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether words stand next to each other in a longer list of words."""
    size = len(part)
    return any(whole[at : at + size] == part for at in range(len(whole) - size + 1))
