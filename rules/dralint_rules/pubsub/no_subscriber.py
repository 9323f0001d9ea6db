"""Somebody subscribes to each topic that is broadcast on.

A broadcast that nobody hears does nothing. Mostly the two sides spell the topic differently, or the
subscriber is gone. Then the page that should follow the news stands still, and nothing fails.

Topics are compared as far as the code writes them: `"user:#{id}"` may be `"user:all"`. The topics of
channels and the ids of sockets are subscribed to by clients. Libraries are left alone, and where
some subscriber's topic is not known at all, nothing is sure.

Source: the seed's "PubSub" section.

## Bad

```elixir title="lib/my_app/news.ex"
defmodule MyApp.News do
  def publish(item), do: Phoenix.PubSub.broadcast(MyApp.PubSub, "news:" <> item.kind, item)
  #                                                             ^^^^^^^^^^^^^^^^^^^^ nobody subscribes to `news:...`
  def subscribe(kind), do: Phoenix.PubSub.subscribe(MyApp.PubSub, "new:#{kind}")
end
```

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project
  def project, do: [app: :my_app, version: "1.0.0"]
end
```

## Good

```elixir title="lib/my_app/news.ex"
defmodule MyApp.News do
  @topic "news"
  def publish(item), do: Phoenix.PubSub.broadcast(MyApp.PubSub, topic(item.kind), item)
  def subscribe(kind), do: Phoenix.PubSub.subscribe(MyApp.PubSub, "#{@topic}:#{kind}")
  defp topic(kind), do: @topic <> ":" <> kind

  def kick(user), do: MyAppWeb.Endpoint.broadcast("users_socket:#{user.id}", "disconnect", %{})
  def ring(room), do: MyAppWeb.Endpoint.broadcast("room:#{room}", "ring", %{})
end
```

```elixir title="lib/my_app_web/user_socket.ex"
defmodule MyAppWeb.UserSocket do
  use Phoenix.Socket
  channel "room:*", MyAppWeb.RoomChannel
  def connect(_params, socket, _info), do: {:ok, socket}
  def id(_socket), do: nil
end
```

```elixir title="lib/my_app_web/endpoint.ex"
defmodule MyAppWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :my_app
  socket "/socket", MyAppWeb.UserSocket
end
```

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project
  def project, do: [app: :my_app, version: "1.0.0"]
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    INFO,
    POSSIBLE,
    PROBABLE,
    Broadcast,
    Finding,
    Project,
    Topics,
    rule,
    values,
)


@rule("pubsub-no-subscriber", severity=INFO, confidence=PROBABLE, rooted=True)
def check(project: Project, topics: Topics) -> Iterator[Finding]:
    heard = [s.topic for s in topics.subscriptions]
    heard += topics.sockets
    known = [topic for topic in heard if topic.known]
    told: set[str] = set()
    for broadcast in topics.broadcasts:
        file, topic = broadcast.call.file, broadcast.topic
        if not file.is_code or file.app.mix.package or not topic.known or _ends(broadcast):
            continue
        if any(topic.may_be(other) for other in known) or str(topic) in told:
            continue
        told.add(str(topic))
        yield Finding(
            file.place(broadcast.place),
            f"nobody subscribes to `{topic}`",
            help="subscribe to this topic, or broadcast on the one that is subscribed to",
            confidence=PROBABLE if len(known) == len(heard) else POSSIBLE,
        )


def _ends(broadcast: Broadcast) -> bool:
    """Whether it ends the connections of a user, who subscribes by the id of the socket."""
    event = None if broadcast.event is None else broadcast.call.args[broadcast.event]
    return isinstance(event, values.String) and event.text == "disconnect"
