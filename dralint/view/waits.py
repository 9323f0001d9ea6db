"""Who waits for whom: the waits between processes, and the rings that they form."""

from dataclasses import dataclass
from typing import Any

from dralint.analysis.messages.message_table import CALL
from dralint.analysis.values.term import full
from dralint.analysis.waiting.wait import Wait
from dralint.analysis.waiting.wait_graph import WaitGraph
from dralint.project import Call


@dataclass(frozen=True)
class WaitsView:
    """The wait graph of a project: `waits`, sorted by who waits, and `rings`."""

    data: dict[str, Any]

    @classmethod
    def of(cls, graph: WaitGraph) -> "WaitsView":
        """Return the waits and the rings of a project."""
        return cls(
            {
                "waits": [_wait(wait) for wait in sorted(graph.all, key=order)],
                "rings": [
                    {
                        "certain": ring.certain,
                        "confidence": ring.confidence.label,
                        "waits": [_wait(wait) for wait in ring.waits],
                    }
                    for ring in graph.rings
                ],
            }
        )


def order(wait: Wait) -> tuple[str, str, int, str]:
    """The order in which waits are shown."""
    place = wait.message.site.name_span
    return wait.waiting, place.path, place.start.line, wait.on


def _wait(wait: Wait) -> dict[str, Any]:
    place = wait.message.site.name_span
    return {
        "from": wait.waiting,
        "clause": wait.callback.label,
        "to": wait.on,
        "instance": wait.address.instance,
        "sure": wait.address.sure,
        "kind": wait.message.kind,
        "message": full(wait.message.body) if wait.message.kind == CALL else None,
        "path": place.path,
        "line": place.start.line,
        "calls": [_call(call) for call in wait.message.calls],
        "answers": [
            {
                "clause": answer.callback.label,
                "certain": answer.fit is True,
                "path": answer.callback.file.path,
                "line": answer.callback.span.start.line,
            }
            for answer in wait.answers
        ],
    }


def _call(call: Call) -> dict[str, Any]:
    return {
        "call": call.label,
        "path": call.file.path,
        "line": call.name_span.start.line,
    }
