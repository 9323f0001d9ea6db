"""Each event that a page sends has a clause that takes it.

`phx-click="save"` arrives in `handle_event("save", params, socket)`. A view without such a clause dies
with a `FunctionClauseError` when the user clicks, and the page is loaded anew. Mostly the clause was
renamed and the template was not.

Looked at are the templates inside the module (`~H`), events that are written as plain text, and
`JS.push`. An event goes to the view, or, with `phx-target={@myself}`, to the component whose template
it is in; what is aimed elsewhere is left alone, as are function components and forms with
`phx-trigger-action`. Where something hooks
into events (`attach_hook/4` with `:handle_event`), nothing is sure.

Source: the seed's "With Frontend Specialist"; manual of Phoenix LiveView ("Bindings").

## Bad

```elixir
defmodule MyAppWeb.CartLive do
  use Phoenix.LiveView

  def render(assigns) do
    ~H\"\"\"
    <button phx-click="clear">Clear</button>
    #                  ^^^^^ no clause of `handle_event` takes "clear"
    <form phx-submit={JS.push("order") |> JS.hide()} phx-change="check"></form>
    #                         ^^^^^^^ no clause of `handle_event` takes "order"
    \"\"\"
  end

  def handle_event("empty", _params, socket), do: {:noreply, socket}
  def handle_event("check", _params, socket), do: {:noreply, socket}
end
```

## Good

```elixir
defmodule MyAppWeb.CartLive do
  use Phoenix.LiveView

  def render(assigns) do
    ~H\"\"\"
    <button phx-click="clear">Clear</button>
    <button phx-click="add:one" phx-click-away={@event}>Add</button>
    <button phx-click={JS.push("toggle", target: "#menu")}>Menu</button>
    <button phx-click="open" phx-target="#menu">Menu</button>
    <button phx-click={"row-#{@id}"}>Row</button>
    \"\"\"
  end

  def handle_event("clear", _params, socket), do: {:noreply, socket}
  def handle_event("add:" <> _what, _params, socket), do: {:noreply, socket}
end

defmodule MyAppWeb.Buttons do
  use Phoenix.Component
  def button(assigns), do: ~H|<button phx-click="press"></button>|
end

defmodule MyAppWeb.Steps do
  use Phoenix.LiveView
  def first_step(assigns), do: ~H|<button phx-click="next"></button>|
end

defmodule MyAppWeb.LeaveLive do
  use Phoenix.LiveView

  def render(assigns) do
    ~H\"\"\"
    <form action="/leave" method="post" phx-submit="leave" phx-trigger-action={true}></form>
    \"\"\"
  end
end

defmodule MyAppWeb.Menu do
  use Phoenix.LiveComponent
  def render(assigns), do: ~H|<a phx-click="close" phx-target={@myself}></a><a phx-click="go"></a>|
  def handle_event("close", _params, socket), do: {:noreply, socket}
end

defmodule MyAppWeb.AnyLive do
  use Phoenix.LiveView
  def render(assigns), do: ~H|<a phx-click="go"></a>|
  def handle_event(event, _params, socket), do: {:noreply, assign(socket, :event, event)}
end
```
"""

from collections.abc import Iterator

from dralint.api import CERTAIN, ERROR, POSSIBLE, Events, Finding, Module, rule


@rule("liveview-event-unhandled", severity=ERROR)
def check(module: Module, events: Events) -> Iterator[Finding]:
    for event in events.unhandled(module):
        yield Finding(
            event.span,
            f'no clause of `handle_event` takes "{event.name}"',
            help="add the clause, or send the event that there is one for",
            confidence=POSSIBLE if events.hooked else CERTAIN,
        )
