"""A new variable that must be set is agreed with those who run the system.

Who deploys the system without it learns of it when it does not start. A variable with a default is
no question; one that is no longer read is told as info.

Source: the seed's ask-first list.

## Bad

```elixir title="config/runtime.exs" at="1"
import Config

config :paper, press: System.get_env("PRESS", "small")
```

```elixir title="config/runtime.exs" at="2"
import Config

config :paper, press: System.fetch_env!("PRESS")
#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^ nothing starts without the variable `PRESS` now
```

## Good

```elixir title="config/runtime.exs" at="1"
import Config

config :paper, press: "small"
```

```elixir title="config/runtime.exs" at="2"
import Config

config :paper, press: System.get_env("PRESS", "small")
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Approvals, Finding, OuterChanges, Project, rule


@rule("gate-config-contract", severity=ERROR)
def check(project: Project, found: OuterChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(found.changes, "gate-config-contract")
