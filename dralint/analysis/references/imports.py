"""Idle names: the aliases and imports of a file that nothing in it uses."""

from collections.abc import Iterator

from dralint.outline import Directive
from dralint.outline.values import Atom, ListOf, Number, TupleOf, keyword
from dralint.project import File, Module, Project

TEMPLATES = frozenset(("embed_templates", "render_template", "function_from_file", "function"))
"""Functions that read templates, which may use what their module names."""


class IdleNames:
    """The aliases and imports of a project that nobody uses."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "IdleNames":
        """Return the idle names of a project."""
        return cls(project)

    def aliases(self, file: File) -> Iterator[Directive]:
        """Yield the aliases of a file that are never used; none where templates may use them."""
        outline = file.outline
        if not outline.idle or outline.breaks or outline.cut or _reads_templates(file):
            return
        for index in outline.idle:
            each = outline.directives[index]
            if each.module >= 0 and not _is_muted(each) and not self._hidden_use(file, each.module):
                yield each

    def imports(self, file: File) -> Iterator[tuple[Directive, tuple[str, ...]]]:
        """Yield the imports with a list of names of which none is used, with those names."""
        outline = file.outline
        if outline.breaks or outline.cut or _reads_templates(file):
            return
        applied = frozenset(outline.applied)
        for each in outline.directives:
            if each.kind != "import" or each.quote >= 0 or each.module < 0 or _is_muted(each):
                continue
            names = _listed(each)
            if not names or self._hidden_use(file, each.module):
                continue
            if any(name in applied or not name[:1].isalpha() for name, _ in names):
                continue
            used = any(
                call.on is None
                and each.start < call.start < each.until
                and any(call.name == name for name, _ in names)
                for call in outline.calls
            )
            if not used:
                yield each, tuple(f"{name}/{arity}" for name, arity in names)

    def _hidden_use(self, file: File, module: int) -> bool:
        """Whether a `use` in a module compiles templates or code that cannot be seen into it."""
        found: Module = file.modules[module]
        uses = found.effects.uses
        if found.effects.open or any(use.startswith(("Phoenix.", "Plug.")) for use in uses):
            return True
        return bool(uses & {"Phoenix.View", "Phoenix.Template", "Surface.Component", "EEx"})


def _reads_templates(file: File) -> bool:
    return any(call.name in TEMPLATES for call in file.outline.calls if call.function < 0)


def _is_muted(directive: Directive) -> bool:
    warn = keyword(directive.options, "warn")
    return isinstance(warn, Atom) and warn.name == "false"


def _listed(directive: Directive) -> list[tuple[str, str]]:
    """Return the names and arities that an import lists under `only:`."""
    only = keyword(directive.options, "only")
    found: list[tuple[str, str]] = []
    for item in only.items if isinstance(only, ListOf) else ():
        if not isinstance(item, TupleOf) or len(item.items) != 2:
            return []
        name, arity = item.items
        if not isinstance(name, Atom) or not isinstance(arity, Number):
            return []
        found.append((name.name, arity.text))
    return found
