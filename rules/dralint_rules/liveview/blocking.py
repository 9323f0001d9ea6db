"""A live view never waits for slow work.

A live view is one process for each user. While a callback waits for a request, a task or a command,
the page does not react to anything: no click, no update, and `mount/3` waits twice, before the first
HTML and again when the socket connects. The same holds for live components, which run in their
view, and for channels.

Let LiveView do it in a task: `assign_async/3` for what the page shows, `start_async/3` with
`handle_async/3` for the rest. A channel starts a task and pushes the answer.

Queries are fine, and so is a mail that is sent for the user who waits for it. The function that is
given to `assign_async/3` and `start_async/3` runs elsewhere.

Source: the seed's "Never do" (block GenServer callbacks) and "With Frontend Specialist".

## Bad

```elixir
defmodule MyAppWeb.WeatherLive do
  use Phoenix.LiveView

  def mount(_params, _session, socket) do
    {:ok, assign(socket, :weather, weather("Oslo"))}
    #                              ^^^^^^^ `mount(_params, ...)` waits for HTTP: `weather/1 -> Req.get!/1`
  end

  def handle_event("export", _params, socket) do
    {output, 0} = System.cmd("pg_dump", ["weather"])
    #             ^^^^^^^^^^ `handle_event("export", ...)` waits for an operating system command: `System.cmd/2`
    {:noreply, assign(socket, :output, output)}
  end

  def render(assigns), do: ~H"<p><%= @weather %></p>"

  defp weather(city), do: Req.get!("https://weather.example.com/" <> city).body
end
```

## Good

```elixir
defmodule MyAppWeb.WeatherLive do
  use Phoenix.LiveView

  def mount(_params, _session, socket) do
    {:ok, assign_async(socket, :weather, fn -> {:ok, %{weather: weather("Oslo")}} end)}
  end

  def handle_event("export", _params, socket) do
    {:noreply, start_async(socket, :export, fn -> System.cmd("pg_dump", ["weather"]) end)}
  end

  def handle_event("save", params, socket) do
    MyApp.Repo.insert!(params)
    {:noreply, socket}
  end

  def handle_async(:export, {:ok, {output, 0}}, socket) do
    {:noreply, assign(socket, :output, output)}
  end

  def render(assigns), do: ~H"<p><%= @weather.result %></p>"

  defp weather(city), do: Req.get!("https://weather.example.com/" <> city).body
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    WARNING,
    BlockedCallbacks,
    Confidence,
    Finding,
    Module,
    Severity,
    Step,
    rule,
)


@rule("liveview-blocking", severity=WARNING)
def check(module: Module, blocked: BlockedCallbacks) -> Iterator[Finding]:
    for each in blocked.views(module):
        channel = each.callback.process == "channel"
        yield Finding(
            each.wait.span,
            each.message,
            severity=Severity(each.gravity),
            confidence=Confidence(each.certainty),
            trail=[Step(*step) for step in each.steps],
            help="start a task under a `Task.Supervisor` and push its result"
            if channel
            else "do it in `assign_async/3`, or in `start_async/3` with `handle_async/3`",
        )
