"""Sources: where what others wrote enters the system."""

from dataclasses import dataclass

from dralint.analysis.values.bindings import Path
from dralint.outline.values import (
    Apply,
    Atom,
    ListOf,
    MapOf,
    Op,
    String,
    TupleOf,
    Value,
    Var,
    children,
)
from dralint.project import Call, Function, Project


@dataclass(frozen=True, slots=True)
class Source:
    """What enters: in words, and whether anybody out there can choose it.

    What is not `direct` comes from another system: a queue, the answer of a server.
    """

    what: str
    direct: bool = True


PARAMS = Source("the parameters of the request")
REQUEST = Source("the request")
EVENT = Source("the client's event")
URL = Source("the parameters of the URL")
PAYLOAD = Source("the client's message")
QUERY = Source("the arguments of the query")
JOB = Source("the arguments of the job", direct=False)
ANSWER = Source("the answer of another server", direct=False)
MESSAGE = Source("a message from outside", direct=False)
PACKET = Source("a packet from the network")
UPLOAD = Source("the name that the client gives its upload")

CONN = frozenset(
    """
    params query_params body_params path_params query_string req_headers req_cookies cookies
    request_path path_info
    """.split()
)
"""The fields of a `Plug.Conn` that hold what the client sent."""

_FIELDS = {name: PARAMS for name in CONN if name.endswith("params")}

_CALLS = {
    "Plug.Conn.get_req_header": REQUEST,
    "Plug.Conn.read_body": REQUEST,
    "Plug.Conn.request_url": REQUEST,
    "Phoenix.Controller.current_path": REQUEST,
    "Phoenix.Controller.current_url": REQUEST,
    "Phoenix.LiveView.get_connect_params": URL,
    ":cowboy_req.parse_qs": REQUEST,
    ":cowboy_req.binding": REQUEST,
    ":cowboy_req.header": REQUEST,
    ":cowboy_req.read_body": REQUEST,
}
_CLIENTS = ("HTTPoison", "Req", "Tesla", "Finch", ":httpc", ":hackney", "HTTPotion", "Mojito")
_VERBS = frozenset(
    "get get! post post! put put! patch patch! delete delete! request request! run run!".split()
)

_ROUTES = frozenset("get post put patch delete options head match".split())
_RESOURCE_ACTIONS = ("index", "show", "new", "create", "edit", "update", "delete")

_CALLBACKS = {
    ("live", "handle_event", 3): {0: EVENT, 1: EVENT},
    ("component", "handle_event", 3): {0: EVENT, 1: EVENT},
    ("live", "handle_params", 3): {0: URL, 1: URL},
    ("live", "mount", 3): {0: URL},
    ("channel", "handle_in", 3): {0: PAYLOAD, 1: PAYLOAD},
    ("channel", "join", 3): {0: PAYLOAD, 1: PAYLOAD},
}
"""By the kind of process, name and arity of a callback: which positions others fill."""

_BEHAVIOURS = {
    ("Phoenix.Socket", "connect", 2): {0: PAYLOAD},
    ("Phoenix.Socket", "connect", 3): {0: PAYLOAD},
    ("WebSock", "handle_in", 2): {0: PAYLOAD},
    ("Phoenix.Socket.Transport", "handle_in", 2): {0: PAYLOAD},
    (":cowboy_websocket", "websocket_handle", 2): {0: PAYLOAD},
    ("WebSockex", "handle_frame", 2): {0: MESSAGE},
}


def source_of_call(call: Call) -> Source | None:
    """Return what a call brings in."""
    target = call.target
    if target is None:
        return None
    if target in _CLIENTS and call.name in _VERBS:
        return ANSWER
    return _CALLS.get(f"{target}.{call.name}")


def source_of_parameter(
    function: Function, position: int, path: Path, pattern: Value, actions: frozenset[str]
) -> Source | None:
    """Return what others put into a parameter, at a way into it.

    `actions` are the names that routers send requests to.
    """
    effects = function.module.effects
    arity = function.arity
    if _is_upload(path):
        return None
    if path and path[0] in CONN and _is_conn(pattern):
        return _FIELDS.get(str(path[0]), REQUEST)
    found = _CALLBACKS.get((effects.process or "", function.name, arity))
    if found is not None:
        return found.get(position)
    for behaviour in effects.behaviours | effects.uses:
        found = _BEHAVIOURS.get((behaviour, function.name, arity))
        if found is not None:
            return found.get(position)
    if position == 0 and (function.name, arity) == ("handle_info", 2) and _is_packet(pattern):
        return PACKET if path[:1] in ((), (4,)) else None
    if position == 1 and arity == 3 and _handles_events(function):
        return EVENT
    if effects.process == "worker" and (function.name, arity) == ("perform", 1):
        return JOB if path[:1] in ((), ("args",)) else None
    if position == 1 and arity == 2 and function.data.kind == "def" and _is_controller(function):
        routed = function.name in actions or _looks_like_params(pattern)
        return PARAMS if routed else None
    return None


def _is_upload(path: Path) -> bool:
    """Whether a way leads to the path of an upload: the server has chosen that."""
    inner = path[1:] if path and path[0] in CONN else path
    return len(inner) > 1 and inner[-1] == "path"


def routed_actions(project: Project) -> frozenset[str]:
    """Return the names of the functions that a project's routers send requests to."""
    found = set(_RESOURCE_ACTIONS)
    for module in project.modules:
        if "Phoenix.Router" in module.effects.uses:
            for call in module.file.outline.calls:
                if call.name in _ROUTES and len(call.args) > 2 and isinstance(call.args[2], Atom):
                    found.add(call.args[2].name)
    return frozenset(found)


def _is_packet(pattern: Value) -> bool:
    """Whether a message is what a UDP socket sends to its owner."""
    if not isinstance(pattern, TupleOf) or len(pattern.items) != 5:
        return False
    tag = pattern.items[0]
    return isinstance(tag, Atom) and tag.name == "udp"


def _handles_events(function: Function) -> bool:
    """Whether a function has the shape of `handle_event`, as those have that are hooked into it."""
    return any(
        isinstance(clause.params[0], String)
        and isinstance(clause.params[1], MapOf)
        and clause.params[1].pairs
        and all(isinstance(key, String) for key, _ in clause.params[1].pairs)
        and isinstance(clause.params[2], Var)
        and clause.params[2].name == "socket"
        for clause in function.clauses
    )


def _is_controller(function: Function) -> bool:
    module = function.module
    return "Phoenix.Controller" in module.effects.uses or (
        module.name.endswith("Controller") and module.effects.open
    )


def _is_conn(pattern: Value) -> bool:
    """Whether a pattern says that it takes a connection: by its name, or by its struct."""
    match pattern:
        case Var():
            return pattern.name == "conn"
        case MapOf():
            return getattr(pattern.struct, "name", "") == "Plug.Conn"
        case Op(op="=" | "\\\\"):
            return any(_is_conn(arg) for arg in pattern.args)
        case _:
            return False


def _looks_like_params(pattern: Value) -> bool:
    """Whether a pattern takes what a form sends: keys that are strings, or the name."""
    match pattern:
        case Var():
            return "params" in pattern.name
        case MapOf():
            return pattern.struct is None and all(isinstance(k, String) for k, _ in pattern.pairs)
        case Op() | TupleOf() | ListOf() | Apply():
            return any(_looks_like_params(each) for each in children(pattern))
        case _:
            return False


def source_of_closure(call: Call, position: int, path: Path) -> Source | None:
    """Return what a well-known function gives to a closure of the application."""
    name = f"{call.target}.{call.name}"
    if name.startswith("Phoenix.LiveView.consume_uploaded_entr") and position == 1:
        return UPLOAD if path[:1] in ((), ("client_name",)) else None
    if call.name == "resolve" and call.target is None and position == 1 and call.module:
        uses = call.module.effects.uses
        return QUERY if any(each.startswith("Absinthe.Schema") for each in uses) else None
    return None
