"""A live view subscribes and starts timers only when it is connected.

`mount/3` runs twice: for the first HTML, in a process that ends with the request, and again when the
socket connects. What the first one subscribes to, and the timers that it starts, are work for nothing:
ask `connected?(socket)` first.

Source: the seed's "With Frontend Specialist"; manual of `Phoenix.LiveView.connected?/1`.

## Bad

```elixir
defmodule MyAppWeb.ClockLive do
  use Phoenix.LiveView

  def mount(_params, _session, socket) do
    Phoenix.PubSub.subscribe(MyApp.PubSub, "clock")
  # ^^^^^^^^^^^^^^^^^^^^^^^^ `mount/3` subscribes before the socket is connected
    {:ok, socket}
  end

  def handle_info(_tick, socket), do: {:noreply, socket}
end

defmodule MyAppWeb.TickLive do
  use Phoenix.LiveView

  def mount(_params, _session, socket) do
    start_clock()
  # ^^^^^^^^^^^ `mount/3` starts a timer before the socket is connected
    {:ok, socket}
  end

  def handle_info(_tick, socket), do: {:noreply, socket}

  defp start_clock, do: :timer.send_interval(1000, :tick)
end
```

## Good

```elixir
defmodule MyAppWeb.ClockLive do
  use Phoenix.LiveView

  def mount(%{"fast" => _}, _session, socket) do
    connected? = connected?(socket)
    if connected? and socket.assigns.fast, do: start_clock()
    {:ok, socket}
  end

  def mount(_params, _session, socket) do
    if connected?(socket) do
      Phoenix.PubSub.subscribe(MyApp.PubSub, "clock")
      start_clock()
    end

    {:ok, follow(socket)}
  end

  def handle_event("faster", _params, socket) do
    start_clock()
    {:noreply, socket}
  end

  def handle_info(_tick, socket), do: {:noreply, socket}

  defp start_clock, do: :timer.send_interval(1000, :tick)

  defp follow(socket) do
    connected?(socket) && Phoenix.PubSub.subscribe(MyApp.PubSub, "times")
    socket
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, Finding, Module, Mounting, Project, Step, Unconnected, rule


@rule("liveview-mount-connected", severity=INFO)
def check(project: Project, mounting: Mounting) -> Iterator[Finding]:
    views: dict[Module, list[Unconnected]] = {}
    for each in mounting.unconnected:
        if each.module.file.is_code:
            views.setdefault(each.module, []).append(each)
    for found in views.values():
        found.sort(key=lambda each: each.calls[0].name_span)
        first, *others = found
        steps = first.calls if len(first.calls) > 1 else ()
        yield Finding(
            first.calls[0].name_span,
            f"`mount/3` {first.what} before the socket is connected",
            help="do it only `if connected?(socket)`: `mount/3` runs twice",
            trail=[
                *(Step(call.name_span, f"calls `{call.label}`") for call in steps),
                *(Step(o.calls[0].name_span, f"it {o.what} here as well") for o in others),
            ],
        )
