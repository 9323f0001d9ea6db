"""Results: what calls give back, and the patterns that are held against them.

The results of well-known functions stand in a table; those of the project's own are followed to
their tails. Only where every way to end is known does a pattern that fits none of them never match.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from dralint.analysis.references.held import Holding, holdings
from dralint.analysis.values.shapes import Shape, atom, fits
from dralint.analysis.values.tails import Tails
from dralint.analysis.values.written import written_ends
from dralint.outline import Call as Row
from dralint.outline.values import TupleOf, Value, Var
from dralint.project import Call, File, Function, Project

_TABLE = """
{:ok,_} :error: Map.fetch/2 Keyword.fetch/2 Access.fetch/2 Application.fetch_env/2 \
System.fetch_env/1 Base.decode64/1 Base.decode64/2 Base.url_decode64/1 Base.url_decode64/2 \
Base.decode16/1 Base.decode16/2 Base.decode32/1 Base.decode32/2 Enum.fetch/2 Version.parse/1 \
Version.parse_requirement/1 Ecto.UUID.cast/1 Ecto.UUID.dump/1 Ecto.UUID.load/1 \
Ecto.Changeset.fetch_change/2
{:ok,_} {:error,_}: File.read/1 File.stat/1 File.ls/1 File.ls/2 File.cwd/0 File.open/1 File.open/2 \
Date.from_iso8601/1 Time.from_iso8601/1 NaiveDateTime.from_iso8601/1 Date.new/3 URI.new/1 \
DateTime.from_unix/1 DateTime.from_unix/2 Jason.decode/1 Jason.decode/2 Jason.encode/1 \
Jason.encode/2 Ecto.Changeset.apply_action/2 Repo.insert/1 Repo.insert/2 Repo.update/1 \
Repo.update/2 Repo.delete/1 Repo.delete/2 Repo.insert_or_update/1 Repo.insert_or_update/2 \
JSON.decode/1 Regex.compile/1 Regex.compile/2 Code.string_to_quoted/1
{:ok,_,_} {:error,_}: DateTime.from_iso8601/1 DateTime.from_iso8601/2
:ok {:error,_}: File.write/2 File.write/3 File.mkdir/1 File.mkdir_p/1 File.rm/1 File.rename/2 \
File.touch/1 File.cp/2 File.close/1 DynamicSupervisor.terminate_child/2
{_,_} :error: Integer.parse/1 Integer.parse/2 Float.parse/1
{:ok,_} {:error,_} :ignore: GenServer.start_link/2 GenServer.start_link/3 GenServer.start/2 \
GenServer.start/3 Agent.start_link/1 Agent.start_link/2 Supervisor.start_link/2 \
Supervisor.start_link/3
{:ok,_} {:ok,_,_} {:error,_} :ignore: DynamicSupervisor.start_child/2
{:module,_} {:error,_}: Code.ensure_loaded/1 Code.ensure_compiled/1
{:ok,_,_} {:more,_,_} {:error,_}: Plug.Conn.read_body/1 Plug.Conn.read_body/2
{:ok,_} {:exit,_} nil: Task.yield/1 Task.yield/2 Task.shutdown/1 Task.shutdown/2
list nil: Regex.run/2 Regex.run/3
map nil: Regex.named_captures/2 Regex.named_captures/3 Repo.get/2 Repo.get/3 Repo.get_by/2 \
Repo.get_by/3
string nil: System.get_env/1 System.find_executable/1
map: Repo.get!/2 Repo.get!/3 Repo.get_by!/2 Repo.get_by!/3 Repo.insert!/1 Repo.insert!/2 \
Repo.update!/1 Repo.update!/2 Map.put/3 Map.merge/2
list: Repo.all/1 Repo.all/2 Enum.map/2 Enum.filter/2 Enum.reject/2 Enum.sort/1 Enum.sort_by/2 \
Enum.uniq/1 Enum.to_list/1 Enum.flat_map/2 String.split/1 String.split/2 String.split/3 \
Map.keys/1 Map.values/1 Map.to_list/1 Registry.lookup/2 :ets.lookup/2 :ets.tab2list/1
{_,number}: System.cmd/2 System.cmd/3 System.shell/1
{_,_}: Map.pop/2 Map.pop/3 Keyword.pop/2 Keyword.pop/3 Enum.split/2 Enum.split_with/2
scalar: Ecto.Changeset.get_change/2 Ecto.Changeset.get_change/3 Ecto.Changeset.get_field/2 \
Ecto.Changeset.get_field/3
"""


@dataclass(frozen=True)
class Held:
    """A pattern, or the clauses of a `case`, held against the result of a call.

    `form` is case, with or match. `dead` are the patterns that never fit. `gives` are the results
    in Elixir's notation. `fatal`: nothing fits, so the code always raises. `sure`: the call was
    resolved, not only guessed from its name and arity.
    """

    call: Call
    form: str
    dead: tuple[Value, ...]
    gives: tuple[str, ...]
    fatal: bool
    sure: bool = True


class Results:
    """The patterns of a project that results are held against."""

    def __init__(self, project: Project, tails: Tails) -> None:
        self._project = project
        self._tails = tails
        self._texts: dict[tuple[str, int], list[Shape | None]] = {}
        self._own: dict[tuple[str, int], tuple[Shape, ...] | None] = {}

    @classmethod
    def of(cls, project: Project, tails: Tails) -> "Results":
        """Return the results of a project."""
        return cls(project, tails)

    def never_fitting(self, file: File) -> Iterator[Held]:
        """Yield the places of a file where a pattern fits no result that there can be."""
        outline = file.outline
        targets = self._project.targets(file)
        asked: dict[int, list[Row]] = defaultdict(list)
        for index in outline.asked:
            row = outline.calls[index]
            if row.function >= 0 and not row.quoted and self._may_be_known(row, targets[index]):
                asked[row.function].append(row)
        for function, rows in asked.items():
            for clause in outline.functions[function].clauses:
                low, high = clause.calls
                within = [row for row in rows if low <= row.index < high]
                if within and clause.body is not None:
                    for holding in holdings(outline, clause.body, within):
                        yield from self._held(file, holding)

    def _may_be_known(self, row: Row, target: str | None) -> bool:
        """Whether something may be known of what a call gives."""
        if target is None:
            return row.on is None and (row.name, len(row.args)) in _GUESSED
        return self._project.defines(target) or f"{target}.{row.name}/{len(row.args)}" in _SHAPES

    def _written(self, callee: Function) -> list[Shape | None]:
        """Return the shapes of what the text of a function says that it gives."""
        known = self._texts.get(callee.key)
        if known is None:
            shapes = (shape for _, shape in written_ends(callee))
            known = self._texts[callee.key] = list(dict.fromkeys(shapes))
        return known

    def _held(self, file: File, holding: Holding) -> Iterator[Held]:
        call = file.call(holding.call)
        callee = call.callee
        if callee is not None and _may_all_fit(holding.patterns, self._written(callee)):
            return
        known = self._results(call, callee)
        if known is None:
            return
        shapes, sure = known
        dead = tuple(each for each in holding.patterns if _is_dead(each, shapes))
        fatal = len(dead) == len(holding.patterns) and holding.form != "with"
        if dead and (fatal or shapes != (_SCALAR,)):
            gives = tuple(str(shape) for shape in shapes)
            yield Held(call, holding.form, dead, gives, fatal, sure)

    def _results(
        self, call: Call, callee: Function | None
    ) -> tuple[tuple[Shape, ...], bool] | None:
        if callee is not None:
            own = self._of_function(callee)
            return None if own is None else (own, True)
        target = call.target
        if target is None:
            guessed = _GUESSED.get((call.name, call.arity)) if call.data.on is None else None
            return None if guessed is None else (guessed, False)
        name = f"{target}.{call.name}/{call.arity}"
        if name in _SHAPES:
            return _SHAPES[name], True
        if self._is_repo(target):
            shapes = _SHAPES.get(f"Repo.{call.name}/{call.arity}")
            return None if shapes is None else (shapes, True)
        return None

    def _is_repo(self, target: str) -> bool:
        module = self._project.module(target)
        if module is None:
            return False
        return "Ecto.Repo" in module.effects.uses

    def _of_function(self, function: Function) -> tuple[Shape, ...] | None:
        """Return what a function of the project can give, None where a part is not known."""
        data = function.data
        if data.kind not in ("def", "defp") or data.dynamic or function.is_callback:
            return None
        low, high = data.min_arity, data.max_arity
        others = (f for f in function.module.functions if f.name == data.name and f != function)
        if any(f.data.min_arity <= high and low <= f.arity for f in others):
            return None
        if function.key not in self._own:
            self._own[function.key] = self._closed(function)
        return self._own[function.key]

    def _closed(self, function: Function) -> tuple[Shape, ...] | None:
        shapes: list[Shape] = []
        for tail in self._tails.of_function(function):
            if tail.shape is None:
                return None
            shapes.append(tail.shape)
        return tuple(dict.fromkeys(shapes)) or None


def _may_all_fit(patterns: tuple[Value, ...], written: list[Shape | None]) -> bool:
    """Whether the text of a function alone shows that no pattern is dead.

    An end that can be anything fits every pattern; else each needs an end of its own.
    """
    left = [pattern for pattern in patterns if not isinstance(pattern, Var)]
    if not left:
        return True
    if None in written:
        return True
    for shape in written:
        left = [pattern for pattern in left if fits(pattern, shape) is False]
        if not left:
            return True
    return False


def _is_dead(pattern: Value, shapes: tuple[Shape, ...]) -> bool:
    if shapes == (_SCALAR,):
        return isinstance(pattern, TupleOf)
    return all(fits(pattern, shape) is False for shape in shapes)


_SCALAR = Shape("the value of a field, or nil")


def _shape(word: str) -> Shape:
    if word == "scalar":
        return _SCALAR
    if word == "nil":
        return atom("nil")
    if word.startswith(":"):
        return atom(word[1:])
    if word.startswith("{"):
        parts = word.strip("{}").split(",")
        return Shape("tuple", None, tuple(None if p == "_" else _shape(p) for p in parts))
    return Shape(word)


def _read_table() -> dict[str, tuple[Shape, ...]]:
    table: dict[str, tuple[Shape, ...]] = {}
    for line in _TABLE.replace("\\\n", "").strip().splitlines():
        words, _, names = line.partition(": ")
        shapes = tuple(map(_shape, words.split()))
        table |= dict.fromkeys(names.split(), shapes)
    return table


_SHAPES = _read_table()
_GUESSED = {(name, arity): (_SCALAR,) for name in ("get_change", "get_field") for arity in (2, 3)}
"""Functions of Ecto.Changeset that go by these names alone where nothing else explains them."""
