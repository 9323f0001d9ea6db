"""A test that changes what all tests share does not run at the same time as others.

With `async: true` the tests of a module run beside those of other modules. What they put into the
application environment, the system environment or another global place is seen by all of them, and
taken back while others still need it. Such tests fail now and then, and never alone. Remove
`async: true`, or hand the value over instead: as an argument, an option of the process, a mock that
belongs to the test.

Reported is the first such change in a module, in its tests and set-up or in helpers that they call.

Source: the seed's "TDD workflow" and the catalogue's `test-async`.

## Bad

```elixir title="test/my_app/rates_test.exs"
defmodule MyApp.RatesTest do
  use ExUnit.Case, async: true

  test "asks the server that is configured" do
    Application.put_env(:my_app, :rates_url, "http://localhost:4001")
    # <- `Application.put_env/3` changes what tests share, and this module runs with `async: true`
    assert MyApp.Rates.url() == "http://localhost:4001"
  end
end
```

```elixir title="test/my_app/mail_test.exs"
defmodule MyApp.MailTest do
  use ExUnit.Case, async: true
  import MyApp.EnvHelpers

  setup do
    with_env(:sender, "a@b.example")
    # <- `with_env/2` calls `Application.put_env/3`, which changes what tests share, and this module runs with `async: true`
    :ok
  end

  test "has a sender" do
    assert MyApp.Mail.sender() == "a@b.example"
  end
end
```

```elixir title="test/support/env_helpers.ex"
defmodule MyApp.EnvHelpers do
  def with_env(key, value), do: Application.put_env(:my_app, key, value)
end
```

## Good

```elixir title="test/my_app/rates_test.exs"
defmodule MyApp.RatesTest do
  use ExUnit.Case, async: false

  test "asks the server that is configured" do
    Application.put_env(:my_app, :rates_url, "http://localhost:4001")
    assert MyApp.Rates.url() == "http://localhost:4001"
  end
end
```

```elixir title="test/my_app/money_test.exs"
defmodule MyApp.MoneyTest do
  use ExUnit.Case, async: true

  test "asks the server that it is given" do
    assert MyApp.Rates.url("http://localhost:4001") == "http://localhost:4001"
    assert Application.get_env(:my_app, :rates_url) == nil
  end

  test "reads a setting of its own", %{test: test} do
    Application.put_env(:my_app, test, 1)
    assert MyApp.Rates.setting(test) == 1
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    WARNING,
    Directive,
    Finding,
    Module,
    SharedState,
    Step,
    is_sample,
    rule,
    values,
)


@rule("test-async", severity=WARNING, kinds=("test",))
def check(module: Module, shared: SharedState) -> Iterator[Finding]:
    directive = _async(module)
    if directive is None or is_sample(module):
        return
    for function in module.functions:
        if not function.data.is_test:
            continue
        way = shared.changed_in(function)
        if way is not None:
            call, last = way[0], way[-1]
            what = f"`{last.label}`"
            if len(way) > 1:
                what = f"`{call.name}/{call.arity}` calls {what}, which"
            at = module.file.at(directive.start, directive.end)
            yield Finding(
                call,
                f"{what} changes what tests share, and this module runs with `async: true`",
                help="remove `async: true`, or hand the value over as an argument",
                trail=[
                    Step(at, "its tests run beside those of other modules"),
                    *(Step(each.name_span, f"`{each.label}`") for each in way),
                ],
            )
            return


def _async(module: Module) -> Directive | None:
    """Return the `use` that lets the tests of a module run beside others."""
    for directive in module.file.outline.directives:
        if directive.kind == "use" and directive.module == module.data.index:
            given = values.keyword(directive.options, "async")
            if isinstance(given, values.Atom) and given.name == "true":
                return directive
    return None
