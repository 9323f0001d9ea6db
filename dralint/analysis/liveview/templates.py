"""Templates: the markup of views, components and live views, with the functions that it calls.

A template is a `~H` or a file of its own. Files belong to a module as Phoenix finds them: beside a
live view of the same name, where `embed_templates` says, and in the folder of a `Phoenix.View`.
"""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from dralint.analysis.liveview.template_code import code_of
from dralint.outline import Call as CallData
from dralint.outline import Directive
from dralint.outline.values import ModuleRef, Sigil, String, keyword
from dralint.project import Function, Module, Paper, Project
from dralint.text import Lines, Span

_ENDS = (".heex", ".leex", ".eex")
_MODULE = re.compile(r"\b([A-Z]\w*(?:\.[A-Z]\w*)*)\.$")
_LONG = 100
"""So many characters a module's name has at most."""


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
        papers = self._project.papers
        found: dict[str, Paper] = {}
        for name in self._beside(module):
            paper = papers.get(name)
            if paper is not None:
                found[name] = paper
        for folder, pattern in self._folders(module):
            for paper in papers.below(folder, _ENDS):
                path = PurePosixPath(paper.name)
                if path.parent == PurePosixPath(folder) and path.match(pattern):
                    found[paper.name] = paper
        return tuple(paper for _, paper in sorted(found.items()))

    def _name(self, module: Module) -> PurePosixPath:
        """Return the path of a module's file from the project's root."""
        return PurePosixPath(module.file.path.removeprefix(self._project.papers.prefix))

    def _beside(self, module: Module) -> Iterator[str]:
        """Yield the names that the template of a live view or component may have beside it."""
        live = module.effects.process in ("live", "component")
        if live and self._project.function_in(module, "render", 1) is None:
            path = self._name(module)
            yield from (f"{path.parent}/{path.stem}.html{end}" for end in (".heex", ".leex"))

    def _folders(self, module: Module) -> Iterator[tuple[str, str]]:
        """Yield folders, named from the project's root, and patterns of names in them."""
        for data in self._embedding.get((module.file.path, module.data.index), ()):
            pattern = data.args[0]
            if isinstance(pattern, String):
                below, _, last = pattern.text.strip("./").rpartition("/")
                elsewhere = len(data.args) > 1 and keyword(data.args[-1], "root") is not None
                if not elsewhere and "*" not in below and ".." not in below:
                    yield str(self._name(module).parent / below), f"{last}.*"
        if module.name.endswith("View") and "Phoenix.View" in module.effects.uses:
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
        self, module: Module, template: Paper | Sigil, wanted: Mapping[str, Set[str]]
    ) -> Iterator[TemplateCall]:
        """Yield the calls in a template of a module to some functions, in the template's order.

        `wanted` are the modules of functions by their name. Only a template that seems to call one
        of them is read.
        """
        text = template.text
        if not self._may_call(module, text, wanted):
            return
        source = text.encode()
        heex = isinstance(template, Sigil) or template.name.endswith(".heex")
        for data in code_of(source, heex).calls:
            callee = self._reached(module, data)
            if callee is not None and callee.module.name in wanted.get(callee.name, ()):
                yield TemplateCall(callee, _span(module, template, source, data))

    def _may_call(self, module: Module, text: str, wanted: Mapping[str, Set[str]]) -> bool:
        """Whether a text may call one of some functions, as far as words say."""
        near: set[str] = set()
        for on, name in _called(text):
            modules = wanted.get(name)
            if modules is None:
                continue
            written = _MODULE.search(on)
            if written is not None:
                if _full(module, written[1]) in modules:
                    return True
                continue
            if not near:
                near = {module.name, *(d.name for d in _imports(module) if d.name is not None)}
            if not near.isdisjoint(modules):
                return True
        return False

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
        for directive in _imports(module):
            if directive.name is not None:
                found = self._project.function(directive.name, data.name, arity, file)
                if found is not None and found.data.public:
                    return found
        return None


def _called(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words before an opening bracket, each with what stands before it."""
    for piece in text.split("(")[:-1]:
        at = len(piece)
        while at and (piece[at - 1].isalnum() or piece[at - 1] in "_?!"):
            at -= 1
        yield piece[max(0, at - _LONG) : at], piece[at:]


def _imports(module: Module) -> tuple[Directive, ...]:
    """Return the imports of a module, those that a `use` brings included."""
    own = (d for d in module.file.outline.directives if d.kind == "import" and d.quote < 0)
    return (*own, *module.effects.imports)


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
