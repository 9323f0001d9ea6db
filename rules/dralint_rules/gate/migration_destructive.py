"""A migration takes stored data away only when somebody was asked.

What a migration drops is gone, and the version that runs while it is deployed still asks for it.
`dralint gate` reads the migrations that are new against the base.

Source: the seed's ask-first list.

## Bad

```elixir title="lib/paper.ex" at="1"
defmodule Paper do
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
end
```

```elixir title="priv/repo/migrations/20240102_trim.exs" at="2"
defmodule Paper.Repo.Migrations.Trim do
  use Ecto.Migration

  def change do
    alter table(:papers) do
      remove :color, :string
      # <- the migration removes `papers.color`
    end
  end
end
```

## Good

```elixir title="lib/paper.ex" at="1"
defmodule Paper do
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
end
```

```elixir title="priv/repo/migrations/20240102_grow.exs" at="2"
defmodule Paper.Repo.Migrations.Grow do
  use Ecto.Migration

  def change do
    alter table(:papers) do
      add :color, :string
    end
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Approvals, Finding, OuterChanges, Project, rule


@rule("gate-migration-destructive", severity=ERROR)
def check(project: Project, found: OuterChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(found.changes, "gate-migration-destructive")
