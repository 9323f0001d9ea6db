"""What is written and read back is tested with properties.

`decode(encode(x)) == x` holds for every x, and the values that break it are those nobody thinks of:
empty texts, unusual letters, nested data. A property tries hundreds of them.

Reported is a module with two public functions that undo each other (`encode` and `decode`, `to_x`
and `from_x`, `encrypt` and `decrypt`...) that tests call, and no property anywhere does. Callbacks
are left alone. Modules with the same pair are reported once, with their number.

Source: the seed's "Always do" (property-based tests for edge cases).

## Bad

```elixir title="lib/my_app/token.ex"
defmodule MyApp.Token do
  def encode(id), do: Integer.to_string(id, 36)
  #   ^^^^^^ `encode/1` and `decode/1` undo each other, and no property says so

  def decode(text), do: String.to_integer(text, 36)
end
```

```elixir title="test/my_app/token_test.exs"
defmodule MyApp.TokenTest do
  use ExUnit.Case, async: true

  test "comes back" do
    assert 5 |> MyApp.Token.encode() |> MyApp.Token.decode() == 5
  end
end
```

## Good

```elixir title="lib/my_app/token.ex"
defmodule MyApp.Token do
  def encode(id), do: Integer.to_string(id, 36)
  def decode(text), do: String.to_integer(text, 36)
end
```

```elixir title="lib/my_app/packet.ex"
defmodule MyApp.Packet do
  @behaviour MyApp.Codec

  @impl true
  def encode(packet), do: packet.text

  @impl true
  def decode(text), do: %{text: text}
end
```

```elixir title="lib/my_app/untested.ex"
defmodule MyApp.Untested do
  def pack(id), do: [id]
  def unpack([id]), do: id
end
```

```elixir title="test/my_app/token_test.exs"
defmodule MyApp.TokenTest do
  use ExUnit.Case, async: true
  use ExUnitProperties

  property "comes back" do
    check all id <- positive_integer() do
      assert id |> MyApp.Token.encode() |> MyApp.Token.decode() == id
    end
  end
end
```
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from dralint.api import (
    INFO,
    PROBABLE,
    App,
    File,
    Finding,
    Function,
    Module,
    Project,
    TestFiles,
    public_functions,
    rule,
)

_PAIRS = tuple(
    tuple(pair.split("/"))
    for pair in """
    encode/decode serialize/deserialize serialise/deserialise encrypt/decrypt compress/decompress
    pack/unpack escape/unescape marshal/unmarshal zip/unzip
    """.split()
)
_TO = re.compile(r"^to_(?P<what>(?!int|atom|integer|string|number|boolean|args)[a-z0-9_]+)$")


@rule("test-property-missing", severity=INFO, confidence=PROBABLE, rooted=True)
def check(project: Project, files: TestFiles) -> Iterator[Finding]:
    found: dict[tuple[App, str], list[tuple[Function, Function]]] = defaultdict(list)
    for module in project.modules:
        pair = _pair(module) if module.file.kind == "lib" and module.data.kind == "module" else None
        if pair is not None and _is_without(pair, files):
            found[module.file.app, pair[0].name].append(pair)
    for (one, other), *others in found.values():
        more = f" (nor in {len(others)} more modules)" if others else ""
        yield Finding(
            one,
            f"`{one.label}` and `{other.label}` undo each other, and no property says so{more}",
            help="`check all value <- ... do assert value |> encode() |> decode() == value end`",
        )


def _is_without(pair: tuple[Function, Function], files: TestFiles) -> bool:
    """Whether tests call both functions of a pair, and none of their files has a property."""
    found = [files.callers.get(each, ()) for each in pair]
    return all(found) and not any(_has_property(file) for each in found for file in each)


def _pair(module: Module) -> tuple[Function, Function] | None:
    """Return two functions of a module that undo each other, by their names."""
    public = {(f.name, f.data.min_arity): f for f in public_functions(module)}
    for (name, arity), function in public.items():
        to = _TO.match(name)
        wanted = [b for a, b in _PAIRS if a == name] + ([f"from_{to['what']}"] if to else [])
        for other in wanted:
            if (other, arity) in public:
                return function, public[other, arity]
    return None


def _has_property(file: File) -> bool:
    return any(f.data.kind == "property" for f in file.functions) or any(
        call.name in ("check", "forall") for call in file.outline.calls
    )
