"""Templates: the markup of views, components and live views, with the functions that it calls.

A template is a `~H` or a file of its own. Files belong to a module as Phoenix finds them: beside a
live view of the same name, where `embed_templates` says, and in the folder of a `Phoenix.View`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from dralint.analysis.liveview.template_code import code_of
from dralint.outline import Call as CallData
from dralint.outline.values import ModuleRef, Sigil, String, keyword
from dralint.project import Function, Module, Paper, Project
from dralint.text import Lines, Span

_ENDS = (".heex", ".leex", ".eex")
_NAME = re.compile(r"([a-z_]\w*[?!]?)\(")


@dataclass(frozen=True)
class TemplateCall:
    """A call in a template: the function of the project that it reaches, and where it stands."""

    callee: Function
    span: Span


class Templates:
    """The templates in files of their own, by the modules that they belong to."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "Templates":
        """Return the templates of a project."""
        return cls(project)

    def of_module(self, module: Module) -> tuple[Paper, ...]:
        """Return the files with the templates of a module, by name."""
        found: dict[str, Paper] = {}
        for folder, pattern in self._places(module):
            for paper in self._project.papers.below(folder, _ENDS):
                path = PurePosixPath(paper.name)
                if path.parent == PurePosixPath(folder) and path.match(pattern):
                    found[paper.name] = paper
        return tuple(paper for _, paper in sorted(found.items()))

    def _places(self, module: Module) -> Iterator[tuple[str, str]]:
        """Yield folders, named from the project's root, and patterns of names in them."""
        path = PurePosixPath(module.file.path.removeprefix(self._project.papers.prefix))
        folder = path.parent
        if module.effects.process in ("live", "component"):
            yield str(folder), f"{path.stem}.html.*eex"
        for data in self._embedding.get((module.file.path, module.data.index), ()):
            pattern = data.args[0]
            if isinstance(pattern, String):
                below, _, last = pattern.text.strip("./").rpartition("/")
                elsewhere = len(data.args) > 1 and keyword(data.args[-1], "root") is not None
                if not elsewhere and "*" not in below and ".." not in below:
                    yield str(folder / below), f"{last}.*"
        if "Phoenix.View" in module.effects.uses and module.name.endswith("View"):
            above = module.file.app.root.removeprefix(self._project.papers.prefix).strip("/.")
            words = module.name.removesuffix("View").split(".")[1:]
            within = "/".join(map(_snake, words))
            for root in self._roots:
                yield str(PurePosixPath(above) / root / within), "*"

    @cached_property
    def _embedding(self) -> dict[tuple[str, int], list[CallData]]:
        found: dict[tuple[str, int], list[CallData]] = {}
        for file in self._project.files:
            for data in file.outline.calls:
                if data.name == "embed_templates" and data.args and data.module >= 0:
                    found.setdefault((file.path, data.module), []).append(data)
        return found

    @cached_property
    def _roots(self) -> list[str]:
        """The folders that `use Phoenix.View, root: ...` names anywhere."""
        given = (
            keyword(directive.options, "root")
            for file in self._project.files
            for directive in file.outline.directives
            if directive.kind == "use" and directive.name == "Phoenix.View"
        )
        return sorted({root.text.strip("/") for root in given if isinstance(root, String)})

    def calls(
        self, module: Module, template: Paper | Sigil, names: frozenset[str]
    ) -> Iterator[TemplateCall]:
        """Yield the calls in a template of a module to functions of these names, in its order.

        Nothing is read of a template in which none of the names is called.
        """
        text = template.text
        if names.isdisjoint(_NAME.findall(text)):
            return
        source = text.encode()
        heex = isinstance(template, Sigil) or template.name.endswith(".heex")
        outline = code_of(source, heex)
        for data in outline.calls:
            callee = self._reached(module, data) if data.name in names else None
            if callee is not None:
                yield TemplateCall(callee, _span(module, template, source, data))

    def _reached(self, module: Module, data: CallData) -> Function | None:
        """Return the function that a call in a template of a module reaches."""
        arity = len(data.args)
        file = module.file
        if isinstance(data.on, ModuleRef):
            return self._project.function(_full(module, data.on.name), data.name, arity, file)
        if data.on is not None:
            return None
        own = self._project.function_in(module, data.name, arity)
        if own is not None:
            return own
        imports = (d for d in file.outline.directives if d.kind == "import" and d.quote < 0)
        for directive in (*imports, *module.effects.imports):
            if directive.name is not None:
                found = self._project.function(directive.name, data.name, arity, file)
                if found is not None and found.data.public:
                    return found
        return None


def _full(module: Module, name: str) -> str:
    """Return the full name of a module as a template of a module writes it."""
    first, dot, rest = name.partition(".")
    for directive in module.file.outline.directives:
        if directive.kind == "alias" and directive.as_name == first and directive.name:
            return directive.name + dot + rest
    for short, full in module.effects.aliases:
        if short == first:
            return full + dot + rest
    return name


def _span(module: Module, template: Paper | Sigil, source: bytes, data: CallData) -> Span:
    if isinstance(template, Sigil):
        around = template.end - template.start - 1 - len(template.name)
        around -= len(template.modifiers) + len(source)
        base = template.start + 1 + len(template.name) + around // 2
        return module.file.at(base + data.name_start, base + data.name_end)
    return Lines.of(source).span(template.path, data.name_start, data.name_end)


def _snake(word: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", word).lower()
