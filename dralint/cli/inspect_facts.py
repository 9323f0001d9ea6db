"""What the formats of `dralint inspect` share: how its facts are worded."""

from collections.abc import Mapping

from dralint.analysis.inspection.traffic import Sent
from dralint.analysis.messages.message_table import AGENT, CALL
from dralint.analysis.messages.sends import Message
from dralint.analysis.supervision.tree import Node
from dralint.analysis.tests.tested import Reach
from dralint.analysis.values.term import full
from dralint.analysis.waiting.blocking_table import CATEGORIES
from dralint.outline.data import Spec
from dralint.outline.values import String, Value
from dralint.project import File
from dralint.text import Span

Sources = Mapping[str, bytes]

REACHES = {
    Reach.MIRROR: "by its own test file",
    Reach.DIRECT: "tests call it or name it",
    Reach.THROUGH: "only through functions that tests call",
    Reach.DEEP: "only through several functions, or behind a request",
    Reach.NAMED: "something that tests reach speaks of it",
    Reach.UNKNOWN: "something that cannot be seen may reach it",
    Reach.NONE: "no test reaches it",
}
"""How tests reach a module, in words."""


def message_text(message: Message) -> str:
    """Return what is sent: `calls {:get, _}`, `asks the agent`."""
    if message.kind == AGENT:
        return "asks the agent"
    verb = {CALL: "calls", "cast": "casts"}.get(message.kind, "sends")
    return f"{verb} {full(message.body)}"


def receiver(sent: Sent) -> str:
    """Return to whom something is sent: a module, or `?`."""
    if sent.address is None:
        return "?"
    return sent.address.module if sent.address.sure else f"{sent.address.module}?"


def node_text(node: Node) -> str:
    """Return what a node of a tree is called: its module, and the name that says more."""
    names = (str(name) for name in node.names if name.kind != "unknown")
    name = next((name for name in names if name != node.module), "")
    return f"{node.text} ({name})" if name else node.text


def category(name: str) -> str:
    """Return what waiting of a category is called."""
    return CATEGORIES.get(name, name)


def place(span: Span) -> str:
    """Return `path:line`."""
    return f"{span.path}:{span.start.line}"


def spec_text(spec: Spec, file: File, sources: Sources) -> str:
    """Return a spec as it is written, on one line."""
    source = sources.get(file.path, b"")[spec.start : spec.end]
    text = " ".join(source.decode("utf-8", "replace").split())
    return text if text.startswith("@") else f"@spec {text}"


def summary(doc: Value | None) -> str:
    """Return the first paragraph of a documentation, on one line."""
    if not isinstance(doc, String):
        return ""
    paragraph = doc.text.strip().partition("\n\n")[0]
    return " ".join(paragraph.split())
