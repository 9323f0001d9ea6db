"""A test does not talk to the world.

A test that sends a request to somebody else's server fails when that server or the network does,
is slow, and cannot be run often. Stand in for it: `Req.Test`, `Bypass`, a mock of the client's
behaviour.

Reported are requests that a test makes itself to a literal address outside of this machine. Tests
with a tag that the test helper excludes are left alone, and so are modules that use a stand-in.

Source: the seed's test levels (unit tests are isolated), and the catalogue's `test-real-io`.

## Bad

```elixir title="test/my_app/rates_test.exs"
defmodule MyApp.RatesTest do
  use ExUnit.Case, async: true

  test "the server answers" do
    assert {:ok, %{status: 200}} = Req.get("https://rates.example.com/today")
    #                              ^^^^^^^ the test asks `rates.example.com` over the network
  end
end
```

## Good

```elixir title="test/test_helper.exs"
ExUnit.start(exclude: [:external])
```

```elixir title="test/my_app/rates_test.exs"
defmodule MyApp.RatesTest do
  use ExUnit.Case, async: true

  @tag :external
  test "the server answers" do
    assert {:ok, %{status: 200}} = Req.get("https://rates.example.com/today")
  end

  test "our own server answers" do
    assert {:ok, %{status: 200}} = Req.get("http://localhost:4002/health")
  end
end
```

```elixir title="test/my_app/stub_test.exs"
defmodule MyApp.StubTest do
  use ExUnit.Case, async: true

  test "reads what the server says" do
    Req.Test.stub(MyApp.Rates, fn conn -> Req.Test.json(conn, %{}) end)
    assert {:ok, _} = Req.get("https://rates.example.com/today", plug: {Req.Test, MyApp.Rates})
  end
end
```
"""

import re
from collections.abc import Iterator

from dralint.api import WARNING, Call, ExUnit, Finding, Function, is_sample, rule, tags_in, values

TARGETS = [
    f"{module}.{name}/*"
    for module, names in (
        ("Req", "get get! post post! put put! patch patch! delete delete! head head! request"),
        ("HTTPoison", "get get! post post! put put! patch patch! delete delete! head head!"),
        ("Tesla", "get get! post post! put put! patch delete head"),
        (":httpc", "request"),
        (":hackney", "request get post put delete"),
        ("HTTPotion", "get post put delete"),
        ("Mojito", "get post put delete request"),
    )
    for name in names.split()
]
STAND_INS = re.compile(
    r"^(Bypass|ExVCR|Mox|Mimic|Mock|Tesla\.Mock|Req\.Test|TestServer|:meck|Patch|Hammox|Plug\.Cowboy)\b"
)
_URL = re.compile(r"^'?https?://([^/@]*@)?(?P<host>[^/:?#]+)")
_HERE = re.compile(
    r"^(localhost|127\.|0\.0\.0\.0|\[|host\.docker)|\.(local|localhost|test|invalid|example)$"
)


@rule("test-real-io", severity=WARNING, targets=TARGETS, kinds=("test",))
def check(call: Call, exunit: ExUnit) -> Iterator[Finding]:
    function = call.function
    if function is None or not function.data.is_test or is_sample(function.module):
        return
    # A client that is handed over may have an adapter of its own.
    args = call.args[:1] if call.target == "Tesla" else call.args
    host = next((found for arg in args if (found := _host(arg))), None)
    if host is None or _HERE.search(host) or call.data.quoted:
        return
    if _is_excluded(function, exunit) or _stands_in(function):
        return
    yield Finding(
        call.name_span,
        f"the test asks `{host}` over the network",
        help="stand in for the server, or tag the test and exclude the tag",
    )


def _host(value: values.Value) -> str | None:
    match value:
        case values.String(text=text):
            url = _URL.match(text)
            return url["host"] if url else None
        case values.Interpolated(parts=(values.String(text=text), *_)):
            whole = re.match(r"^https?://(?P<host>[^/:?#]+)[/:?#]", text)
            return whole["host"] if whole else None
        case values.TupleOf(items=items):
            return next((found for item in items if (found := _host(item))), None)
        case _:
            return None


def _is_excluded(function: Function, exunit: ExUnit) -> bool:
    """Whether a test has a tag that keeps it from running unless it is asked for."""
    excluded = exunit.excluded(function.file.app) | {"skip"}
    attributes = function.file.outline.attributes
    own = [attributes[index] for index in function.data.attrs]
    whole = [a for a in function.module.attributes if a.name in ("moduletag", "describetag")]
    return any(
        tag.name in excluded
        for attribute in (*own, *whole)
        if attribute.name in ("tag", "moduletag", "describetag")
        for tag in tags_in(attribute.value)
    )


def _stands_in(function: Function) -> bool:
    """Whether the module brings a stand-in for servers."""
    file = function.file
    names = {target for target in file.project.targets(file) if target is not None}
    names |= {d.name for d in file.outline.directives if d.name is not None}
    return any(STAND_INS.match(name) for name in names)
