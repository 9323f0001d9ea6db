"""Secrets are not part of the program's text.

Whoever can read the repository, a copy of it or a compiled module has a secret that is written
there, and so has everybody who ever will: it stays in the history. Read it from the environment
when the system starts (`config/runtime.exs`), and change the one that was written down.

Secrets of development and tests may stand in `config/dev.exs`, `config/test.exs` and the tests. A
secret in `config/config.exs` is left alone where the configuration of production sets its own.

Source: the seed's "Never do" (ignore security vulnerabilities); catalogue 3.9.

## Bad

```elixir
defmodule Shop.Payments do
  @api_key "9fQ2xLw7VbT4mZr8Kc1Ds6Hy"
  #        ^^^^^^^^^^^^^^^^^^^^^^^^^^ `api_key` is a secret in the text of the program

  def charge(cents), do: Shop.Bank.charge(cents, api_key: @api_key)
end
```

```elixir title="config/prod.exs"
import Config

config :shop, ShopWeb.Endpoint,
  secret_key_base: "Zq3vB9xT0kLm7RfW2sYc8NdH5pJg1aUe4oXi6QtVbMzKwErCyPlSnDhGfAuOjIT2"
  #                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `secret_key_base` is a secret in the text of the program
```

## Good

```elixir title="config/runtime.exs"
import Config

config :shop, ShopWeb.Endpoint, secret_key_base: System.fetch_env!("SECRET_KEY_BASE")
```

```elixir title="config/dev.exs"
import Config

config :shop, ShopWeb.Endpoint,
  secret_key_base: "Zq3vB9xT0kLm7RfW2sYc8NdH5pJg1aUe4oXi6QtVbMzKwErCyPlSnDhGfAuOjIT2"
```

```elixir title="lib/shop/login.ex"
defmodule Shop.Login do
  @token_header "x-shop-session-token-v2"
  @placeholder_password "change-me-please-2024"

  def fields, do: [password: "Your password, at least 12 characters"]
  def header, do: {@token_header, @placeholder_password}
end
```

```elixir title="test/shop/login_test.exs"
defmodule Shop.LoginTest do
  use ExUnit.Case

  test "a user logs in" do
    assert Shop.Login.run(%{email: "test@example.com", password: "password123"})
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, File, Finding, Secrets, rule


@rule(
    "security-hardcoded-secret",
    severity=ERROR,
    kinds=("lib", "web", "config", "release", "script", "mix"),
)
def check(file: File, secrets: Secrets) -> Iterator[Finding]:
    for secret in secrets.of_file(file):
        if secret.kind:
            message = f"this is {secret.kind} in the text of the program"
        else:
            message = f"`{secret.name}` is a secret in the text of the program"
        yield Finding(
            file.place(secret.text),
            message,
            help='read it with `System.fetch_env!("...")` in `config/runtime.exs`, and change it',
            confidence=secret.confidence,
        )
