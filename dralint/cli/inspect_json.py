"""`dralint inspect` for programs: one object with everything."""

from collections.abc import Iterable
from typing import Any

from dralint.analysis.inspection.callers import Caller
from dralint.analysis.inspection.function_view import FunctionView
from dralint.analysis.inspection.module_view import ModuleView, Seat
from dralint.analysis.inspection.traffic import Sent
from dralint.analysis.messages.message_table import AGENT
from dralint.analysis.messages.sends import Message
from dralint.analysis.processes.processes import Callback
from dralint.analysis.values.term import full
from dralint.analysis.waiting.blocking import Wait
from dralint.text import Span

from .inspect_facts import Sources, node_text, spec_text, summary

Json = dict[str, Any]


def json_of(view: ModuleView | FunctionView, sources: Sources) -> Json:
    """Return a view as JSON: `what` is module or function."""
    return _module(view) if isinstance(view, ModuleView) else _function(view, sources)


def _module(view: ModuleView) -> Json:
    module = view.module
    return {
        "what": "module",
        "name": module.name,
        "kind": view.kind,
        "behaviours": sorted(module.effects.behaviours),
        "open": module.effects.open,
        "doc": summary(module.moduledoc) or None,
        **_at(module.span),
        "registered": [
            {"name": r.name, "registry": r.keyed and r.keyed.strip(), "sure": r.sure}
            for r in view.names
        ],
        "supervision": {
            "supervised": view.supervised,
            "seats": [_seat(seat) for seat in view.seats],
            "unknown": [{"text": n.text, **_at(n.span)} for n in view.unknown]
            if view.supervised is None
            else [],
        },
        "clients": [
            {
                "function": client.function.label,
                **_at(client.function.span),
                "sends": [_sent(sent) for sent in client.sent],
                "callers": _callers(client.callers),
            }
            for client in view.clients
        ],
        "functions": [
            {
                "function": used.function.label,
                **_at(used.function.span),
                "callers": _callers(used.callers),
            }
            for used in view.used
        ],
        "takes": [
            {**_clause(taken.callback), "from": [_sent(sent) for sent in taken.sent]}
            for taken in view.taken
        ],
        "sends": [_sent(sent) for sent in view.outgoing],
        "waits": [
            {
                "function": each.function.label,
                "clause": each.callback.label if each.callback else None,
                **_wait(each.wait),
            }
            for each in view.waits
        ],
        "tests": {
            "reach": view.tests.reach.value,
            "files": [file.path for file in view.tests.files],
            "callers": _callers(view.tests.callers),
        },
    }


def _function(view: FunctionView, sources: Sources) -> Json:
    function = view.function
    return {
        "what": "function",
        "name": function.full_name,
        "kind": function.data.kind,
        "doc": summary(function.doc) or None,
        **_at(function.span),
        "specs": [spec_text(spec, function.file, sources) for spec in view.specs],
        "contexts": [{"role": c.role, "module": c.module} for c in view.contexts],
        "callers": _callers(view.callers),
        "calls": [
            {
                "function": edge.callee.full_name,
                "runs": edge.runs.value,
                **_at(edge.call.name_span),
            }
            for edge in view.callees
        ],
        "calls_outside": [{"function": call.label, **_at(call.name_span)} for call in view.outside],
        "sends": [
            {
                **_message(sent.message),
                "to": sent.address.module if sent.address else None,
                "clauses": [_clause(answer.callback) for answer in sent.takers],
            }
            for sent in view.sends
        ],
        "waits": [{"clause": index, **_wait(wait)} for index, wait in view.waits],
    }


def _at(span: Span) -> Json:
    return {"path": span.path, "line": span.start.line}


def _seat(seat: Seat) -> Json:
    node = seat.node
    return {
        "above": [node_text(each) for each in seat.path[:-1]],
        "strategy": seat.strategy,
        "restart": seat.restart,
        "condition": node.condition,
        "dynamic": node.dynamic,
        "linked": node.linked,
        "lost": seat.lost,
        **_at(node.span),
    }


def _callers(callers: Iterable[Caller]) -> list[Json]:
    return [
        {
            "function": caller.name,
            "test": caller.is_test,
            "contexts": [{"role": c.role, "module": c.module} for c in caller.contexts],
            **_at(caller.span),
        }
        for caller in callers
    ]


def _sent(sent: Sent) -> Json:
    return {
        "by": sent.message.function.full_name,
        **_message(sent.message),
        "to": sent.address.module if sent.address else None,
        "sure": sent.address is not None and sent.address.sure,
        "contexts": [{"role": c.role, "module": c.module} for c in sent.contexts],
        "clauses": [_clause(taker) for taker in sent.takers],
    }


def _message(message: Message) -> Json:
    body = None if message.kind == AGENT else full(message.body)
    return {"kind": message.kind, "message": body, **_at(message.site.name_span)}


def _clause(callback: Callback) -> Json:
    return {"clause": callback.label, **_at(callback.span)}


def _wait(wait: Wait) -> Json:
    return {
        "category": wait.category,
        "doubt": wait.doubt,
        "way": [
            {"function": name, **_at(call.name_span)}
            for call, name in zip(wait.calls, wait.names, strict=True)
        ],
    }
