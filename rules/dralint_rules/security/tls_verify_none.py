"""Whoever connects by TLS verifies who answers.

Encryption without verification keeps a secret with anyone who sits between: a server that shows any
certificate at all is believed, and gets the password that comes next. Since OTP 26 `:ssl` verifies
by itself; `verify: :verify_none`, and `:insecure` for hackney, switch it off.

Give the certificates that you trust: `cacerts: :public_key.cacerts_get()`, or `cacertfile:` for an
authority of your own. Where the name differs, say which one is meant with
`server_name_indication:`.

Left alone are development and tests, options with a `verify_fun:` of their own, and those of a
server, which seldom asks for certificates. Where the same file verifies as well, by a setting
perhaps, the finding is only possible.

Source: the seed's "Never do" (bypassing security checks).

## Bad

```elixir title="lib/my_app/shop.ex"
defmodule MyApp.Shop do
  def connect(url) do
    Redix.start_link(url, ssl: true, socket_opts: [verify: :verify_none])
    #                                              ^^^^^^^^^^^^^^^^^^^^ `verify: :verify_none` believes whoever answers
  end

  def options(opts), do: Keyword.put(opts, :verify, :verify_none)
  #                                                 ^^^^^^^^^^^^ `verify: :verify_none` believes whoever answers

  def fetch(url), do: HTTPoison.get(url, [], hackney: [:insecure])
  #                                                    ^^^^^^^^^ `:insecure` believes whoever answers
end
```

```elixir title="config/runtime.exs"
import Config

config :my_app, MyApp.Repo, ssl: [verify: :verify_none]
#                                 ^^^^^^^^^^^^^^^^^^^^ `verify: :verify_none` believes whoever answers
```

## Good

```elixir title="lib/my_app/shop.ex"
defmodule MyApp.Shop do
  @moduledoc "Never connects with `verify: :verify_none`."

  def connect(url) do
    Redix.start_link(url,
      ssl: true,
      socket_opts: [verify: :verify_peer, cacerts: :public_key.cacerts_get()]
    )
  end
end
```

```elixir title="lib/my_app/pinned.ex"
defmodule MyApp.Pinned do
  def options(pin), do: [verify: :verify_none, verify_fun: {&MyApp.Pin.check/3, pin}]
  def server(file), do: [certfile: file, keyfile: file, verify: :verify_none]
  def is_off?(options), do: options[:verify] == :verify_none
end
```

```elixir title="config/dev.exs"
import Config

config :my_app, MyApp.Repo, ssl: [verify: :verify_none]
```
"""

from collections.abc import Iterator

from dralint.api import CERTAIN, ERROR, POSSIBLE, File, Finding, rule, unverified


@rule("security-tls-verify-none", severity=ERROR, kinds=("lib", "web", "config", "release"))
def check(file: File) -> Iterator[Finding]:
    for found in unverified(file):
        yield Finding(
            file.place(found.option),
            f"`{found.name}` believes whoever answers",
            confidence=POSSIBLE if found.chosen else CERTAIN,
            help="verify the peer: `verify: :verify_peer, cacerts: :public_key.cacerts_get()`",
        )
