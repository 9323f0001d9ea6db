"""The public surface: what a project offers to its own modules and to others, and what it promises.

Functions that a framework calls are no part of it: callbacks, controllers' actions, components,
plugs, views. Neither are macros and what another macro generates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.layout.layout import Layout
from dralint.analysis.layout.roles import is_exception
from dralint.outline.values import Atom, Block, Fn, MapOf, ModuleRef, Op, Value, Var, children
from dralint.project import Function, Module, Project
from dralint.project.behaviours import CALLBACKS

CLIENTS = ("server", "statem", "stage", "agent")
"""Kinds of process whose public functions are the interface to them."""

FRAMEWORK = frozenset(
    """
    Phoenix.LiveView Phoenix.LiveComponent Phoenix.Router Phoenix.Endpoint Phoenix.Channel
    Phoenix.Socket Phoenix.View Phoenix.Presence Plug.Router Plug.Builder Mix.Task Ecto.Migration
    Absinthe.Schema Absinthe.Schema.Notation Gettext Gettext.Backend ExUnit.CaseTemplate
    """.split()
)
"""Modules whose users are called by the framework throughout."""

VIEWS = ("View", "HTML", "JSON", "Layouts", "Email", "Emails", "Telemetry", "Web")
"""Ends of the names of web modules that Phoenix renders, calls or expands."""

CALLED_BACK = ("handle_", "websocket_")
"""How functions begin that libraries call in modules that are only handed to them."""

HOOKS = frozenset(("init", "terminate", "code_change"))

ENOUGH = 20
"""A habit shows in so many functions or modules; fewer say nothing of it."""


@dataclass(frozen=True)
class Offer:
    """A public function and what it is a part of: action, api, client (of a process) or other."""

    function: Function
    part: str


class Surface:
    """The public functions of a project's own code."""

    def __init__(self, project: Project, layout: Layout) -> None:
        self._project = project
        self._layout = layout
        self._offers: dict[Module, tuple[Offer, ...]] = {}
        self._open: dict[Module, bool] = {}
        self._with_doc: dict[Module, frozenset[str]] = {}

    @classmethod
    def of(cls, project: Project, layout: Layout) -> "Surface":
        """Return the public surface of a project."""
        return cls(project, layout)

    def offer(self, function: Function) -> Offer | None:
        """Return what a function is a part of, None where it is no part of the surface."""
        if function.data.module < 0:
            return None
        offers = self.of_module(function.module)
        return next((offer for offer in offers if offer.function == function), None)

    def of_module(self, module: Module) -> tuple[Offer, ...]:
        """Return what a module offers, in order."""
        known = self._offers.get(module)
        if known is None:
            found = tuple(self._offered(module))
            part = self.part(module) if found else ""
            known = self._offers[module] = tuple(Offer(function, part) for function in found)
        return known

    def _offered(self, module: Module) -> Iterator[Function]:
        if module.data.kind != "module" or module.data.quoted or not module.file.is_code:
            return
        if module.effects.uses & FRAMEWORK or is_exception(module):
            return
        behaves = bool(module.effects.callbacks)
        for function in module.functions:
            data = function.data
            if data.kind not in ("def", "defdelegate") or data.dynamic or data.impl >= 0:
                continue
            if data.name.startswith("__") or data.name == "child_spec":
                continue
            if behaves and function.is_callback:
                continue
            if not self._by_framework(function, module):
                yield function

    def part(self, module: Module) -> str:
        """Return what the functions of a module are a part of."""
        member = self._layout.member(module)
        if member is not None and member.module == module:
            if member.role == "action":
                return "action"
            if self._layout.is_api(module) and member.role in ("api", "domain-api"):
                return "api"
        return "client" if module.effects.process in CLIENTS else "other"

    def is_entry(self, function: Function) -> bool:
        """Whether a function is the entry of an action."""
        return self._layout.is_entry(function)

    def _by_framework(self, function: Function, module: Module) -> bool:
        uses = module.effects.uses
        if "Phoenix.Component" in uses and function.arity == 1:
            return True
        if function.name == "on_mount" and function.arity == 4:
            return True
        if function.file.kind == "web" and module.name.endswith(VIEWS):
            return True
        if "Phoenix.Controller" in uses and function.arity == 2:
            return True
        if module.effects.process == "statem" and _is_state(function, module):
            return True
        if _is_resolver(module) and function.arity in (2, 3):
            return True
        params = function.clauses[0].params
        return (len(params) == 2 and _is_conn(params[0])) or _quotes(function)

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The whole surface, in the order of files."""
        return tuple(self._all())

    def _all(self) -> Iterator[Offer]:
        for file in self._project.files:
            if file.is_code:
                for module in file.standing_modules:
                    yield from self.of_module(module)

    def has_spec(self, function: Function) -> bool:
        """Whether a spec, or a callback of its own module, covers a function.

        One of any arity that it may be called with is enough.
        """
        if not function.module.specs:
            return False
        data = function.data
        named = function.module.specs_by_name
        return any(spec.kind in ("spec", "callback") for spec in named.get("", ())) or any(
            spec.kind in ("spec", "callback") and data.min_arity <= spec.arity <= data.max_arity
            for spec in named.get(data.name, ())
        )

    def has_doc(self, function: Function) -> bool:
        """Whether a function, or one of the same name beside it, says `@doc`."""
        if function.data.doc >= 0:
            return True
        return function.name in self._documented(function.module)

    def _documented(self, module: Module) -> frozenset[str]:
        """Return the names of a module's functions that say `@doc`."""
        known = self._with_doc.get(module)
        if known is None:
            known = frozenset(other.name for other in module.functions if other.data.doc >= 0)
            self._with_doc[module] = known
        return known

    @cached_property
    def specifies(self) -> bool:
        """Whether the project writes specs: at least half of its public functions have one."""
        return _habit([self.has_spec(offer.function) for offer in self.offers])

    @cached_property
    def documents(self) -> bool:
        """Whether the project documents its functions: at least half, those of the web aside."""
        return _habit(
            [
                self.has_doc(offer.function)
                for offer in self.offers
                if offer.function.file.kind == "lib" and not offer.function.module.hidden
            ]
        )

    def may_be_callback(self, function: Function) -> bool:
        """Whether a library that is not known may call a function.

        Not where another module calls it by name. Nor, unless its name says so, where the module
        marks its callbacks with `@impl`: then the compiler insists on all of them.
        """
        module = function.module
        if not (self._looks_called(function) or self._is_open(module)):
            return False
        called = self._project.calls_to(f"{module.name}.{function.name}/*")
        return not any(call.module != module for call in called)

    def _looks_called(self, function: Function) -> bool:
        return function.name.startswith(CALLED_BACK) or function.name in HOOKS

    def _is_open(self, module: Module) -> bool:
        """Whether a module that does not mark its callbacks may have such as are not known."""
        known = self._open.get(module)
        if known is None:
            unseen = module.effects.open or self._behaves(module)
            known = unseen and not any(each.data.impl >= 0 for each in module.functions)
            self._open[module] = known
        return known

    def _behaves(self, module: Module) -> bool:
        """Whether a module has a behaviour whose callbacks are not known."""
        return any(
            name not in CALLBACKS and self._project.module(name, module.file) is None
            for name in module.effects.behaviours
        )


def _habit(done: list[bool]) -> bool:
    return len(done) < ENOUGH or sum(done) * 2 >= len(done)


def _is_state(function: Function, module: Module) -> bool:
    """Whether a function is a state of a state machine that has one function for each state."""
    modes = (other for other in module.functions if other.name == "callback_mode")
    bodies = [clause.body for mode in modes for clause in mode.clauses]
    return function.arity == 3 and any(
        isinstance(part, Atom) and part.name == "state_functions"
        for body in bodies
        if body is not None
        for part in (body, *children(body))
    )


def _is_resolver(module: Module) -> bool:
    """Whether Absinthe calls the functions of a module."""
    segments = module.name.split(".")
    return "Resolvers" in segments or segments[-1].endswith(("Resolver", "Resolvers"))


def _quotes(function: Function) -> bool:
    """Whether a function only gives code to a macro: `def controller, do: quote(...)`."""
    body = function.clauses[0].body
    last = body.items[-1] if isinstance(body, Block) and body.items else body
    if not isinstance(last, Fn):
        return False
    return function.file.outline.closures[last.closure].kind == "quote"


def _is_conn(param: Value) -> bool:
    """Whether a parameter takes a connection: the function is a plug."""
    if isinstance(param, Op) and param.op == "=":
        return any(_is_conn(arg) for arg in param.args)
    if isinstance(param, MapOf):
        return isinstance(param.struct, ModuleRef) and param.struct.name == "Plug.Conn"
    return isinstance(param, Var) and param.name in ("conn", "_conn")
