"""Children: what the entries of a supervisor's list of children say."""

from collections.abc import Iterator
from dataclasses import replace

from dralint.analysis.processes.start_table import BUILTIN, NAMED_BY_OPTION, OLD_SPECS
from dralint.analysis.supervision.child import (
    Child,
    elsewhere,
    is_constant,
    single,
    together,
)
from dralint.analysis.values.constants import (
    UNKNOWN,
    Alt,
    Alts,
    Constant,
    Item,
    List,
    Map,
    Name,
    Place,
    Result,
    Tuple,
    name_of,
    only,
    show,
)
from dralint.analysis.values.folding import entries
from dralint.analysis.values.values import Values
from dralint.outline.values import ModuleRef
from dralint.project import Call, Module, Project

DEPTH = 4
"""How often one specification is made from another."""


class Children:
    """Reads lists of children."""

    def __init__(self, project: Project, values: Values) -> None:
        self._project = project
        self._values = values

    @classmethod
    def of(cls, project: Project, values: Values) -> "Children":
        """Return the reader of a project's lists of children."""
        return cls(project, values)

    def read(self, alts: Alts, seen: Call) -> tuple[Child, ...]:
        """Return the children that a list may have, in order. `seen` is the call it stands in."""
        found = tuple(child for item in entries(alts) for child in self._item(item, seen))
        return together(found, alts)

    def one(self, alts: Alts, seen: Call) -> tuple[Child, ...]:
        """Return the child that an expression may specify."""
        return tuple(self._item(Item(alts), seen))

    def _item(self, item: Item, seen: Call) -> Iterator[Child]:
        for alt in single(item.alts):
            if isinstance(alt.constant, Name) and alt.constant.name in ("nil", "false", ":ok"):
                continue
            child = self.spec(alt.constant, seen)
            when = tuple(dict.fromkeys((*item.when, *alt.when)))
            yield replace(child, when=when, many=item.many)

    def spec(self, constant: Constant, seen: Call, depth: int = 0) -> Child:
        """Return the child that one value specifies."""
        at = constant.at
        text = show((Alt(constant),))
        match constant:
            case Name():
                return self.of_module(constant.name, (), seen, at, "module", depth)
            case Tuple() if len(constant.items) == 2:
                module = self._module_of(constant.items[0])
                if module is not None:
                    named = constant.items[0][0].constant.at
                    at = named if elsewhere(named, at) else at
                    return self.of_module(module, constant.items[1], seen, at, "tuple", depth)
                return Child(None, text, "unknown", at, open=True)
            case Tuple() if len(constant.items) == 6:
                return self._erlang(constant, at)
            case Map():
                return self._map(constant, text, at)
            case Result() if depth < DEPTH:
                return self._made(constant, seen, depth)
            case _:
                shown = getattr(constant, "text", text)
                return Child(None, shown, "unknown", at, open=isinstance(constant, UNKNOWN))

    def _module_of(self, alts: Alts) -> str | None:
        """Return the module that it is; of several, such as those of configuration, ours."""
        names = [a.constant.name for a in alts if isinstance(a.constant, Name)]
        if len(names) != len(alts):
            return None
        return next((name for name in names if self._project.defines(name)), name_of(alts))

    def of_module(
        self, name: str, arg: Alts, seen: Call, at: Place, form: str, depth: int = 0
    ) -> Child:
        """Return the child that `name.child_spec(arg)` specifies."""
        given = arg or (Alt(List((), at)),)
        child = Child(name, name, form, at, arg, (name, "start_link", (given,)), name, given=given)
        if name in BUILTIN:
            if name in NAMED_BY_OPTION:
                named = self._values.option(given, "name")
                child = replace(child, id=show(named) if is_constant(named) else None)
                if not named and name != "Task.Supervisor":
                    child = replace(child, id=name)
            if name.startswith("Horde."):
                child = replace(child, id=None)
            return replace(child, restart="temporary" if name == "Task" else None)
        module = self._project.module(name, seen.file)
        if module is None:
            return replace(child, id=None, start=None)
        own = self._project.function_in(module, "child_spec", 1)
        if own is not None and own.data.delegate is not None and depth < DEPTH:
            to, function = own.data.delegate
            if isinstance(to, ModuleRef) and function == "child_spec":
                return self.of_module(to.name, arg, seen, at, form, depth + 1)
        if own is not None and own.data.kind in ("def", "defdelegate"):
            return self._own(child, name, given, seen, depth)
        if module.effects.process in ("endpoint", "presence", "repo"):
            return child
        return self._used(child, module)

    def _own(self, child: Child, name: str, given: Alts, seen: Call, depth: int) -> Child:
        found = self._values.call_with(name, "child_spec", (given,), seen) or ()
        one = only(found)
        if isinstance(one, Map) and not one.open:
            made = self._map(one, child.text, child.at)
        elif isinstance(one, Map | Result) and depth < DEPTH:
            made = self.spec(one, seen, depth + 1)
        else:
            return replace(child, id=None, start=None)
        if made.start is None and made.module in (None, name):
            return replace(child, id=made.id, start=None)
        return replace(
            made, at=child.at, text=child.text, form=child.form, arg=child.arg, module=name
        )

    def _used(self, child: Child, module: Module) -> Child:
        """Take what the `use` line of a module says of its child specification."""
        for used in module.effects.uses:
            maker = self._project.module(used)
            outline = maker.file.outline if maker is not None else None
            if outline is not None and any(q.name == "child_spec" for q in outline.quoted):
                return replace(child, id=None, start=None)
        for directive in module.file.outline.directives:
            if directive.module != module.data.index or directive.kind != "use":
                continue
            if directive.quote >= 0 or directive.options is None:
                continue
            options = self._values.at(module.file, directive.options, -1, module.data.index)
            return replace(self._with(child, options), text=child.text)
        return child

    def _with(self, child: Child, options: Alts) -> Child:
        """Take the options of a child specification that override what it says."""
        option = self._values.option
        fields: dict[str, str | None] = {}
        for key in ("restart", "shutdown", "type"):
            found = option(options, key)
            if found:
                fields[key] = show(found).removeprefix(":") if is_constant(found) else None
        named = option(options, "id")
        if named:
            fields["id"] = show(named) if is_constant(named) else None
        made = replace(child, **fields)  # type: ignore[arg-type]
        start = option(options, "start")
        return self._started(made, start) if start else made

    def _map(self, constant: Map, text: str, at: Place) -> Child:
        alts: Alts = (Alt(constant),)
        child = self._with(Child(None, text, "map", at, given=alts), alts)
        if child.module is not None:
            child = replace(child, text=child.module)
        return child

    def _started(self, child: Child, start: Alts) -> Child:
        mfa = only(start)
        if not isinstance(mfa, Tuple) or len(mfa.items) != 3:
            return child
        module, function = name_of(mfa.items[0]), name_of(mfa.items[1])
        args = only(mfa.items[2])
        if module is None or function is None:
            return child
        given: tuple[Alts, ...] | None = None
        if isinstance(args, List) and not any(item.many for item in args.items):
            given = tuple(item.alts for item in args.items)
        arg = given[0] if given else ()
        start_at = (module, function.lstrip(":"), given)
        at = child.at
        named = mfa.items[0][0].constant.at
        if child.module is None and child.form == "map" and elsewhere(named, at):
            # A helper made the specification: the place to show is where the module is named.
            at = named
        return replace(child, module=child.module or module, start=start_at, arg=arg, at=at)

    def _erlang(self, constant: Tuple, at: Place) -> Child:
        identity, start, restart, shutdown, kind, _ = constant.items
        child = Child(
            None,
            show(identity),
            "erlang",
            at,
            id=show(identity) if is_constant(identity) else None,
            restart=show(restart).removeprefix(":"),
            shutdown=show(shutdown).removeprefix(":"),
            type=show(kind).removeprefix(":"),
        )
        child = self._started(child, start)
        return replace(child, text=child.module or child.text)

    def _made(self, result: Result, seen: Call, depth: int) -> Child:
        """Return the child whose specification another function makes."""
        name = result.name or ""
        at = result.at
        if name == "Supervisor.child_spec/2":
            inner = result.args[0]()
            base = only(inner)
            if base is None:
                return Child(None, show(inner), "unknown", at, open=True)
            child = self._with(self.spec(base, seen, depth + 1), result.args[1]())
            # A helper may override what was written elsewhere: that is the place to show.
            return replace(child, form="override", at=child.at if elsewhere(child.at, at) else at)
        if result.call.name in OLD_SPECS and (not result.name or "Supervisor.Spec" in name):
            return self._old(result, at)
        module, _, function = name.rpartition(".")
        if function == "child_spec/1":
            return replace(self.of_module(module, result.args[0](), seen, at, "call", depth), at=at)
        if function.startswith("child_spec/"):
            return Child(module, module, "call", at)
        # What a library's function makes does not start a module of this project by itself.
        foreign = bool(module) and not self._project.defines(module)
        return Child(None, result.text, "unknown", at, open=not foreign)

    def _old(self, result: Result, at: Place) -> Child:
        args = [arg() for arg in result.args]
        module = name_of(args[0]) if args else None
        given = only(args[1]) if len(args) > 1 else List((), at)
        list_of = isinstance(given, List) and not any(item.many for item in given.items)
        start_args = tuple(i.alts for i in given.items) if list_of else None  # type: ignore[union-attr]
        child = Child(module, module or "?", "old", at, start_args[0] if start_args else ())
        if module is not None:
            child = replace(child, id=module, start=(module, "start_link", start_args))
        child = replace(child, type=result.call.name if result.call.name == "supervisor" else None)
        if len(args) > 2:
            option = self._values.option
            function = name_of(option(args[2], "function"))
            child = self._with(child, args[2])
            if function and child.start:
                child = replace(child, start=(child.start[0], function.lstrip(":"), start_args))
        return child
