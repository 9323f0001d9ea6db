"""SQL is written with Ecto where Ecto can say it.

A text of SQL is checked by nobody until it runs: names of columns, types of parameters and the
shape of the answer are for the reader to know. A plain `SELECT`, `INSERT`, `UPDATE` or `DELETE` on
tables is shorter as a query, is checked against the schema, and can be composed.

What Ecto has no words for is fine: locks, `EXPLAIN`, maintenance, catalogues of the database,
recursive and lateral queries, functions of an extension. Text that is put together at run time is
not looked at here: that is a matter of injection.

Source: the seed's "Use raw SQL when Ecto suffices" (never).

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  alias MyApp.Repo

  def titles(author_id) do
    Repo.query!("SELECT title FROM posts WHERE author_id = $1 ORDER BY title", [author_id]).rows
  # ^^^^^^^^^^^ `Repo.query!/2` runs SQL on `posts` that Ecto can say
  end
end
```

## Good

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  import Ecto.Query
  alias MyApp.Repo

  def titles(author_id) do
    Repo.all(from p in "posts", where: p.author_id == ^author_id, order_by: p.title, select: p.title)
  end

  def lock, do: Repo.query!("SELECT pg_advisory_xact_lock(1)")

  def alive?, do: match?({:ok, _}, Repo.query("SELECT 1"))

  def size, do: Repo.query!("SELECT relname FROM pg_class WHERE relkind = 'r'")
end
```
"""

import re
from collections.abc import Iterator

from dralint.api import INFO, PROBABLE, Finding, Project, Queries, rule, short, values

PLAIN = re.compile(
    r"""(?ixs)\s* (?: select\s.*?\sfrom | insert\s+into | update | delete\s+from )
        \s+ (?:only\s+)? "?([a-z_][\w.]*)"? """
)
BEYOND = re.compile(
    r"""(?ix) \b(pg_|information_schema|sqlite_|recursive|lateral|over\s*\(|window|explain|lock|unnest
        |generate_series|array|jsonb?_|::|tablesample|skip\s+locked|for\s+update|st_|similarity
        |ts_|to_ts|plainto|refresh|nextval|setval|set_config|current_setting|notify|copy|with\s
        |partition|crosstab|filter\s*\(|grouping|rollup|hypertable|time_bucket|on\s+conflict
        |migrations?|\bin\s*\(\s*select|using|union|exists|case\s) | :: | ->>? | @> | <-> | ~ | \$\$ """
)


@rule("query-raw-sql", severity=INFO, confidence=PROBABLE)
def check(project: Project, queries: Queries) -> Iterator[Finding]:
    for query in queries.calls:
        call = query.call
        if query.statement is None or not call.file.is_code:
            continue
        text = call.args[query.statement] if len(call.args) > query.statement else None
        if not isinstance(text, values.String | values.Sigil) or BEYOND.search(text.text):
            continue
        found = PLAIN.match(text.text.strip('"'))
        if found is not None:
            yield Finding(
                call.name_span,
                f"`{short(call)}` runs SQL on `{found[1]}` that Ecto can say",
                help="write it as an Ecto query",
            )
