"""A feature that is asked for is there: action, entry, spec, doc, API function and test.

`features` in the options lists what the plan asks for, each with the arguments of the seed's
`/create-feature`: a domain, a resource, and its actions. For each action that lacks something one finding says what. Singular and plural names of folders are
the same. An Ash resource has an action when it declares it, and its API function is a code
interface. With `symmetry = true` a resource that can create and update but not delete is reported as
info.

Source: the seed's slash commands, its workflow and its code deliverables.

## Bad

```toml title="dralint.toml"
[rules.dra-feature-complete]
features = ["accounts user create,update,delete"]
symmetry = true
```

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^ `accounts/user` can be created and changed, but has no `delete`
  @doc "Creates a user."
  @spec call(map()) :: {:ok, map()}
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/update.ex"
defmodule MyApp.Accounts.User.Update do
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^ the feature `accounts user update` is not complete: spec, doc, api, test missing
  def call(user, attrs), do: {:ok, Map.merge(user, attrs)}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
#         ^^^^^^^^^^^^^^^^^^^^^^^ the feature `accounts user delete` is not complete: everything missing
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
end
```

```elixir title="test/my_app/accounts/user/create_test.exs"
defmodule MyApp.Accounts.User.CreateTest do
  use ExUnit.Case

  test "creates" do
    assert {:ok, %{}} = MyApp.Accounts.User.Create.call(%{})
  end
end
```

## Good

```toml title="dralint.toml"
[rules.dra-feature-complete]
features = ["account users create"]
```

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  @doc "Creates a user."
  @spec call(map()) :: {:ok, map()}
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
end
```

```elixir title="test/my_app/accounts/user/create_test.exs"
defmodule MyApp.Accounts.User.CreateTest do
  use ExUnit.Case

  test "creates" do
    assert {:ok, %{}} = MyApp.Accounts.User.Create.call(%{})
  end
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    ERROR,
    INFO,
    Feature,
    Features,
    Finding,
    Layout,
    Module,
    Options,
    Project,
    lacking,
    rule,
)


@dataclass(frozen=True)
class FeatureComplete(Options):
    """`features`: what is asked for. `symmetry`: whether pairs of actions are expected."""

    features: tuple[str, ...] = ()
    symmetry: bool = False


@rule("dra-feature-complete", severity=ERROR, rooted=True)
def check(
    project: Project, layout: Layout, features: Features, options: FeatureComplete
) -> Iterator[Finding]:
    for text in options.features:
        feature = Feature.parse(text)
        place = _place(project)
        if feature is None:
            if place is not None:
                yield Finding(
                    place,
                    f"`{text}` is no feature",
                    help="write a domain, a resource and its actions: `accounts user create,update`",
                )
            continue
        for row in features.rows(feature):
            at = row.module or features.door(feature) or place
            if row.missing and at is not None:
                name = f"{feature.domain} {feature.resource} {row.action}"
                parts = ", ".join(row.missing) if row.module else "everything"
                yield Finding(
                    at,
                    f"the feature `{name}` is not complete: {parts} missing",
                    help="finish it, or take it off the list",
                )
    for resource in layout.resources if options.symmetry else ():
        for name in lacking(resource.actions):
            yield Finding(
                resource.actions[0].module,
                f"`{resource.label}` can be created and changed, but has no `{name}`",
                severity=INFO,
            )


def _place(project: Project) -> Module | None:
    """Return the module of the `mix.exs` nearest to the root."""
    mixes = [m for m in project.modules if m.file.kind == "mix" and m.data.parent < 0]
    return min(mixes, key=lambda m: (m.file.path.count("/"), m.file.path), default=None)
