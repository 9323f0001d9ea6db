"""An action offers one function, its entry.

An action does one thing. A second public function is a second reason to change, and others come
to depend on it around the API. Make it private, or give it an action or a module of its own. The
entry may have several arities and a twin that raises: `call` and `call!`. Callbacks of
behaviours do not count, and functions in `allow` do not.

A function that is public for tests only (`@doc false`) is reported as info.

The fix makes a function private that its own module calls, and that no other file names: neither
code nor a template or a text. It is not offered where attributes such as `@doc` stand above it.

Source: the seed's anti-pattern 2 (single responsibility) and its action pattern.

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
  def send_welcome_email(user), do: {:ok, user}
  #   ^^^^^^^^^^^^^^^^^^ `send_welcome_email/1` is a second public function of the action
end
```

```elixir title="lib/my_app/accounts/user/update.ex"
defmodule MyApp.Accounts.User.Update do
  def call(user, attrs), do: {:ok, Map.merge(user, attrs)}
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: call(attrs, [])
  def call(attrs, options), do: {:ok, notify(attrs, options)}
  def call!(attrs), do: attrs |> call() |> elem(1)

  defp notify(attrs, _options), do: attrs
end
```

```elixir title="lib/my_app/accounts/user/update.ex"
defmodule MyApp.Accounts.User.Update do
  @behaviour Access

  def call(user, attrs), do: {:ok, Map.merge(user, attrs)}
  def child_spec(_options), do: %{}

  @impl true
  def fetch(user, key), do: Map.fetch(user, key)
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    INFO,
    WARNING,
    Call,
    Edit,
    Finding,
    Fix,
    Function,
    Layout,
    Module,
    Options,
    Step,
    Texts,
    public_functions,
    rule,
)


@dataclass(frozen=True)
class SinglePublic(Options):
    """`allow`: names that an action may offer besides. `max_public`: how many names in all."""

    allow: tuple[str, ...] = ("new", "changeset", "schema")
    max_public: int = 1


@rule("dra-action-single-public", severity=WARNING, kinds=("lib",))
def check(module: Module, layout: Layout, texts: Texts, options: SinglePublic) -> Iterator[Finding]:
    member = layout.member(module)
    if member is None or member.module != module or member.role != "action":
        return
    entries = layout.entries(member)
    if not entries:
        return
    known = {function.name.removesuffix("!") for function in entries} | set(options.allow)
    extra: dict[str, Function] = {}
    for function in public_functions(module):
        name = function.name.removesuffix("!")
        if name not in known:
            extra.setdefault(name, function)
    for function in list(extra.values())[max(options.max_public, 1) - 1 :]:
        called = list(module.file.project.calls_to(f"{module.name}.{function.name}/*"))
        callers = [call for call in called if call.module != module and not call.file.is_test]
        yield Finding(
            function,
            f"`{function.label}` is a second public function of the action",
            help=(
                "give it an action or a module of its own"
                if callers
                else "make it private: no other module calls it"
            ),
            severity=INFO if function.hidden else WARNING,
            trail=[Step(call.name_span, "another module calls it") for call in callers[:3]],
            fix=_fix(function, called, texts),
        )


def _fix(function: Function, called: list[Call], texts: Texts) -> Fix | None:
    """Return what makes a function private, None where something may still want it public."""
    own = [call for call in called if call.module == function.module and call.data.on is None]
    used = any(call.data.function != function.data.index for call in own)
    if len(own) < len(called) or not used or function.data.attrs or function.data.kind != "def":
        return None
    named = texts.elsewhere(function.name, function.file)
    if named:
        return None
    starts = [clause.start for clause in function.clauses]
    edits = [Edit(function.file.at(start, start + len("def")), "defp") for start in starts]
    return Fix("Make it private", tuple(edits), safe=named is False)
