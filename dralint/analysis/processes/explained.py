"""Explained: processes whose authors say in the source why they run apart from everything."""

import re

from dralint.analysis.docs.doc_text import doc_of
from dralint.outline.values import Block, Flow, Fn, Value
from dralint.project import Call, File, Project

_WHY = re.compile(
    r"""
    \b(async\w* | background | non-?blocking | fire[ -]and[ -]forget | unsupervised | supervis\w+
    | spawns? | start_link | unlink\w* | (separate|own|different|another)[ ](process|task)
    | (don't|do[ ]not|doesn't|without|avoid|never|not[ ]to|no[ ]need)[ ](\w+[ ]){0,3}
      (block|wait|hang|link|crash|slow|delay|hold|start)\w*)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What a comment or a doc speaks of that says why code runs in a process of its own."""

_TOOLS = frozenset(("tools", "tool", "scripts", "e2e"))
"""Folders of mix projects beside the product."""


class Explained:
    """The reasons that stand beside starts of processes."""

    @classmethod
    def of(cls, project: Project) -> "Explained":
        """Return the reasons of a project."""
        return cls()

    def is_meant(self, call: Call) -> bool:
        """Whether whoever wrote a start thought of what becomes of the process.

        They say why it runs apart, in a comment right above it or in the function's documentation;
        or the code itself catches what goes wrong, so that it does not end unnoticed; or it belongs
        to a tool beside the product.
        """
        told = _WHY.search(_above(call)) is not None or _is_documented(call)
        return told or _catches(call) or is_tool(call.file)


def is_tool(file: File) -> bool:
    """Whether a file belongs to a mix project beside the product, which serves nobody else."""
    return not _TOOLS.isdisjoint(file.app.root.split("/"))


def _above(call: Call) -> str:
    """Return the comment in the lines right above a call."""
    outline = call.file.outline
    lines = outline.lines
    texts = {lines.line(c.start): c.text for c in outline.remarks if c.alone}
    row, found = lines.line(call.data.start) - 1, []
    while row in texts:
        found.append(texts[row])
        row -= 1
    return " ".join(reversed(found))


def _is_documented(call: Call) -> bool:
    function = call.function
    doc = doc_of(function) if function is not None else None
    return doc is not None and bool(_WHY.search(doc.text))


def _catches(call: Call) -> bool:
    """Whether the code that a new process runs catches what goes wrong in it."""
    for arg in call.args:
        if isinstance(arg, Fn):
            clauses = call.file.outline.closures[arg.closure].clauses
            return bool(clauses) and all(_has_rescue(clause.body) for clause in clauses)
    return False


def _has_rescue(body: Value) -> bool:
    steps = body.items if isinstance(body, Block) else (body,)
    return any(
        isinstance(step, Flow)
        and step.kind == "try"
        and any(arm.label in ("rescue", "catch") for arm in step.arms)
        for step in steps
    )
