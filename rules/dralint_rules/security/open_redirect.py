"""Visitors are not sent to addresses that others choose.

A link to your site that leads on to any other makes a good bait: people trust the name they see.
Send them to a path of your own, or compare the host with a list before.

`redirect(to: path)` refuses what is no local path, so that only `external:` is judged here.

Source: the seed's "Never do" (ignore security vulnerabilities); catalogue 3.9.

## Bad

```elixir
defmodule ShopWeb.SessionController do
  use Phoenix.Controller

  def create(conn, params) do
    redirect(conn, external: params["return_to"])
  # ^^^^^^^^ this redirects to an address from the parameters of the request
  end
end
```

## Good

```elixir
defmodule ShopWeb.SessionController do
  use Phoenix.Controller

  @partners ["https://pay.example.com", "https://mail.example.com"]

  def create(conn, params), do: redirect(conn, to: params["return_to"] || "/")

  def leave(conn, %{"to" => url}) when url in @partners, do: redirect(conn, external: url)

  def search(conn, %{"q" => q}) do
    redirect(conn, external: "https://search.example.com/?q=" <> URI.encode_www_form(q))
  end

  def page(conn, %{"page" => page}) do
    redirect(conn, external: "https://docs.example.com/#{page}")
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import URL_CLEANERS, WARNING, Call, Finding, Taint, confidence_of, rule, values


@rule(
    "security-open-redirect",
    severity=WARNING,
    targets=["Phoenix.Controller.redirect/2", "Phoenix.LiveView.redirect/2"],
)
def check(call: Call, taint: Taint) -> Iterator[Finding]:
    address = values.keyword(call.args[1], "external")
    if address is None:
        return
    for origin in taint.origins(call, address, clean=URL_CLEANERS)[:1]:
        if origin.source is None or origin.prefixed:
            return
        yield Finding(
            call.name_span,
            f"this redirects to an address from {origin.source.what}",
            help="redirect to a local path with `to:`, or compare the host with a list",
            confidence=confidence_of(origin),
            trail=origin.trail,
        )
