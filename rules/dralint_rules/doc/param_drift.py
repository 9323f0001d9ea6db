"""The parameters that documentation lists are those of the function.

A list under `## Parameters` is the first thing that is forgotten when an argument is renamed.
Nothing is said of functions with arguments that have no name.

Source: the seed's key deliverables (`@moduledoc`, `@doc`, `@spec`).

## Bad

```elixir
defmodule MyApp.Prices do
  @doc \"\"\"
  Adds the tax.

  ## Parameters

    - `nett`: the price
    # ^^^^^^ `gross/2` has no parameter `nett`
    - `rate`: the tax
  \"\"\"
  def gross(net, rate), do: net + div(net * rate, 100)
end
```

## Good

```elixir
defmodule MyApp.Prices do
  @doc \"\"\"
  Adds the tax.

  ## Parameters

    * `net` - the price
    * options - what else there is:
      * `:rate` - the tax
    * `currency` - as a word

  ## Notes

    - `rounding`: none
  \"\"\"
  def gross(net, options \\\\\\\\ [], currency)
  def gross(0, _options, _), do: 0
  def gross(net, [{:rate, rate}], "EUR" = currency), do: {net + div(net * rate, 100), currency}

  @doc \"\"\"
  ## Arguments

  - `user`: who
  \"\"\"
  def name(%{name: name}), do: name

  @doc \"\"\"
  ## Parameters

  - kind: what happened
  - _socket: where
  \"\"\"
  def title(:closed, _socket), do: "Closed"
  def title(%{status: status}, _socket), do: "Failed: #{status}"
  def title(other, _socket), do: inspect(other)

  @doc \"\"\"
  ## Parameters

  * `text` - what is said
  * `color` - in hexadecimal digits

  ## Examples

      post(url, %{text: "Hello", color: "ff0000"})
  \"\"\"
  def post(url, message), do: {url, message}
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    INFO,
    Finding,
    Function,
    doc_of,
    is_key,
    is_matched,
    listed_parameters,
    named_parameters,
    rule,
)


@rule("doc-param-drift", severity=INFO)
def check(function: Function) -> Iterator[Finding]:
    doc = doc_of(function)
    if doc is None or "#" not in doc.text or function.data.max_arity == 0:
        return
    listed = list(listed_parameters(doc))
    # A longer list goes into the parts of a parameter.
    fits = 0 < len(listed) <= function.data.max_arity
    names = named_parameters(function) if fits else None
    if names is None:
        return
    whole = len(listed) == function.data.max_arity
    for position, (span, name) in enumerate(listed):
        if whole and is_matched(function, position):
            continue
        if name not in names and not is_key(doc, name):
            yield Finding(
                span,
                f"`{function.label}` has no parameter `{name}`",
                help="list the parameters by the names that they have",
            )
