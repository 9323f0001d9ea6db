"""An action that promises `{:error, reason}` does not raise instead.

`Repo.get!` in an action whose callers expect a tagged tuple turns "not found" into a crash of the
caller: a 500 instead of a 404, a stopped process instead of a message. Use the form without `!`
and hand the failure on.

Looked at are the entry and the private functions that it calls, as far as they run in the caller's
process and outside `rescue`. Only calls that have a form that does not raise count, and `raise`
itself unless it blames the programmer (`ArgumentError`). Inside `Repo.transaction` the raising forms
roll back, which is info. Documentation that speaks of raising, `no_return` in the spec and the
functions in `allow` are taken as meant.

Source: the seed's action pattern (whose own update raises), and "avoid exceptions for normal
control flow".

## Bad

```elixir title="lib/my_app/accounts/user/update.ex"
defmodule MyApp.Accounts.User.Update do
  alias MyApp.Accounts.User
  alias MyApp.Repo

  @spec call(integer(), map()) :: {:ok, User.t()} | {:error, Ecto.Changeset.t()}
  def call(user_id, attrs) do
    user = Repo.get!(User, user_id)
    #      ^^^^^^^^^ `call/2` answers with tagged tuples, but `Repo.get!/2` raises

    user
    |> User.changeset(attrs)
    |> Repo.update()
  end
end
```

```elixir title="lib/my_app/accounts/user/import.ex"
defmodule MyApp.Accounts.User.Import do
  def call(path) do
    case read(path) do
      [] -> {:error, :empty}
      rows -> {:ok, rows}
    end
  end

  defp read(path), do: path |> File.read!() |> String.split()
  #                            ^^^^^^^^^^ `call/1` answers with tagged tuples, but `File.read!/1` raises
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

## Good

```elixir title="lib/my_app/accounts/user/update.ex"
defmodule MyApp.Accounts.User.Update do
  alias MyApp.Accounts.User
  alias MyApp.Repo

  @spec call(integer(), map()) :: {:ok, User.t()} | {:error, Ecto.Changeset.t() | :not_found}
  def call(user_id, attrs) do
    case Repo.get(User, user_id) do
      nil -> {:error, :not_found}
      user -> user |> User.changeset(attrs) |> Repo.update()
    end
  end

  def call!(user_id, attrs), do: User |> Repo.get!(user_id) |> User.changeset(attrs) |> Repo.update!()
end
```

```elixir title="lib/my_app/accounts/user/fetch.ex"
defmodule MyApp.Accounts.User.Fetch do
  @spec call(integer()) :: MyApp.Accounts.User.t()
  def call(user_id), do: MyApp.Repo.get!(MyApp.Accounts.User, user_id)
end
```

```elixir title="lib/my_app/accounts/user/import.ex"
defmodule MyApp.Accounts.User.Import do
  def call(path, options) do
    mode = Keyword.fetch!(options, :mode)
    if mode not in [:all, :new], do: raise(ArgumentError, "unknown mode")
    {:ok, File.read!(path)}
  rescue
    error in File.Error -> {:error, error.reason}
  end
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    INFO,
    PROBABLE,
    Call,
    Finding,
    Function,
    Layout,
    Options,
    Project,
    Queries,
    Runs,
    Step,
    Tails,
    Types,
    handed_to,
    inside,
    promises,
    rule,
    values,
    where_runs,
)

TWINS = frozenset(
    """
    Ash.get! Ash.read! Ash.read_one! Ash.create! Ash.update! Ash.destroy! Ash.load!
    File.read! File.write! File.open! File.rm! File.mkdir! File.mkdir_p! File.cp! File.stat! File.ls!
    Jason.decode! Jason.encode! Poison.decode! Poison.encode! JSON.decode! Base.decode64!
    Base.decode16! Base.url_decode64! Date.from_iso8601! DateTime.from_iso8601!
    NaiveDateTime.from_iso8601! Time.from_iso8601! Date.new! DateTime.new! Time.new!
    Ecto.UUID.cast! Ecto.UUID.dump! Version.parse! URI.new! Req.get! Req.post! Req.put! Req.patch!
    Req.delete! Req.request! HTTPoison.get! HTTPoison.post! HTTPoison.put! HTTPoison.request!
    """.split()
)
"""Functions that raise and have a form that does not."""
PROGRAMMER = frozenset(
    "ArgumentError FunctionClauseError ArithmeticError UndefinedFunctionError KeyError".split()
)
"""Exceptions that say that the caller is wrong."""


@dataclass(frozen=True)
class ActionRaises(Options):
    """`allow`: functions that an action may call although they raise."""

    allow: tuple[str, ...] = (
        "Map.fetch!",
        "Keyword.fetch!",
        "Application.fetch_env!",
        "Application.compile_env!",
    )


@rule("dra-action-raises")
def check(
    project: Project,
    layout: Layout,
    queries: Queries,
    types: Types,
    tails: Tails,
    options: ActionRaises,
) -> Iterator[Finding]:
    for action in layout.actions:
        seen: set[tuple[str, int]] = set()
        for entry in layout.entries(action):
            if entry.name.endswith("!") or _meant(entry):
                continue
            raising = [
                (function, call)
                for function in _own(entry, seen)
                for call in function.calls
                if _raises(call, queries, options) and _here(function, call)
            ]
            if raising and _promises(entry, types, tails):
                for function, call in raising:
                    yield _finding(entry, function, call, queries)


def _meant(entry: Function) -> bool:
    """Whether the documentation says that a function raises."""
    return isinstance(entry.doc, values.String) and "raise" in entry.doc.text.lower()


def _promises(entry: Function, types: Types, tails: Tails) -> bool:
    """Whether a function answers with tagged tuples."""
    said = types.result(entry)
    if said is not None:
        return promises(said) and not _may_not_return(entry, types)
    return promises(tuple(tail.shape for tail in tails.of_function(entry)))


def _may_not_return(entry: Function, types: Types) -> bool:
    return any(
        isinstance(part, values.Apply | values.Var) and part.name == "no_return"
        for spec in types.specs(entry)
        for part in inside(entry.file.outline, spec.result)
    )


def _own(entry: Function, seen: set[tuple[str, int]]) -> Iterator[Function]:
    """Yield a function and the private functions of its module that it calls, each once."""
    waiting = [entry]
    while waiting:
        function = waiting.pop()
        if function.key in seen:
            continue
        seen.add(function.key)
        yield function
        for call in function.calls:
            callee = call.callee
            if callee is not None and callee.data.kind == "defp" and where_runs(call) is Runs.HERE:
                waiting.append(callee)


def _raises(call: Call, queries: Queries, options: ActionRaises) -> bool:
    name = f"{call.target}.{call.name}"
    if call.data.quoted or call.target is None or name in options.allow:
        return False
    if name == "Kernel.raise":
        first = call.args[0] if call.args else None
        return not (isinstance(first, values.ModuleRef) and first.name in PROGRAMMER)
    if not call.name.endswith("!"):
        return False
    return name in TWINS or queries.query(call) is not None or _has_twin(call)


def _has_twin(call: Call) -> bool:
    """Whether a function of the project has a form that does not raise."""
    callee = call.callee
    return callee is not None and bool(
        callee.file.project.function_in(callee.module, callee.name.removesuffix("!"), callee.arity)
    )


def _here(function: Function, call: Call) -> bool:
    """Whether a call runs in the caller's process and nothing rescues what it raises."""
    if where_runs(call) is not Runs.HERE:
        return False
    bodies = [clause.body for clause in function.clauses]
    return not any(
        isinstance(part, values.Flow)
        and part.kind == "try"
        and part.start <= call.data.start < part.end
        and any(arm.label in ("rescue", "catch") for arm in part.arms)
        for part in inside(function.file.outline, *bodies)
    )


def _finding(entry: Function, function: Function, call: Call, queries: Queries) -> Finding:
    query = queries.query(call)
    own = call.name == "raise"
    unsure = own or (query is not None and not query.sure)
    return Finding(
        call.name_span,
        f"`{entry.label}` answers with tagged tuples, but `{_label(call)}` raises",
        help="return `{:error, reason}`" if own else f"use `{call.name.removesuffix('!')}`",
        severity=INFO if handed_to(call, ("transaction", "transact")) else None,
        confidence=PROBABLE if unsure else None,
        trail=[] if function == entry else [Step(entry.span, "the action's entry")],
    )


def _label(call: Call) -> str:
    module = (call.target or "").rpartition(".")[2]
    return call.name if call.name == "raise" else f"{module}.{call.name}/{call.arity}"
