"""The domains of an application that Ash declares: resources, actions, and their code interface.

An action of Ash is no function but a line of its resource; what calls it is the function of the
code interface, which stands in the domain or in the resource.
"""

from collections.abc import Iterator
from typing import NamedTuple

from dralint.analysis.ash.ash import Ash, AshModule
from dralint.analysis.layout.lexicon import snake
from dralint.analysis.layout.roles import nature
from dralint.analysis.map.model import (
    Caller,
    MappedAction,
    MappedDomain,
    MappedResource,
    Part,
    Place,
)
from dralint.outline.values import Atom, ListOf, TupleOf
from dralint.project import App, Call, Module, Project
from dralint.text import Span


class _Declared(NamedTuple):
    kind: str
    name: str
    place: Span
    described: bool


def ash_domains(app: App, project: Project, ash: Ash) -> list[MappedDomain]:
    """Return the domains that an application declares with Ash, each with what it lists."""
    domains = {domain.name: domain for domain in ash.domains if domain.file.app is app}
    listed: dict[str, list[AshModule]] = {name: [] for name in domains}
    for resource in ash.resources:
        if resource.file.app is app:
            home = next((each.name for each in ash.homes(resource)), "")
            # Where no domain is in sight, the resource's name says where it belongs.
            listed.setdefault(home or resource.name.rpartition(".")[0], []).append(resource)
    return [
        MappedDomain(
            app=app.name,
            name=_path(name),
            dialect="ash",
            resources=tuple(_resource(each, project, ash) for each in resources),
            parts=(_part(domains[name].module, "domain-api"),) if name in domains else (),
        )
        for name, resources in listed.items()
    ]


def _path(name: str) -> str:
    """Return a module's name as the folders that it would lie in, without the application's."""
    return "/".join(map(snake, name.split(".")[1:])) or snake(name)


def _resource(resource: AshModule, project: Project, ash: Ash) -> MappedResource:
    interface = ash.interface(resource)
    return MappedResource(
        name=snake(resource.name.rpartition(".")[2]),
        actions=tuple(
            _action(resource, each, interface.get(each.name, []), project)
            for each in _declared(resource, ash)
        ),
        parts=(_part(resource.module, "schema"),),
        needs_api=False,
    )


def _declared(resource: AshModule, ash: Ash) -> Iterator[_Declared]:
    """Yield the actions of a resource, in the order of the text."""
    named = {action.call: action for action in ash.actions(resource)}
    for call in ash.entries(resource, "actions"):
        action = named.get(call)
        if action is not None:
            place = call.file.place(action.place)
            yield _Declared(action.kind, action.name, place, "description" in action.says)
        elif call.name == "defaults" and call.args and isinstance(call.args[0], ListOf):
            for item in call.args[0].items:
                first = item.items[0] if isinstance(item, TupleOf) and item.items else item
                if isinstance(first, Atom):
                    yield _Declared(first.name, first.name, call.file.place(first), False)


def _action(
    resource: AshModule, action: _Declared, defines: list[Call], project: Project
) -> MappedAction:
    offered = [
        (call.module.name, call.args[0].name)
        for call in defines
        if call.module is not None and isinstance(call.args[0], Atom)
    ]
    calls = [
        call
        for owner, function in offered
        for written in (function, f"{function}!")
        for call in project.calls_to(f"{owner}.{written}/*")
    ]
    tests = sorted({call.file.path for call in calls if call.file.is_test})
    return MappedAction(
        name=action.name,
        module=resource.name,
        entry=f"({action.kind})",
        place=Place(action.place.path, action.place.start.line),
        api=tuple(f"{owner}.{function}" for owner, function in offered),
        # The declaration is the contract, and Ash writes the specs of the code interface.
        spec=True,
        doc=action.described,
        testing="reached" if tests else "none",
        test=tests[0] if tests else "",
        callers=tuple(sorted({_caller(call) for call in calls if not call.file.is_test})),
        declared=True,
    )


def _caller(call: Call) -> Caller:
    function, module = call.function, call.module
    owner = module.name if module is not None else ""
    name = function.full_name if function is not None else owner or call.file.path
    web = call.file.kind == "web"
    role = "web" if web else (nature(module) if module is not None else None) or "other"
    start = call.name_span.start.line
    return Caller(name, owner, role, Place(call.file.path, start), direct=False, foreign=True)


def _part(module: Module, role: str) -> Part:
    span = module.span
    return Part(module.name, role, Place(span.path, span.start.line))
