"""HTML that others have a part in is escaped or sanitized.

A script that one visitor writes into a page runs in the browser of all others, with their rights.
Templates escape what they show; `raw/1`, `{:safe, html}` and `html/2` say that there is nothing to
escape. Say it only of what the program wrote itself, or of what a sanitizer has returned.

Markdown may hold HTML, and Earmark and Cmark hand it on as it is: its result is no safer than the
text. Sanitize it with `HtmlSanitizeEx.markdown_html/1`. Files of the program itself need none.

Source: the seed's "Never do" (ignore security vulnerabilities); catalogue 3.9.

## Bad

```elixir
defmodule ShopWeb.ReviewController do
  use Phoenix.Controller

  def preview(conn, %{"text" => text}) do
    render(conn, :preview, text: Phoenix.HTML.raw(text))
    #                            ^^^^^^^^^^^^^^^^ this HTML is not escaped: it holds the parameters of the request
  end

  def hello(conn, params) do
    html(conn, "<h1>Hello #{params["name"]}</h1>")
  # ^^^^ this HTML is not escaped: it holds the parameters of the request
  end
end
```

```elixir
defmodule ShopWeb.ReviewHTML do
  def body(review), do: review.text |> Earmark.as_html!() |> Phoenix.HTML.raw()
  #                                                          ^^^^^^^^^^^^^^^^ this HTML is not escaped: Markdown may hold any
end
```

## Good

```elixir
defmodule ShopWeb.ReviewHTML do
  @terms "priv/terms.md" |> File.read!() |> Earmark.as_html!()

  def body(review) do
    review.text |> Earmark.as_html!() |> HtmlSanitizeEx.markdown_html() |> Phoenix.HTML.raw()
  end

  def terms, do: Phoenix.HTML.raw(@terms)
  def star, do: {:safe, "<span>*</span>"}
end
```

```elixir
defmodule ShopWeb.ReviewController do
  use Phoenix.Controller

  def hello(conn, params) do
    {:safe, name} = Phoenix.HTML.html_escape(params["name"])
    html(conn, "<h1>Hello #{name}</h1>")
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CODE,
    ERROR,
    HTML_CLEANERS,
    POSSIBLE,
    PROBABLE,
    Call,
    Finding,
    Origin,
    Project,
    Span,
    Taint,
    confidence_of,
    rule,
    safe_parts,
    values,
)

MARKDOWN = ("Earmark.as_html", "Earmark.as_html!", "Earmark.to_html", "Cmark.to_html")
SINKS = (("Phoenix.HTML.raw/1", 0), ("Phoenix.Controller.html/2", 1), ("Plug.Conn.send_resp/3", 2))


@rule("security-xss-raw", severity=ERROR)
def check(project: Project, taint: Taint) -> Iterator[Finding]:
    for target, position in SINKS:
        for call in project.calls_to(target):
            if call.file.kind not in CODE or (position == 2 and not _is_html(call)):
                continue
            origins = taint.origins(call, call.args[position], clean=HTML_CLEANERS)
            yield from _finding(call.name_span, origins)
    for file in project.files:
        if file.kind in CODE:
            for function, part in safe_parts(file):
                origins = taint.origins_in(function, part.items[1], clean=HTML_CLEANERS)
                yield from _finding(file.place(part.items[0]), origins)


def _finding(span: Span, origins: tuple[Origin, ...]) -> Iterator[Finding]:
    if not origins:
        return
    origin = origins[0]
    confidence = confidence_of(origin)
    marked = [o for o in origins if not o.checked and any(name in MARKDOWN for name in o.through)]
    what = f"it holds {origin.source.what}" if origin.source else "it is not fixed"
    if confidence == POSSIBLE and marked:
        origin, confidence, what = marked[0], PROBABLE, "Markdown may hold any"
    yield Finding(
        span,
        f"this HTML is not escaped: {what}",
        help="let the template escape it, or sanitize it with `HtmlSanitizeEx`",
        confidence=confidence,
        trail=origin.trail,
    )


def _is_html(call: Call) -> bool:
    """Whether a response that is sent was given the type of HTML before."""
    conn = call.args[0]
    while isinstance(conn, values.CallRef):
        before = call.file.call(conn.call)
        kind = before.args[1] if len(before.args) > 1 else None
        if before.name == "put_resp_content_type" and isinstance(kind, values.String):
            return "html" in kind.text
        conn = before.args[0] if before.args else call.args[1]
    return False
