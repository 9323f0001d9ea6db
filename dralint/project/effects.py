"""What a module gets from `use`, `@behaviour` and the project's own `__using__` macros."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dralint.outline import Directive, Outline
from dralint.outline.values import Atom, CallRef, Fn, ModuleRef, Value, keyword

from .behaviours import CALLBACKS, USES
from .model import Effects, Function, Module

if TYPE_CHECKING:
    from .project import Project

DEPTH = 4


@dataclass
class _Gathering:
    """What has been found so far for one module."""

    project: "Project"
    module: Module
    uses: set[str] = field(default_factory=set)
    behaviours: set[str] = field(default_factory=set)
    imports: list[Directive] = field(default_factory=list)
    known_imports: list[str] = field(default_factory=list)
    aliases: list[tuple[str, str]] = field(default_factory=list)
    adds: set[tuple[str, int]] = field(default_factory=set)
    process: str | None = None
    open: bool = False
    moduledoc: bool = False


def effects_of(project: "Project", module: Module) -> Effects:
    """Return what a module gets from others, followed through the project's own macros."""
    found = _Gathering(project, module)
    outline = module.file.outline
    for directive in outline.directives:
        if directive.module == module.data.index and directive.quote < 0:
            if directive.kind == "use" and directive.function < 0:
                _use(found, directive.name, directive.options, 0)
            elif directive.kind == "require" and directive.function < 0:
                _before_compile(found, directive.name)
    for attribute in module.attributes:
        if attribute.name == "behaviour":
            _behaviour(found, outline, attribute.value)
        elif attribute.name in ("before_compile", "after_verify"):
            found.open = True
    callbacks: set[tuple[str, int]] = set()
    for name in found.behaviours:
        callbacks |= CALLBACKS.get(name, frozenset()) | _callbacks(project, module, name)
    return Effects(
        frozenset(found.uses),
        frozenset(found.behaviours),
        frozenset(callbacks),
        tuple(found.imports),
        tuple(dict.fromkeys(found.known_imports)),
        tuple(found.aliases),
        frozenset(found.adds),
        found.process or _process(found.behaviours),
        found.open or module.data.dynamic,
        found.moduledoc,
    )


def _behaviour(found: _Gathering, outline: Outline, value: Value | None) -> None:
    """Add the module that a `@behaviour` names; one of Erlang's is written as an atom."""
    if isinstance(value, CallRef) and outline.calls[value.call].name == "unquote":
        value = next(iter(outline.calls[value.call].args), None)
    match value:
        case ModuleRef():
            found.behaviours.add(value.name)
        case Atom():
            found.behaviours.add(f":{value.name}")
        case _:
            found.open = True


def _process(behaviours: set[str]) -> str | None:
    table = {
        "GenServer": "server",
        ":gen_server": "server",
        ":gen_statem": "statem",
        ":gen_event": "server",
        "Supervisor": "supervisor",
        ":supervisor": "supervisor",
        "DynamicSupervisor": "supervisor",
        "GenStage": "stage",
        "Broadway": "stage",
        "WebSockex": "server",
    }
    return next((table[name] for name in sorted(behaviours) if name in table), None)


def _callbacks(project: "Project", module: Module, name: str) -> set[tuple[str, int]]:
    behaviour = project.module(name, module.file)
    if behaviour is None:
        return set()
    return {
        (spec.name, spec.arity - (spec.kind == "macrocallback"))
        for spec in behaviour.specs
        if spec.kind in ("callback", "macrocallback")
    }


def _before_compile(found: _Gathering, name: str | None) -> None:
    if name == "Record":
        found.open = found.open or False


def _use(found: _Gathering, name: str | None, options: Value | None, depth: int) -> None:
    if name is None or depth > DEPTH:
        found.open = True
        return
    found.uses.add(name)
    known = USES.get(name)
    if known is not None:
        found.behaviours.update(known.behaviours)
        found.known_imports.extend(known.imports)
        found.adds |= known.adds
        found.process = found.process or known.process
        found.open |= known.open and not _given(options, known.unless)
        return
    target = found.project.module(name, found.module.file)
    if target is None:
        found.open = True
        return
    macro = found.project.function_in(target, "__using__", 1)
    if macro is None:
        if not _template(found, target, depth):
            found.open = True
        return
    _expand(found, macro, options, depth)


def _given(options: Value | None, name: str | None) -> bool:
    """Whether `use` is given an option."""
    return name is not None and keyword(options, name) is not None


def _template(found: _Gathering, target: Module, depth: int) -> bool:
    """Follow the `using` block of an ExUnit case template."""
    outline = target.file.outline
    for call in outline.calls:
        if call.module == target.data.index and call.name == "using" and call.function < 0:
            _collect(found, target, _quotes_below(target, call.start, call.end), depth)
            found.uses.add("ExUnit.Case")
            _use(found, "ExUnit.Case", None, depth + 1)
            return True
    return False


def _expand(found: _Gathering, macro: Function, options: Value | None, depth: int) -> None:
    """Apply what a `__using__` macro quotes, or the function that it picks by a literal name."""
    quotes: set[int] = set()
    for clause in macro.clauses:
        quotes |= _quotes_below(macro.module, clause.start, clause.end)
    _collect(found, macro.module, quotes, depth)
    for call in macro.calls:
        if call.name == "apply" and call.data.on is None and isinstance(options, Atom):
            _inline(found, macro.module, options.name, depth)
        elif call.data.on is None and not call.data.quoted and call.name != "apply":
            _inline(found, macro.module, call.name, depth)


def _inline(found: _Gathering, module: Module, name: str, depth: int) -> None:
    """Apply what a helper function of the macro's module quotes."""
    if depth >= DEPTH:
        found.open = True
        return
    for function in module.functions:
        if function.name == name and not function.data.is_test:
            quotes: set[int] = set()
            for clause in function.clauses:
                quotes |= _quotes_below(module, clause.start, clause.end)
            _collect(found, module, quotes, depth + 1)


def _quotes_below(module: Module, start: int, end: int) -> set[int]:
    return {
        closure.index
        for closure in module.file.outline.closures
        if closure.kind == "quote" and start <= closure.start and closure.end <= end
    }


def _collect(found: _Gathering, module: Module, quotes: set[int], depth: int) -> None:
    outline = module.file.outline
    if not quotes:
        return
    for directive in outline.directives:
        if directive.quote not in quotes:
            continue
        if directive.kind == "use":
            _use(found, directive.name, directive.options, depth + 1)
        elif directive.kind == "import":
            found.imports.append(directive)
        elif directive.kind == "alias" and directive.name and directive.as_name:
            found.aliases.append((directive.as_name, directive.name))
    for quoted in outline.quoted:
        if quoted.quote in quotes and quoted.kind.startswith("def"):
            if not quoted.name:
                found.open = True
            found.adds.update(
                (quoted.name, arity) for arity in range(quoted.min_arity, quoted.max_arity + 1)
            )
    spans = [(outline.closures[q].start, outline.closures[q].end) for q in quotes]
    for attribute in outline.attributes:
        if attribute.quoted and any(s <= attribute.start < e for s, e in spans):
            if attribute.name == "behaviour":
                _behaviour(found, outline, attribute.value)
            elif attribute.name == "before_compile":
                found.open = True
            elif attribute.name == "moduledoc":
                found.moduledoc = True
    for call in outline.calls:
        if call.quoted and any(s <= call.start < e for s, e in spans):
            if call.name == "unquote" and call.args and not isinstance(call.args[0], Fn):
                for inner in outline.calls:
                    within = call.start < inner.start and inner.end <= call.end
                    if within and inner.on is None and inner.name != "unquote":
                        _inline(found, module, inner.name, depth)
            elif call.name == "defstruct":
                found.adds |= {("__struct__", 0), ("__struct__", 1)}
