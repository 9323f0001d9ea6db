"""What the analyses do not see through, so that nobody takes silence for an answer."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from dralint.analysis.supervision.supervision import Supervision
from dralint.project import Call, File, Project


@dataclass(frozen=True, order=True)
class Blind:
    """A place that the analysis does not see through. `kind`: call, child, parent or use."""

    module: str
    kind: str
    path: str
    line: int
    text: str


@dataclass(frozen=True)
class UnknownsView:
    """The blind spots of a project, sorted: `places`; and how many `calls` there are at all."""

    data: dict[str, Any]

    @classmethod
    def of(cls, project: Project, supervision: Supervision) -> "UnknownsView":
        """Return the blind spots of a project."""
        places = [asdict(each) for each in sorted(blind_spots(project, supervision))]
        calls = sum(1 for file in project.files if file.is_code for _ in _calls(project, file))
        return cls({"calls": calls, "places": places})


def blind_spots(project: Project, supervision: Supervision) -> Iterator[Blind]:
    """Yield what is not resolved in a project's own code."""
    for file in project.files:
        if not file.is_code:
            continue
        for call, target in _calls(project, file):
            module = call.module
            if target is None and not call.data.quoted and module is not None:
                name = "a function value" if call.name == "()" else f"{call.name}/{call.arity}"
                line = call.name_span.start.line
                yield Blind(module.name, "call", file.path, line, name)
    for module in project.modules:
        if module.file.is_code and module.effects.open:
            used = sorted(name for name in module.effects.uses if not project.defines(name))
            text = f"use {', '.join(used)}" if used else "a macro"
            yield Blind(module.name, "use", module.file.path, module.span.start.line, text)
    for node in supervision.nodes:
        if node.kind == "unknown":
            at = node.span
            yield Blind(_module_at(project, at.path), "child", at.path, at.start.line, node.text)
    for dynamic, child in supervision.adrift:
        at = dynamic.call.span
        names = ", ".join(str(parent) for parent in dynamic.parents) or "?"
        text = f"{child.text} below {names}"
        yield Blind(_module_at(project, at.path), "parent", at.path, at.start.line, text)


def _calls(project: Project, file: File) -> Iterator[tuple[Call, str | None]]:
    """Yield the calls of a file with their targets.

    A name alone that leads nowhere is no call: mostly a variable that a macro brings, as the
    `u` of `from u in User`.
    """
    for call, target in zip(file.calls, project.targets(file), strict=True):
        if target is not None or not call.data.bare:
            yield call, target


def _module_at(project: Project, path: str) -> str:
    file = project.by_path.get(path)
    return file.modules[0].name if file is not None and file.modules else path
