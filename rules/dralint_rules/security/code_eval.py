"""What others send is not run as code.

Whoever writes the code that a system evaluates owns the system. No list of forbidden words helps:
there is always another way to write it. Let others choose from what the program can do: look the
choice up in a map of functions, or interpret a small language of their own.

Source: the seed's "Never do" (ignore security vulnerabilities); catalogue 3.9.

## Bad

```elixir
defmodule ShopWeb.FormulaController do
  use Phoenix.Controller

  def run(conn, %{"formula" => formula}) do
    {result, _} = Code.eval_string(formula)
    #             ^^^^^^^^^^^^^^^^ this runs the parameters of the request as code
    json(conn, result)
  end

  def call(conn, %{"module" => module, "name" => name}) do
    module = Module.safe_concat([module])
    json(conn, apply(module, String.to_existing_atom(name), []))
  end

  def greet(conn, params) do
    html(conn, EEx.eval_string("Hello <%= name %>, " <> params["text"], name: "you"))
    #          ^^^^^^^^^^^^^^^ this runs the parameters of the request as code
  end
end
```

## Good

```elixir
defmodule ShopWeb.FormulaController do
  use Phoenix.Controller

  @formulas %{"sum" => &Enum.sum/1, "count" => &Enum.count/1}

  def run(conn, %{"formula" => formula, "values" => values}) do
    json(conn, Map.fetch!(@formulas, formula).(values))
  end

  def greet(conn, params) do
    text(conn, EEx.eval_string("Hello <%= name %>", name: params["name"]))
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Call, Finding, Taint, confidence_of, rule


@rule(
    "security-code-eval",
    severity=ERROR,
    targets=[
        "Code.eval_string/*",
        "Code.eval_quoted/*",
        "Code.eval_quoted_with_env/*",
        "Code.eval_file/*",
        "Code.compile_string/*",
        "Code.compile_quoted/*",
        "EEx.eval_string/*",
        "EEx.compile_string/*",
        ":erl_eval.exprs/*",
    ],
)
def check(call: Call, taint: Taint) -> Iterator[Finding]:
    for origin in taint.origins(call, *call.args[:1])[:1]:
        what = origin.source.what if origin.source else "a text that is not fixed"
        yield Finding(
            call.name_span,
            f"this runs {what} as code",
            help="look the choice up in a map of functions that are allowed",
            confidence=confidence_of(origin),
            trail=origin.trail,
        )
