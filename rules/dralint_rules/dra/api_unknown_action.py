"""What an API forwards to exists.

A function of an API that calls an action which is not there compiles (with a warning that is easily
missed) and fails with an `UndefinedFunctionError` for the first caller. It is left behind when an
action is renamed, deleted, or gets another argument.

Only calls and delegates into the resource's own namespace are looked at, and only modules whose
functions can be seen.

Source: the seed's build artifacts (compiled application without errors).

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  alias MyApp.Accounts.User.{Create, Delete}

  def create(attrs, options), do: Create.call(attrs, options)
  #                               ^^^^^^^^^^^ `MyApp.Accounts.User.Create` has no `call/2`
  def delete(id), do: Delete.call(id)
  #                   ^^^^^^^^^^^ the module `MyApp.Accounts.User.Delete` does not exist
  defdelegate update(user, attrs), to: MyApp.Accounts.User.Update, as: :call
  #           ^^^^^^ the module `MyApp.Accounts.User.Update` does not exist
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs, options \\\\ []), do: {:ok, attrs, options}
end
```

```elixir title="lib/my_app/accounts/user/import.ex"
defmodule MyApp.Accounts.User.Import do
  use Some.Library
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  alias MyApp.Accounts.User.{Create, Import}

  def create(attrs), do: Create.call(attrs)
  def import(rows), do: Import.call(rows)
  defdelegate create(attrs, options), to: Create, as: :call
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Finding, Layout, Module, Project, public_functions, rule, values


@rule("dra-api-unknown-action", severity=ERROR, rooted=True)
def check(project: Project, layout: Layout) -> Iterator[Finding]:
    for resource in layout.resources:
        for api in resource.apis:
            space = _namespace(api.name)
            for function in public_functions(api.module):
                delegate = function.data.delegate
                if delegate is not None and isinstance(delegate[0], values.ModuleRef):
                    target = delegate[0].name
                    wrong = _wrong(project, api.module, space, target, delegate[1], function.arity)
                    if wrong:
                        yield Finding(function, wrong, help="forward to an action that exists")
                for call in function.calls:
                    if call.data.on is not None and call.target is not None:
                        wrong = _wrong(
                            project, api.module, space, call.target, call.name, call.arity
                        )
                        if wrong:
                            yield Finding(
                                call.name_span, wrong, help="forward to an action that exists"
                            )


def _namespace(name: str) -> str:
    """Return what the names of a resource's modules begin with."""
    above, _, last = name.rpartition(".")
    return above if last.lower() == "api" else name


def _wrong(
    project: Project, api: Module, space: str, target: str, name: str, arity: int
) -> str | None:
    """Return what is wrong with a call into the namespace of a resource."""
    if not target.startswith(f"{space}."):
        return None
    module = project.module(target, api.file)
    if module is None:
        return f"the module `{target}` does not exist"
    if module.effects.open or module.data.dynamic or module.data.kind != "module":
        return None
    if (name, arity) in module.effects.adds or project.function_in(module, name, arity):
        return None
    return None if name in ("module_info", "__info__") else f"`{target}` has no `{name}/{arity}`"
