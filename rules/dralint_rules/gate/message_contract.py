"""What is sent and taken keeps its form until somebody was asked.

Messages outlive a deploy and cross borders that no compiler sees: jobs wait in a queue, browsers
hold a socket open, other nodes run the version of yesterday, and whoever reads JSON reads its keys.
`dralint gate` compares with the base

- the events that channels take and push, and the topics that sockets offer,
- what is given to Oban workers, and whether their clauses still take it; a worker that is gone,
- the topics and messages that are broadcast (a warning: both ends are in the project, but not at
  the same time while nodes are replaced; what goes with its whole module is only told),
- the calls and casts of public servers that others send without a function of the server,
- the keys of JSON in views, in modules that end in `JSON`, and in `@derive {Jason.Encoder, only:}`.

Something new asks nobody. Keep the old form beside the new one for a release.

Source: the seed's ask-first list ("breaking public API contracts"); the manual of Oban on changing
jobs.

## Bad

```elixir title="lib/desk_web/channels/room_channel.ex" at="1"
defmodule DeskWeb.RoomChannel do
  use Phoenix.Channel

  def join("room:" <> _id, _params, socket), do: {:ok, socket}

  def handle_in("say", params, socket) do
    broadcast!(socket, "said", params)
    {:noreply, socket}
  end
end
```

```elixir title="lib/desk_web/channels/room_channel.ex" at="2"
defmodule DeskWeb.RoomChannel do
  #       ^^^^^^^^^^^^^^^^^^^ the channel `DeskWeb.RoomChannel` no longer takes `"say"`
  use Phoenix.Channel

  def join("room:" <> _id, _params, socket), do: {:ok, socket}

  def handle_in("message", params, socket) do
    broadcast!(socket, "said", params)
    {:noreply, socket}
  end
end
```

```elixir title="lib/desk/mailer.ex" at="1"
defmodule Desk.Mailer do
  use Oban.Worker

  def enqueue(user), do: Oban.insert(new(%{user_id: user.id}))

  @impl true
  def perform(%Oban.Job{args: %{"user_id" => id}}), do: Desk.mail(id)
end
```

```elixir title="lib/desk/mailer.ex" at="2"
defmodule Desk.Mailer do
  #       ^^^^^^^^^^^ `Desk.Mailer` takes no job with `user_id` any more; it wants `account_id`
  use Oban.Worker

  def enqueue(user), do: Oban.insert(new(%{account_id: user.id}))

  @impl true
  def perform(%Oban.Job{args: %{"account_id" => id}}), do: Desk.mail(id)
end
```

```elixir title="lib/desk_web/controllers/user_json.ex" at="1"
defmodule DeskWeb.UserJSON do
  def show(%{user: user}), do: %{data: data(user)}

  defp data(user), do: %{id: user.id, name: user.name, mail: user.mail}
end
```

```elixir title="lib/desk_web/controllers/user_json.ex" at="2"
defmodule DeskWeb.UserJSON do
  #       ^^^^^^^^^^^^^^^^ the JSON of `DeskWeb.UserJSON` has no `mail` any more
  def show(%{user: user}), do: %{data: data(user)}

  defp data(user), do: %{id: user.id, name: user.name, email: user.mail}
end
```

## Good

```elixir title="lib/desk_web/channels/room_channel.ex" at="1"
defmodule DeskWeb.RoomChannel do
  use Phoenix.Channel

  def join("room:" <> _id, _params, socket), do: {:ok, socket}

  def handle_in("say", params, socket) do
    broadcast!(socket, "said", params)
    {:noreply, socket}
  end
end
```

```elixir title="lib/desk_web/channels/room_channel.ex" at="2"
defmodule DeskWeb.RoomChannel do
  use Phoenix.Channel

  def join("room:" <> _id, _params, socket), do: {:ok, socket}

  def handle_in(event, params, socket) when event in ["say", "message"] do
    broadcast!(socket, "said", params)
    {:noreply, socket}
  end
end
```

```elixir title="lib/desk/mailer.ex" at="1"
defmodule Desk.Mailer do
  use Oban.Worker

  def enqueue(user), do: Oban.insert(new(%{user_id: user.id}))

  @impl true
  def perform(%Oban.Job{args: %{"user_id" => id}}), do: Desk.mail(id)
end
```

```elixir title="lib/desk/mailer.ex" at="2"
defmodule Desk.Mailer do
  use Oban.Worker

  def enqueue(user), do: Oban.insert(new(%{account_id: user.id}))

  @impl true
  def perform(%Oban.Job{args: %{"account_id" => id}}), do: Desk.mail(id)
  def perform(%Oban.Job{args: %{"user_id" => id}}), do: Desk.mail(id)
end
```

```elixir title="lib/desk_web/controllers/user_json.ex" at="1"
defmodule DeskWeb.UserJSON do
  def show(%{user: user}), do: %{data: data(user)}

  defp data(user), do: %{id: user.id, name: user.name, mail: user.mail}
end
```

```elixir title="lib/desk_web/controllers/user_json.ex" at="2"
defmodule DeskWeb.UserJSON do
  def show(%{user: user}), do: %{data: Map.take(user, [:id, :name, :mail, :since])}
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Approvals, Finding, MessageChanges, Project, rule


@rule("gate-message-contract", severity=ERROR)
def check(project: Project, found: MessageChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(found.changes, "gate-message-contract")
