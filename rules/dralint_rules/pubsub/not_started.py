"""The `Phoenix.PubSub` server that the code uses is started.

Subscribing and broadcasting raise where no PubSub server has the name: `unknown registry`. It is
a child of the application, `{Phoenix.PubSub, name: MyApp.PubSub}`, before the endpoint.

Source: the seed's "PubSub" section; manual of `Phoenix.PubSub`.

## Bad

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    Supervisor.start_link([{Registry, keys: :unique, name: MyApp.Names}], strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/news.ex"
defmodule MyApp.News do
  def subscribe, do: Phoenix.PubSub.subscribe(MyApp.PubSub, "news")
  #                                           ^^^^^^^^^^^^ no PubSub server named `MyApp.PubSub` is started
  def publish(item), do: Phoenix.PubSub.broadcast(MyApp.PubSub, "news", item)
end
```

```elixir title="config/config.exs"
import Config

config :my_app, MyAppWeb.Endpoint, pubsub_server: MyApp.Hub
#                                                 ^^^^^^^^^ no PubSub server named `MyApp.Hub` is started
```

## Good

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    Supervisor.start_link([{Phoenix.PubSub, name: MyApp.PubSub}], strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/news.ex"
defmodule MyApp.News do
  @server MyApp.PubSub
  def subscribe, do: Phoenix.PubSub.subscribe(@server, "news")
  def subscribe(server), do: Phoenix.PubSub.subscribe(server, "news")
end
```

```elixir title="config/config.exs"
import Config

config :my_app, MyAppWeb.Endpoint, pubsub_server: MyApp.PubSub
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, PROBABLE, Finding, MissingNames, Project, Step, rule


@rule("pubsub-not-started", severity=ERROR, confidence=PROBABLE, rooted=True)
def check(project: Project, missing: MissingNames) -> Iterator[Finding]:
    for each in missing.all:
        if each.kind == "pubsub":
            yield Finding(
                each.span,
                f"no PubSub server named `{each.name}` is started",
                help=f"add `{{Phoenix.PubSub, name: {each.name}}}` to the application's children",
                confidence=each.confidence,
                trail=[Step(span, f"`{each.name}` is used here as well") for span in each.others],
            )
