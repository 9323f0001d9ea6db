"""A live view takes the messages of the topics that it subscribes to.

What is broadcast on a topic arrives in the `handle_info/2` of each subscriber. A view none of whose
clauses takes the message dies with a `FunctionClauseError`, and the user's page is reloaded, each
time. A view without any `handle_info/2` drops the message, so that its page never changes.

Topics are compared as far as the code writes them, and messages by their tag. Where something hooks
into the messages of views (`attach_hook/4` with `:handle_info`), nothing is sure.

Source: the seed's "PubSub" section and "With Frontend Specialist".

## Bad

```elixir title="lib/my_app/chat.ex"
defmodule MyApp.Chat do
  def subscribe(room), do: Phoenix.PubSub.subscribe(MyApp.PubSub, "room:#{room}")
  def say(room, text), do: tell(room, {:said, text})
  def leave(room, user), do: tell(room, {:left, user})
  defp tell(room, message), do: Phoenix.PubSub.broadcast(MyApp.PubSub, "room:#{room}", message)
end
```

```elixir title="lib/my_app_web/live/room_live.ex"
defmodule MyAppWeb.RoomLive do
  #       ^^^^^^^^^^^^^^^^^ no clause of `handle_info` takes `{:left, _}`, which is broadcast on `room:...`
  use Phoenix.LiveView

  def mount(%{"id" => id}, _session, socket) do
    if connected?(socket), do: MyApp.Chat.subscribe(id)
    {:ok, socket}
  end

  def handle_info({:said, text}, socket), do: {:noreply, assign(socket, :text, text)}
  def handle_info(:tick, socket), do: {:noreply, socket}
end
```

## Good

```elixir title="lib/my_app/chat.ex"
defmodule MyApp.Chat do
  def subscribe(room), do: Phoenix.PubSub.subscribe(MyApp.PubSub, "room:#{room}")
  def follow(user), do: Phoenix.PubSub.subscribe(MyApp.PubSub, "user:#{user}")
  def say(room, text), do: tell(room, {:said, text})
  def leave(room, user), do: tell(room, {:left, user})
  def rename(user), do: Phoenix.PubSub.broadcast(MyApp.PubSub, "user:#{user}", {:renamed, user})
  defp tell(room, message), do: Phoenix.PubSub.broadcast(MyApp.PubSub, "room:#{room}", message)
end
```

```elixir title="lib/my_app_web/live/room_live.ex"
defmodule MyAppWeb.RoomLive do
  use Phoenix.LiveView

  def mount(%{"id" => id}, _session, socket) do
    if connected?(socket), do: MyApp.Chat.subscribe(id)
    {:ok, socket}
  end

  def handle_info({kind, _}, socket) when kind in [:said, :left], do: {:noreply, socket}
  def handle_info(:tick, socket), do: {:noreply, socket}
end

defmodule MyAppWeb.UserLive do
  use Phoenix.LiveView

  def mount(%{"id" => id}, _session, socket) do
    if connected?(socket), do: MyApp.Chat.follow(id)
    {:ok, socket}
  end

  def handle_info(_message, socket), do: {:noreply, socket}
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    ERROR,
    POSSIBLE,
    PROBABLE,
    WARNING,
    Finding,
    Hearing,
    Project,
    Step,
    rule,
)


@rule("liveview-handle-info-missing", severity=ERROR, confidence=PROBABLE)
def check(project: Project, hearing: Hearing) -> Iterator[Finding]:
    for each in hearing.unheard:
        says = (
            "there is no `handle_info/2` to take"
            if each.bare
            else "no clause of `handle_info` takes"
        )
        yield Finding(
            each.module,
            f"{says} `{each.text}`, which is broadcast on `{each.broadcast.topic}`",
            help="add the clause, or do not subscribe to this topic",
            severity=WARNING if each.bare else ERROR,
            confidence=POSSIBLE if each.hooked else PROBABLE,
            trail=[
                Step(
                    each.subscription.call.name_span, f"subscribes to `{each.subscription.topic}`"
                ),
                Step(each.broadcast.call.name_span, f"broadcasts `{each.text}`"),
            ],
        )
