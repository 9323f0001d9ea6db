"""Which modules of the project a file speaks of, in whatever way."""

from collections.abc import Iterator

from dralint.project import File, Project


def modules_used(project: Project, file: File) -> frozenset[str]:
    """Return the modules of the project that a file's code uses: calls, structs, `use`, values.

    An `alias` alone is no use.
    """
    found = set(project.targets(file))
    for directive in file.outline.directives:
        if directive.kind in ("use", "import"):
            found.add(directive.name)
    found.update(_expanded(file))
    return frozenset(name for name in found if name is not None and project.defines(name))


def modules_named(project: Project, file: File, used: frozenset[str]) -> frozenset[str]:
    """Return the modules of the project that a file names in any way, aliases included.

    `used` are those that it uses.
    """
    aliased = {d.name for d in file.outline.directives if d.name is not None}
    return used | {name for name in aliased if project.defines(name)}


def _expanded(file: File) -> Iterator[str]:
    """Yield what stands in a file, also expanded by the aliases that it has or a `use` brings."""
    names = file.outline.spoken
    short = {d.as_name: d.name for d in file.outline.directives if d.as_name and d.name}
    for module in file.modules:
        short |= {alias: full for alias, full in module.effects.aliases if alias not in short}
    yield from names
    for name in names:
        first, dot, rest = name.partition(".")
        if first in short:
            yield f"{short[first]}{dot}{rest}"
