"""A resource with actions has an API module.

The API is the one door to a resource: the web layer, jobs and other domains call it, and so an
action can be renamed, split or replaced without a search through the project. Without it every
caller binds itself to the actions.

The API is `api.ex` in the folder of the resource; `<resource>_api.ex` or a module named like the
resource that forwards to its actions; or the API of the domain. An Ash resource is an API of its
own. A Phoenix context that forwards to the actions does not count unless `api-locations` contains
`context`; the finding is then only an info. Folders without actions are no resources.

Source: the seed's directory structure and API pattern.

## Bad

```elixir title="lib/my_app/billing/subscription/cancel.ex"
defmodule MyApp.Billing.Subscription.Cancel do
  #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the resource `billing/subscription` has 2 actions and no API module
  def call(id), do: {:ok, id}
end
```

```elixir title="lib/my_app/billing/subscription/create.ex"
defmodule MyApp.Billing.Subscription.Create do
  def call(attrs), do: {:ok, attrs}
end
```

## Good

```elixir title="lib/my_app/billing/subscription/create.ex"
defmodule MyApp.Billing.Subscription.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/billing/subscription/cancel.ex"
defmodule MyApp.Billing.Subscription.Cancel do
  def call(id), do: {:ok, id}
end
```

```elixir title="lib/my_app/billing/subscription/api.ex"
defmodule MyApp.Billing.Subscription.API do
  alias MyApp.Billing.Subscription.{Cancel, Create}

  def create(attrs), do: Create.call(attrs)
  def cancel(id), do: Cancel.call(id)
end
```

```elixir title="lib/my_app/billing/invoice/send.ex"
defmodule MyApp.Billing.Invoice.Send do
  def call(id), do: {:ok, id}
end
```

```elixir title="lib/my_app/billing/invoice.ex"
defmodule MyApp.Billing.Invoice do
  defdelegate send(id), to: MyApp.Billing.Invoice.Send, as: :call
end
```

```elixir title="lib/my_app/billing/workers/sync.ex"
defmodule MyApp.Billing.Workers.Sync do
  use Oban.Worker

  @impl true
  def perform(_job), do: :ok
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import ERROR, INFO, PROBABLE, Finding, Layout, Options, Project, Step, rule


@dataclass(frozen=True)
class ApiMissing(Options):
    """`min_actions`: fewer need no API. `api_locations`: where one counts, see the page."""

    min_actions: int = 1
    api_locations: tuple[str, ...] = ("dir", "sibling", "domain", "ash")


@rule("dra-api-missing", severity=ERROR, rooted=True)
def check(project: Project, layout: Layout, options: ApiMissing) -> Iterator[Finding]:
    for resource in layout.resources:
        actions = resource.actions
        if len(actions) < max(options.min_actions, 1) or resource.apis:
            continue
        above = [m for m in resource.contexts if _counts(m.role, options.api_locations)]
        if above:
            continue
        number = f"{len(actions)} actions" if len(actions) > 1 else "an action"
        yield Finding(
            actions[0].module,
            f"the resource `{resource.label}` has {number} and no API module",
            help=f"add `{_folder(actions[0].file.path)}/api.ex` with a function for each action",
            severity=INFO if resource.contexts else ERROR,
            confidence=None if resource.domain else PROBABLE,
            trail=[
                Step(context.module.span, f"`{context.name}` forwards to its actions instead")
                for context in resource.contexts
            ],
        )


def _counts(role: str, locations: tuple[str, ...]) -> bool:
    return (role == "domain-api" and "domain" in locations) or (
        role == "context" and "context" in locations
    )


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
