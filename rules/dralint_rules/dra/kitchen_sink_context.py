"""A domain has resources, not one module that does everything.

A context with a dozen functions that each query another table is several resources in one file:
every change touches it, every caller depends on all of it. Give each function an action in the folder
of its resource, and let the context forward.

Counted are public functions that query: at least `min_functions`, for `min_resources` schemas or with
`min_verbs` of the verbs of CRUD for one thing, going by their names (`create_order`). Contexts that
forward are fine; what `mix phx.gen.auth` wrote is left alone. The rule speaks where the project
follows the layout.

Source: the seed's anti-pattern 2 (single responsibility); "kitchen-sink context".

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: MyApp.Repo.insert(attrs)
end
```

```elixir title="lib/my_app/accounts/user/delete.ex"
defmodule MyApp.Accounts.User.Delete do
  def call(user), do: MyApp.Repo.delete(user)
end
```

```elixir title="lib/my_app/sales.ex"
defmodule MyApp.Sales do
#         ^^^^^^^^^^^ `MyApp.Sales` queries in 6 public functions
  alias MyApp.Repo

  def list_orders, do: Repo.all("orders")
  def get_order(id), do: Repo.get("orders", id)
  def create_order(attrs), do: Repo.insert(attrs)
  def delete_order(order), do: Repo.delete(order)
  def list_customers, do: Repo.all("customers")
  def create_customer(attrs), do: Repo.insert(attrs)
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: MyApp.Repo.insert(attrs)
end
```

```elixir title="lib/my_app/accounts/user/delete.ex"
defmodule MyApp.Accounts.User.Delete do
  def call(user), do: MyApp.Repo.delete(user)
end
```

```elixir title="lib/my_app/accounts.ex"
defmodule MyApp.Accounts do
  alias MyApp.Accounts.User.{Create, Delete}

  def create_user(attrs), do: Create.call(attrs)
  def delete_user(user), do: Delete.call(user)
end
```

```elixir title="lib/my_app/sales.ex"
defmodule MyApp.Sales do
  alias MyApp.Repo

  def list_orders, do: Repo.all("orders")
  def get_order(id), do: Repo.get("orders", id)
  def create_order(attrs), do: Repo.insert(attrs)
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    PROBABLE,
    Finding,
    Function,
    Layout,
    Module,
    Options,
    Project,
    Queries,
    Step,
    announced,
    inside,
    nature,
    rule,
    singular,
    values,
    words,
)

BY_HAND = frozenset(("seeds", "jobs", "workers", "migrations", "data_migrations"))
"""Folders whose modules work through many tables because that is their task."""
CRUD = frozenset("create insert get fetch find list all update change delete remove".split())
GENERATED = frozenset(("generate_user_session_token", "get_user_by_session_token"))
"""Functions by which one knows the work of `mix phx.gen.auth`."""


@dataclass(frozen=True)
class KitchenSink(Options):
    """From how many functions, things and verbs on a context does too much."""

    min_functions: int = 6
    min_resources: int = 2
    min_verbs: int = 3
    ignore_generated: bool = True


@rule("dra-kitchen-sink-context", confidence=PROBABLE)
def check(
    project: Project, layout: Layout, queries: Queries, options: KitchenSink
) -> Iterator[Finding]:
    if not layout.on or project.snippet or layout.options.dialect in ("single", "ash"):
        return
    asking: dict[Module, list[Function]] = defaultdict(list)
    for query in queries.calls:
        function = query.call.function
        if function is not None and function.file.kind == "lib" and _is_offered(function):
            asked = asking[function.module]
            if function not in asked:
                asked.append(function)
    for module, functions in asking.items():
        if len(functions) < options.min_functions or not layout.governs(module):
            continue
        if _is_context(module, layout, options):
            schemas = _schemas(functions, {schema.name for schema in layout.schemas})
            enough = len(schemas) >= options.min_resources
            if enough or _most_verbs(functions) >= options.min_verbs:
                yield _finding(module, functions, schemas)


def _is_offered(function: Function) -> bool:
    return function.data.kind == "def" and not function.has_impl and not function.is_callback


def _is_context(module: Module, layout: Layout, options: KitchenSink) -> bool:
    member = layout.member(module)
    if module.data.parent >= 0 or nature(module) is not None or layout.is_api(module):
        return False
    if member is not None and (member.resource or member.role in ("action", "storage", "query")):
        return False
    *folders, name = module.file.within.split("/")
    if announced(name.removesuffix(".ex")) in ("query", "storage") or BY_HAND & set(folders):
        return False
    names = {function.name for function in module.functions}
    return not (options.ignore_generated and names >= GENERATED)


def _schemas(functions: list[Function], known: set[str]) -> list[str]:
    """Return the schemas that functions name."""
    found = {
        value.name
        for function in functions
        for clause in function.clauses
        for value in inside(function.file.outline, *clause.params, clause.body)
        if isinstance(value, values.ModuleRef)
    }
    return sorted(found & known)


def _most_verbs(functions: list[Function]) -> int:
    """Return how many of the verbs of CRUD there are for one thing, going by the names."""
    found: dict[str, set[str]] = defaultdict(set)
    for function in functions:
        said = words(function.name.rstrip("?!"))
        if said and said[0] in CRUD:
            found[singular("_".join(said[1:]))].add(said[0])
    return max(map(len, found.values()), default=0)


def _finding(module: Module, functions: list[Function], schemas: list[str]) -> Finding:
    many = f", for {len(schemas)} schemas" if len(schemas) > 1 else ""
    return Finding(
        module,
        f"`{module.name}` queries in {len(functions)} public functions{many}",
        help="give each an action in the folder of its resource, and forward to that",
        trail=[Step(each.span, f"`{each.label}` could be an action") for each in functions[:8]],
    )
