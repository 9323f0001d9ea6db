"""A feature built: which files are written, which grow, and what is left to a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dralint.analysis.layout.roles import nature

from . import english, templates
from .extend import Extension, extended
from .feature import Feature, FeatureError
from .names import Named, domain_door, door_of, mirror, named, whole
from .site import Site


@dataclass(frozen=True)
class Change:
    """One file: `path` lies inside the mix project. `what` is create, extend or exists.

    `text` is its whole new content. `note` says what was added.
    """

    path: str
    what: str
    text: bytes = b""
    note: str = ""


@dataclass
class Build:
    """The changes in order, and what to do by hand: titles with the code that goes with them."""

    changes: list[Change] = field(default_factory=list)
    advice: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Disk:
    """What is there already: texts of files inside the mix project, by path."""

    texts: Mapping[str, bytes]
    exists: Callable[[str], bool]

    def create(self, build: Build, path: str, text: str) -> None:
        if self.exists(path):
            build.changes.append(Change(path, "exists"))
        else:
            build.changes.append(Change(path, "create", text.encode()))


def build(
    feature: Feature, site: Site, texts: Mapping[str, bytes], exists: Callable[[str], bool]
) -> Build:
    """Return what makes a feature of a site.

    `texts` holds the texts of the project's files, `exists` says whether a path is taken; both go
    by paths inside the mix project.
    """
    disk = _Disk(texts, exists)
    all_ = [named(site, action) for action in feature.actions]
    if site.dialect == "ash":
        return _ash(site, all_, disk)
    if site.dialect == "single":
        return _single(site, all_, disk)
    doors = Build()
    offered = _api(doors, site, all_, disk)
    if site.dialect == "nerves":
        _domain_api(doors, site, all_, disk)
    made = Build(advice=doors.advice)
    for each in all_:
        text = templates.test(site, each, each.offered in offered)
        disk.create(made, each.test_path, text)
    for each in all_:
        disk.create(made, each.path, templates.action(site, each))
    made.changes += doors.changes
    return made


def _api(made: Build, site: Site, all_: list[Named], disk: _Disk) -> frozenset[str]:
    """Let the API hand on to the actions; return the names of the functions that it gains."""
    path, module = door_of(site)
    if site.door is None:
        if not disk.exists(path):
            made.changes.append(Change(path, "create", templates.api(site, all_).encode()))
            return frozenset(each.offered for each in all_)
        made.changes.append(Change(path, "exists"))
        made.advice.append((f"{path} is there; add to `{module}`:", _functions(site, all_)))
        return frozenset()

    def write(each: Named, written: Callable[[str], str]) -> str:
        schema = written(site.schema.name) if site.schema else None
        return templates.forward(site, each, written(each.module), schema)

    source = disk.texts[path]
    grown = extended(site.door, source, all_, lambda each: each.offered, write)
    _grow(made, path, grown, lambda: _functions(site, all_))
    return frozenset(() if isinstance(grown, str) else grown.added)


def _grow(made: Build, path: str, grown: Extension | str, code: Callable[[], str]) -> None:
    """Note what came of an extension."""
    if isinstance(grown, str):
        made.changes.append(Change(path, "exists"))
        made.advice.append((f"{path} was left alone ({grown}); add to it:", code()))
    elif grown.added:
        made.changes.append(Change(path, "extend", grown.text, ", ".join(grown.added)))
    else:
        made.changes.append(Change(path, "exists"))


def _functions(site: Site, all_: list[Named]) -> str:
    schema = site.schema.name if site.schema else None
    return "\n\n".join(templates.forward(site, each, each.module, schema) for each in all_)


def _domain_api(made: Build, site: Site, all_: list[Named], disk: _Disk) -> None:
    """The dialect `nerves` has an API of the domain as well."""
    path, module = domain_door(site)
    if not disk.exists(path):
        text = templates.domain_api(site, module, all_)
        made.changes.append(Change(path, "create", text.encode()))
        return
    _, door = door_of(site)

    def write(each: Named, written: Callable[[str], str]) -> str:
        return templates.domain_forward(site, each, written(door))

    def code() -> str:
        return "\n\n".join(templates.domain_forward(site, each, door) for each in all_)

    known = site.modules.get(path)
    if known is None:
        grown: Extension | str = "it defines no module"
    else:
        grown = extended(known, disk.texts[path], all_, templates.domain_name(site), write)
    _grow(made, path, grown, code)


def _single(site: Site, all_: list[Named], disk: _Disk) -> Build:
    """A resource that is one module."""
    made = Build()
    path, module = whole(site)
    tests = mirror(site, path)
    known = site.modules.get(path)
    if not disk.exists(path):
        disk.create(made, tests, templates.single_test(site, module, all_))
        text = templates.single(site, module, all_)
        made.changes.append(Change(path, "create", text.encode()))
        return made
    have = {function.name for function in known.functions} if known else set()
    left = [each for each in all_ if each.action not in have]
    if disk.exists(tests) and left:
        made.changes.append(Change(tests, "exists"))
        code = templates.describes(site, module, left)
        made.advice.append((f"{tests} is there; add to it:", code))
    else:
        disk.create(made, tests, templates.single_test(site, module, left or all_))
    if known is None or nature(known) is not None:
        grown: Extension | str = "it is more than functions"
    else:
        grown = extended(
            known,
            disk.texts[path],
            left,
            lambda each: each.action,
            lambda each, written: templates.function(site, each),
            aliases=False,
        )
    _grow(
        made,
        path,
        grown,
        lambda: "\n\n".join(templates.function(site, each) for each in left),
    )
    return made


_KINDS = {"create": "create", "update": "update", "delete": "destroy", "destroy": "destroy"}


def _ash(site: Site, all_: list[Named], disk: _Disk) -> Build:
    """Ash writes its own resources; here are the lines that it needs."""
    if len(site.domain) > 1:
        raise FeatureError("an Ash domain is one module: name a domain without '/'")
    made = Build()
    path, module = whole(site)
    above = module.rpartition(".")[0]
    if not disk.exists(path):
        made.advice.append(
            ("let Ash write the resource:", f"mix ash.gen.resource {module} --domain {above}")
        )
    actions = "\n".join(f"  {_kind(each.action)} :{each.action}" for each in all_)
    made.advice.append((f"in `{module}`:", f"actions do\n{actions}\nend"))
    defines = "\n".join(
        f"    define :{each.action}_{site.resource}, action: :{each.action}" for each in all_
    )
    made.advice.append(
        (
            f"in `{above}`, which offers the {english.things(site.resource)} to others:",
            f"resources do\n  resource {module} do\n{defines}\n  end\nend",
        )
    )
    return made


def _kind(action: str) -> str:
    """Return what kind of action Ash has for a name."""
    first = action.partition("_")[0]
    reading = ("list", "get", "read", "fetch", "find", "search", "show", "by")
    return "read" if first in reading else _KINDS.get(first, "create")
