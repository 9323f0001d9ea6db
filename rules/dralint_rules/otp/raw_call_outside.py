"""Only a server's own module speaks its protocol.

Which messages a server takes is its own affair. A `GenServer.call(MyApp.Sessions, {:get, token})`
in a controller ties the two together: whoever changes the message must find all who send it. Call
the server's client function.

Modules below and beside the server may share its protocol, and so may the one above it. A server
that is found by a pid, and one without client functions (`otp-client-api-missing`), are left alone.

Source: the seed's GenServer pattern (client API) and its boundaries.

## Bad

```elixir title="lib/my_app/auth/sessions.ex"
defmodule MyApp.Auth.Sessions do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def get(token), do: GenServer.call(__MODULE__, {:get, token})

  @impl true
  def init(sessions), do: {:ok, sessions}

  @impl true
  def handle_call({:get, token}, _from, sessions), do: {:reply, sessions[token], sessions}
end
```

```elixir title="lib/my_app_web/controllers/page_controller.ex"
defmodule MyAppWeb.PageController do
  def user(token), do: GenServer.call(MyApp.Auth.Sessions, {:get, token})
  #                    ^^^^^^^^^^^^^^ `{:get, _}` is between `MyApp.Auth.Sessions` and its own client functions
end
```

## Good

```elixir title="lib/my_app/auth/sessions.ex"
defmodule MyApp.Auth.Sessions do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def get(token), do: GenServer.call(__MODULE__, {:get, token})

  @impl true
  def init(sessions), do: {:ok, sessions}

  @impl true
  def handle_call({:get, token}, _from, sessions), do: {:reply, sessions[token], sessions}
end
```

```elixir title="lib/my_app/auth/tokens.ex"
defmodule MyApp.Auth.Tokens do
  def user(token), do: GenServer.call(MyApp.Auth.Sessions, {:get, token})
end
```

```elixir title="lib/my_app_web/controllers/page_controller.ex"
defmodule MyAppWeb.PageController do
  def user(token), do: MyApp.Auth.Sessions.get(token)
  def ask(server, message), do: GenServer.call(server, message)
end
```
"""

from collections.abc import Iterator

from dralint.api import CERTAIN, PROBABLE, Finding, Interfaces, Project, full, rule


@rule("otp-raw-call-outside")
def check(project: Project, interfaces: Interfaces) -> Iterator[Finding]:
    for name, messages in sorted(interfaces.raw.items()):
        module = project.module(name)
        if module is None or not interfaces.offers(module):
            continue
        sure = module.effects.process in ("server", "stage", "statem")
        for message in messages:
            if sure and message.site.file.is_code:
                yield Finding(
                    message.site.name_span,
                    f"`{full(message.body)}` is between `{name}` and its own client functions",
                    help=f"call a function of `{name}`",
                    confidence=CERTAIN if project.defines(name) else PROBABLE,
                )
