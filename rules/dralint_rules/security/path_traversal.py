"""Paths are not put together from what others send.

A name such as `../../etc/passwd` leads out of the folder that it is joined to, and an absolute one
needs no `..`. Keep the name of the file with `Path.basename/1`, or refuse what leads out with
`Path.safe_relative/2`. The name that a browser gives an upload (`client_name`) is such a text too;
the path where the server has put it is not. Of several uses of
one text in a function the first is reported.

Source: the seed's "Never do" (ignore security vulnerabilities); catalogue 3.9.

## Bad

```elixir
defmodule ShopWeb.ManualController do
  use Phoenix.Controller

  def show(conn, %{"file" => file}) do
    send_file(conn, 200, Path.join("priv/manuals", file))
  # ^^^^^^^^^ this path is built of the parameters of the request
  end

  def read(conn, params) do
    text(conn, File.read!("priv/manuals/#{params["file"]}"))
    #          ^^^^^^^^^^ this path is built of the parameters of the request
  end
end
```

## Good

```elixir
defmodule ShopWeb.ManualController do
  use Phoenix.Controller

  def show(conn, %{"file" => file}) do
    send_file(conn, 200, Path.join("priv/manuals", Path.basename(file)))
  end

  def create(conn, %{"manual" => %Plug.Upload{path: path}}) do
    File.cp!(path, Path.join("priv/manuals", Ecto.UUID.generate()))
    send_resp(conn, 201, "")
  end

  def one(conn, %{"id" => id}) do
    text(conn, File.read!("priv/manuals/#{String.to_integer(id)}.txt"))
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CODE,
    ERROR,
    PATH_CLEANERS,
    Call,
    Finding,
    Function,
    Project,
    Span,
    Taint,
    confidence_of,
    rule,
    values,
)

_FIRST = (
    "read read! write write! stream! rm rm! rm_rf rm_rf! mkdir mkdir! mkdir_p mkdir_p! open open! "
    "ls ls! cp cp! cp_r cp_r! rename rename! ln_s ln_s! touch touch! stat stat! copy copy!"
).split()
BOTH = ("cp", "cp!", "cp_r", "cp_r!", "rename", "rename!", "copy", "copy!")


TARGETS = (
    *(f"File.{name}/*" for name in _FIRST),
    "Plug.Conn.send_file/*",
    "Phoenix.Controller.send_download/*",
    ":file.read_file/1",
    ":file.consult/1",
)


@rule("security-path-traversal", severity=ERROR)
def check(project: Project, taint: Taint) -> Iterator[Finding]:
    seen: set[tuple[Function | None, Span]] = set()
    calls = (call for target in TARGETS for call in project.calls_to(target))
    for call in sorted(calls, key=lambda call: (call.file.path, call.data.start)):
        origins = taint.origins(call, *_paths(call), clean=PATH_CLEANERS)
        if call.file.kind not in CODE or not origins:
            continue
        origin = origins[0]
        if origin.source is None:
            continue
        cause = (call.function, origin.trail[0].span)
        if cause in seen:
            continue
        seen.add(cause)
        yield Finding(
            call.name_span,
            f"this path is built of {origin.source.what}",
            help="keep the file's name with `Path.basename/1`, or check with `Path.safe_relative/2`",
            confidence=confidence_of(origin),
            trail=origin.trail,
        )


def _paths(call: Call) -> tuple[values.Value, ...]:
    if call.name == "send_file":
        return call.args[2:3]
    if call.name == "send_download":
        sent = call.args[1] if len(call.args) > 1 else None
        if isinstance(sent, values.TupleOf) and len(sent.items) == 2:
            kind, path = sent.items
            return (path,) if isinstance(kind, values.Atom) and kind.name == "file" else ()
        return ()
    return call.args[:2] if call.name in BOTH else call.args[:1]
