"""A test runs; it is not skipped.

A skipped test says nothing, and nobody notices when what it once proved stops being true. Repair
it, or delete it. Where it has to wait, say for what in the tag, so that every test run shows it:
`@tag skip: "waits for https://..."`. A reason that names an issue (`allow_reason_regex`) is enough;
one without a reference is an info, and so is a test without any code: it was never more than a plan.
A test that is skipped because it fails now and then is a warning: it has found something.

Reported are `@tag`, `@describetag` and `@moduletag` with `:skip`, the tags `:pending`, `:todo` and
`:wip` (`pending_tags`) where the test helper excludes them, and tests without a body. A tag whose
value is computed, or that stands behind an `if`, depends on the machine and is info only, and so is
one with a comment at its side that gives the reason.

Source: the seed's "Never do" (skip testing or commit failing tests).

## Bad

```elixir title="test/my_app/user_test.exs"
defmodule MyApp.UserTest do
  use ExUnit.Case, async: true

  @tag :skip
  # <- the test `rejects a bad address` is skipped, and its tag gives no reason
  test "rejects a bad address" do
    assert {:error, _} = MyApp.User.new("nobody")
  end

  @tag skip: "fails on Mondays"
  # <- the test `keeps the name` is skipped: fails on Mondays
  test "keeps the name" do
    assert MyApp.User.new("a@b.example").name == "a"
  end

  @tag :skip
  # <- the test `drops a user` is skipped, and its tag gives no reason
  test "drops a user" do
    # assert MyApp.User.drop(1) == :ok
  end

  test "sends a mail"
  #    ^^^^^^^^^^^^^^ the test `sends a mail` has no body, so it fails as not implemented
end
```

```elixir title="test/test_helper.exs"
ExUnit.start(exclude: [:pending])
```

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  @moduletag :pending
  # <- all tests of `MyApp.CartTest` are skipped, and their tag gives no reason

  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end
end
```

```elixir title="test/my_app/mail_test.exs"
defmodule MyApp.MailTest do
  use ExUnit.Case, async: true

  # The server for mails is moved, and nobody knows to where.
  @tag :skip
  # <- the test `is sent` is skipped; a comment says why, and no report does
  test "is sent" do
    assert MyApp.Mail.send("a") == :ok
  end

  # later
  @tag :skip
  # <- the test `is read` is skipped, and its tag gives no reason
  test "is read" do
    assert MyApp.Mail.read() == ["a"]
  end
end
```

## Good

```elixir title="test/my_app/user_test.exs"
defmodule MyApp.UserTest do
  use ExUnit.Case, async: true

  @tag skip: false
  test "rejects a bad address" do
    assert {:error, _} = MyApp.User.new("nobody")
  end

  @tag :skip_on_old_servers
  test "keeps the name" do
    assert MyApp.User.new("a@b.example").name == "a"
  end

  @tag skip: "the server answers wrongly, https://example.com/issues/12"
  test "asks the server" do
    assert MyApp.User.fetch(1)
  end
end
```
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    ERROR,
    INFO,
    WARNING,
    Attribute,
    ExUnit,
    Finding,
    Function,
    Module,
    Options,
    Tag,
    is_sample,
    rule,
    tags_in,
    values,
)

TAGS = ("tag", "describetag", "moduletag")
FLAKY = re.compile(r"(?i)flak[ey]|rac[ey]|race condition|intermittent|sometimes|random|unstable")
HELP = 'repair it, or say in the tag what it waits for: `@tag skip: "..."`'


@dataclass(frozen=True)
class Skipped(Options):
    """`allow_reason_regex`: reasons that need no warning; `pending_tags`: what means "later"."""

    allow_reason_regex: str = r"(?i)(#\d+|https?://)"
    pending_tags: tuple[str, ...] = ("pending", "todo", "wip")


@rule("test-skipped", severity=ERROR, kinds=("test",))
def check(module: Module, exunit: ExUnit, options: Skipped) -> Iterator[Finding]:
    if is_sample(module):
        return
    excluded = exunit.excluded(module.file.app)
    tagged: set[int] = set()
    for attribute in module.attributes:
        if attribute.name in TAGS:
            for tag in tags_in(attribute.value):
                later = tag.name in options.pending_tags and tag.name in excluded
                if tag.name == "skip" or later:
                    tagged.add(attribute.index)
                    yield from _skipped(module, attribute, tag, options)
    for function in module.functions:
        named = function.data.kind in ("test", "property") and tagged.isdisjoint(
            function.data.attrs
        )
        if named and function.clauses[0].body is None:
            yield Finding(
                function,
                f"the test `{function.name}` has no body, so it fails as not implemented",
                help="write it, or delete it",
            )


def _skipped(module: Module, attribute: Attribute, tag: Tag, options: Skipped) -> Iterator[Finding]:
    what, their = _what(module, attribute)
    bare = INFO if _is_empty(module, attribute) else ERROR
    at = module.file.at(attribute.start, attribute.end)
    match tag.value:
        case values.Atom(name="false" | "nil"):
            return
        case None | values.Atom(name="true") if attribute.index in module.file.outline.explained:
            message, severity = f"{what} skipped; a comment says why, and no report does", INFO
        case _ if attribute.conditional:
            message, severity = f"{what} skipped where a condition of the machine holds", INFO
        case None | values.Atom(name="true"):
            message, severity = f"{what} skipped, and {their} tag gives no reason", bare
        case values.Atom():
            return
        case values.String(text=reason) if not reason.strip():
            message, severity = f"{what} skipped, and {their} tag gives no reason", bare
        case values.String(text=reason):
            known = re.search(options.allow_reason_regex, reason)
            if known:
                return
            message, severity = f"{what} skipped: {' '.join(reason.split()).rstrip('.')}", INFO
            if FLAKY.search(reason):
                severity = WARNING
        case _:
            message, severity = f"{what} skipped where a condition of the machine holds", INFO
    yield Finding(at, message, severity=severity, help=HELP)


def _is_empty(module: Module, attribute: Attribute) -> bool:
    """Whether the one test that a tag belongs to holds no code, at most comments."""
    return attribute.name == "tag" and any(
        attribute.index in function.data.attrs and is_empty(function)
        for function in module.functions
        if function.data.is_test
    )


def is_empty(function: Function) -> bool:
    """Whether a function has a body in which nothing stands."""
    body = function.clauses[0].body
    return body is not None and body.start == body.end


def _what(module: Module, attribute: Attribute) -> tuple[str, str]:
    """Return what a tag belongs to, with its verb, and the word for its owner."""
    if attribute.name == "moduletag":
        return f"all tests of `{module.name}` are", "their"
    if attribute.name == "describetag":
        return "all tests of this `describe` are", "their"
    for function in module.functions:
        if attribute.index in function.data.attrs and function.data.is_test:
            return (
                f"the test `{function.name}` is" if function.name != "?" else "a test is"
            ), "its"
    return "a test is", "its"
