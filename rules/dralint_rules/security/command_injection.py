"""The shell is not given what others send.

A shell reads more than names: with `;`, `|` or `$(...)` a text becomes a command of its own. Start
the program itself, with `System.cmd/3` and a list of arguments; no shell reads those.

An argument that begins with `-` is still an option of the program. Where others write arguments,
put `--` before them.

Source: the seed's "Never do" (ignore security vulnerabilities); catalogue 3.9.

## Bad

```elixir
defmodule ShopWeb.ImageController do
  use Phoenix.Controller

  def resize(conn, %{"name" => name}) do
    System.shell("convert uploads/#{name} -resize 50% small/#{name}")
  # ^^^^^^^^^^^^ this command is built of the parameters of the request
    send_resp(conn, 204, "")
  end

  def lookup(conn, params) do
    {out, 0} = System.cmd("sh", ["-c", "whois " <> params["domain"]])
    #          ^^^^^^^^^^ this command is built of the parameters of the request
    text(conn, out)
  end
end
```

## Good

```elixir
defmodule ShopWeb.ImageController do
  use Phoenix.Controller

  def resize(conn, %{"name" => name}) do
    System.cmd("convert", ["uploads/" <> Path.basename(name), "-resize", "50%", "small.png"])
    send_resp(conn, 204, "")
  end

  def restart(conn, %{"service" => service}) when service in ["web", "worker"] do
    System.shell("systemctl restart #{service}")
    send_resp(conn, 204, "")
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Call, Finding, Taint, confidence_of, rule, values

SHELLS = ("sh", "bash", "zsh", "dash", "cmd", "cmd.exe", "powershell", "/bin/sh", "/bin/bash")


@rule(
    "security-command-injection",
    severity=ERROR,
    targets=["System.shell/*", ":os.cmd/*", "System.cmd/*", "Port.open/2"],
)
def check(call: Call, taint: Taint) -> Iterator[Finding]:
    for origin in taint.origins(call, *_commands(call))[:1]:
        what = origin.source.what if origin.source else "a text that is not fixed"
        yield Finding(
            call.name_span,
            f"this command is built of {what}",
            help="start the program with `System.cmd/3` and a list of arguments",
            confidence=confidence_of(origin),
            trail=origin.trail,
        )


def _commands(call: Call) -> tuple[values.Value, ...]:
    """Return what is read as a command: not the arguments of a program that is fixed."""
    first = call.args[0] if call.args else None
    if first is None:
        return ()
    if call.name == "open":
        spawned = isinstance(first, values.TupleOf) and len(first.items) == 2
        return first.items[1:] if spawned else ()  # type: ignore[union-attr]
    if call.target == "System" and call.name == "cmd":
        shell = isinstance(first, values.String) and first.text in SHELLS
        return call.args[1:2] if shell else (first,)
    return (first,)
