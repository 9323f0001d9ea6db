"""Somebody broadcasts on each topic that is subscribed to.

A subscriber of a topic that nobody broadcasts on waits for ever, and nothing fails. Mostly the two
sides spell the topic differently, or the publisher is gone.

Topics are compared as far as the code writes them. A presence broadcasts on the topics that it
tracks, channels on those that their clients join. Libraries are left alone, and so are projects
whose Ash resources say what is published; where some broadcast's topic is not known at all, nothing
is sure.

Source: the seed's "PubSub" section.

## Bad

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  def publish(price), do: Phoenix.PubSub.broadcast(MyApp.PubSub, "prices", price)
  def subscribe, do: Phoenix.PubSub.subscribe(MyApp.PubSub, "price")
  #                                                         ^^^^^^^ nobody broadcasts on `price`
end
```

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project
  def project, do: [app: :my_app, version: "1.0.0"]
end
```

## Good

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  def publish(price), do: tell("prices:#{price.currency}", price)
  def subscribe(currency), do: Phoenix.PubSub.subscribe(MyApp.PubSub, "prices:" <> currency)
  defp tell(topic, message), do: Phoenix.PubSub.broadcast(MyApp.PubSub, topic, message)

  def follow(room), do: Phoenix.PubSub.subscribe(MyApp.PubSub, "room:" <> room)
  def enter(room, user), do: MyAppWeb.Presence.track(self(), "room:" <> room, user.id, %{})
end
```

```elixir title="lib/my_app_web/presence.ex"
defmodule MyAppWeb.Presence do
  use Phoenix.Presence, otp_app: :my_app, pubsub_server: MyApp.PubSub
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

from dralint.api import INFO, POSSIBLE, PROBABLE, Finding, Project, Topics, rule


@rule("pubsub-no-publisher", severity=INFO, confidence=PROBABLE, rooted=True)
def check(project: Project, topics: Topics) -> Iterator[Finding]:
    if topics.by_resources:
        return
    sent = [broadcast.topic for broadcast in topics.broadcasts]
    sent += topics.tracked
    if topics.by_channels:
        sent += topics.sockets
    known = [topic for topic in sent if topic.known]
    told: set[str] = set()
    for each in topics.subscriptions:
        file, topic = each.call.file, each.topic
        if not file.is_code or file.app.mix.package or not topic.known or str(topic) in told:
            continue
        if any(topic.may_be(other) for other in known):
            continue
        told.add(str(topic))
        yield Finding(
            file.place(each.place),
            f"nobody broadcasts on `{topic}`",
            help="broadcast on this topic, or subscribe to the one that is broadcast on",
            confidence=PROBABLE if len(known) == len(sent) else POSSIBLE,
        )
