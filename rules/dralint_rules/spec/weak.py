"""The spec of an API says what comes back, not that something does.

`:: any()` or `:: map()` is a spec for Credo's sake: the caller still has to read the code. Name the
results: `{:ok, User.t()} | {:error, Ecto.Changeset.t()}`.

Only APIs and the entries of actions are looked at.

Source: the seed's data contracts (`@spec` on all public functions).

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  @spec call(map()) :: any()
  #                    ^^^^^ the spec of `call/1` does not say what comes back
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  @spec create(map()) :: map() | keyword()
  #                      ^^^^^^^^^^^^^^^^^ the spec of `create/1` does not say what comes back
  defdelegate create(attrs), to: MyApp.Accounts.User.Create, as: :call
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  @spec call(map()) :: {:ok, map()}
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  @spec create(term()) :: {:ok, map()} | any()
  defdelegate create(attrs), to: MyApp.Accounts.User.Create, as: :call
end
```

```elixir title="lib/my_app/text.ex"
defmodule MyApp.Text do
  @spec decode(String.t()) :: term()
  def decode(text), do: :erlang.binary_to_term(text, [:safe])
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, WEAK_TYPES, Finding, Module, Surface, rule, specs_of, values


@rule("spec-weak", severity=INFO)
def check(module: Module, surface: Surface) -> Iterator[Finding]:
    for offer in surface.of_module(module):
        function = offer.function
        if offer.part not in ("action", "api"):
            return
        if offer.part == "action" and not surface.is_entry(function):
            continue
        for spec in specs_of(function):
            if spec.result is not None and _is_weak(spec.result):
                yield Finding(
                    function.file.place(spec.result),
                    f"the spec of `{function.label}` does not say what comes back",
                    help="name the results: `{:ok, User.t()} | {:error, Ecto.Changeset.t()}`",
                )


def _is_weak(result: values.Value | None) -> bool:
    if isinstance(result, values.Op) and result.op == "|":
        return all(_is_weak(arg) for arg in result.args)
    if isinstance(result, values.Apply):
        return result.module is None and result.name in WEAK_TYPES
    return False
