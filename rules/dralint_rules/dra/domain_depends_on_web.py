"""The domain does not know the web layer.

The web layer calls the domain. Code of the domain that calls a router helper, a controller or a view
cannot be used without the web, and makes a circle that compiles half the project whenever a page
changes. Pass in what is needed (the URL, the text), or broadcast and let the web layer listen. For the
same reason no function of the domain takes a `%Plug.Conn{}` or a LiveView's socket.

The `Application` module and release tasks start the endpoint and may name it, plugs and other web
modules that lie among the domains belong to the web. Broadcasting through the endpoint is
info (`Phoenix.PubSub` does the same), asking it for a URL a warning; modules that write mails may build links (`allow_mailers`).
All calls from one module to another are one finding; the rule speaks where the project follows the
layout.

Source: the seed's integration with the Architect (domain boundaries).

## Bad

```elixir title="lib/my_app/accounts/user/invite.ex"
defmodule MyApp.Accounts.User.Invite do
  alias MyAppWeb.Router.Helpers, as: Routes

  def call(user), do: {:ok, Routes.user_url(MyAppWeb.Endpoint, :show, user)}
  #                         ^^^^^^^^^^^^^^^ the domain calls the web layer: `MyAppWeb.Router.Helpers.user_url/3`
end
```

```elixir title="lib/my_app/accounts/user/login.ex"
defmodule MyApp.Accounts.User.Login do
  def call(%Plug.Conn{} = conn, user), do: {:ok, {conn, user}}
  #        ^^^^^^^^^^^^^^^^^^^ `call/2` of the domain takes a `%Plug.Conn{}`
end
```

```elixir title="lib/my_app/accounts/user/suspend.ex"
defmodule MyApp.Accounts.User.Suspend do
  def call(user) do
    MyAppWeb.Endpoint.broadcast("users", "suspended", user)
    # <- the domain calls the web layer: `MyAppWeb.Endpoint.broadcast/3`
    {:ok, user}
  end
end
```

```elixir title="lib/my_app_web/endpoint.ex"
defmodule MyAppWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :my_app
end
```

## Good

```elixir title="lib/my_app/accounts/user/invite.ex"
defmodule MyApp.Accounts.User.Invite do
  def call(user, url), do: {:ok, {user, url}}
end
```

```elixir title="lib/my_app/accounts/user/suspend.ex"
defmodule MyApp.Accounts.User.Suspend do
  def call(user) do
    Phoenix.PubSub.broadcast(MyApp.PubSub, "users", {:suspended, user})
    {:ok, user}
  end
end
```

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args), do: Supervisor.start_link([MyAppWeb.Endpoint], strategy: :one_for_one)

  @impl true
  def config_change(changed, _new, removed), do: MyAppWeb.Endpoint.config_change(changed, removed)
end
```

```elixir title="lib/my_app_web/endpoint.ex"
defmodule MyAppWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :my_app
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    ERROR,
    INFO,
    WARNING,
    Call,
    File,
    Finding,
    Layout,
    Module,
    Options,
    Step,
    announced,
    nature,
    rule,
    values,
)

OUTSIDE = frozenset(("application", "web", "task", "exception"))
"""What a module of a lib file may be that does not belong to the domain."""
LISTENS = ("subscribe", "unsubscribe")
CARRIERS = {"Plug.Conn": "a `%Plug.Conn{}`", "Phoenix.LiveView.Socket": "a LiveView's socket"}


@dataclass(frozen=True)
class DependsOnWeb(Options):
    """`allow_mailers`: whether modules that write mails may build links."""

    allow_mailers: bool = True


@rule("dra-domain-depends-on-web", severity=ERROR, kinds=("lib",))
def check(file: File, layout: Layout, options: DependsOnWeb) -> Iterator[Finding]:
    project = file.project
    if not layout.on or project.snippet or not layout.in_application(file):
        return
    calls: dict[tuple[int, str], list[Call]] = {}
    for data, target in zip(file.outline.calls, project.targets(file), strict=True):
        if target is not None and data.module >= 0 and not data.quoted and "Web" in target:
            calls.setdefault((data.module, target), []).append(file.call(data.index))
    for (index, target), sites in calls.items():
        module = file.modules[index]
        if layout.governs(module) and _is_web(target, file, layout) and _inside(module, options):
            yield _finding(target, sites)
    for module in file.modules:
        if layout.member(module) is not None and _inside(module, options):
            yield from _carried(module)


def _is_web(name: str, file: File, layout: Layout) -> bool:
    """Whether a module belongs to the web layer, as the project defines it or by its name."""
    module = file.project.module(name, file)
    if module is not None:
        return module.file.kind == "web"
    return name.partition(".")[0] in layout.web_names


def _inside(module: Module, options: DependsOnWeb) -> bool:
    """Whether a module is code of the domain."""
    stem = module.file.within.rpartition("/")[2].removesuffix(".ex")
    if options.allow_mailers and announced(stem) == "notifier":
        return False
    top = module
    while top.data.parent >= 0:
        top = top.file.modules[top.data.parent]
    return nature(top) not in OUTSIDE and nature(module) not in OUTSIDE


def _finding(target: str, sites: list[Call]) -> Finding:
    told = all("broadcast" in call.name or call.name in LISTENS for call in sites)
    return Finding(
        sites[0].name_span,
        f"the domain calls the web layer: `{target}.{sites[0].name}/{sites[0].arity}`",
        help="use `Phoenix.PubSub` itself" if told else "pass in what it needs from the web layer",
        severity=INFO if told else WARNING if target.endswith(".Endpoint") else None,
        trail=[Step(call.name_span, f"and here `{call.name}/{call.arity}`") for call in sites[1:]],
    )


def _carried(module: Module) -> Iterator[Finding]:
    """Yield a finding for the first function that takes the web layer's own struct."""
    for function in module.functions:
        for clause in function.clauses if function.data.kind in ("def", "defp") else ():
            for param in clause.params:
                name = _struct(param)
                if name in CARRIERS:
                    yield Finding(
                        module.file.place(param),
                        f"`{function.label}` of the domain takes {CARRIERS[name]}",
                        help="pass in the values that it needs",
                    )
                    return


def _struct(param: values.Value) -> str:
    """Return the struct that a parameter is matched against."""
    if isinstance(param, values.Op) and param.op == "=":
        return next(filter(None, map(_struct, param.args)), "")
    if isinstance(param, values.MapOf) and isinstance(param.struct, values.ModuleRef):
        return param.struct.name
    return ""
