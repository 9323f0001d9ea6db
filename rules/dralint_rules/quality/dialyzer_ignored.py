"""Whoever silences Dialyzer says why.

A `@dialyzer {:nowarn_function, ...}` or a line of `.dialyzer_ignore.exs` is a debt, or it is a
false alarm; only the one who wrote it knows. A comment of three words or more beside it (or above
the group that it stands in) keeps the answer.

Source: the seed's "Zero Dialyzer warnings (or documented exceptions)".

## Bad

```elixir
defmodule MyApp.Legacy do
  @dialyzer {:nowarn_function, price: 1}
  # <- no reason is given for silencing Dialyzer
  def price(order), do: order.price
end
```

```elixir title="mix.exs"
defmodule MyApp.MixProject do
end
```

```elixir title=".dialyzer_ignore.exs"
[
  {"lib/my_app/legacy.ex", :no_return},
  # <- no reason is given for an ignored warning of Dialyzer
]
```

## Good

```elixir
defmodule MyApp.Legacy do
  # The macro of the library has a wrong spec, see its issue 12.
  @dialyzer {:nowarn_function, price: 1}
  @dialyzer {:no_match, price: 2}
  def price(order), do: order.price

  @dialyzer :unknown
end
```

```elixir title=".dialyzer_ignore.exs"
[
  # Dialyzer does not see the plug that halts.
  {"lib/my_app/legacy.ex", :no_return},
  {"lib/my_app/other.ex"},
]
```
"""

from collections.abc import Iterator

from dralint.api import Finding, Paper, Project, Remarks, rule

LISTS = (".dialyzer_ignore.exs", ".dialyzer_ignore", "dialyzer.ignore-warnings")


@rule("quality-dialyzer-ignored")
def check(project: Project, remarks: Remarks) -> Iterator[Finding]:
    for file in project.files:
        for attribute in remarks.silencing_dialyzer(file):
            if not remarks.has_reason(file, attribute.start, attribute.end):
                yield Finding(
                    file.at(attribute.start, attribute.end),
                    "no reason is given for silencing Dialyzer",
                    help="say why in a comment above it",
                )
    for name in LISTS:
        paper = project.papers.get(name)
        if paper is not None:
            yield from _listed(paper)


def _listed(paper: Paper) -> Iterator[Finding]:
    """Report the entries of a list above which no comment stands, once for the file."""
    documented = False
    bare: list[int] = []
    for number, row in enumerate(paper.rows):
        text = row.strip()
        if text.startswith("#"):
            documented = len(text.split()) > 3
        elif not text:
            documented = False
        elif text not in "[]" and "#" not in text and not documented:
            bare.append(number)
    if bare and not paper.ignores("quality-dialyzer-ignored", bare[0]):
        count = f"{len(bare)} ignored warnings" if len(bare) > 1 else "an ignored warning"
        row = paper.rows[bare[0]]
        yield Finding(
            paper.line_span(bare[0], len(row) - len(row.lstrip())),
            f"no reason is given for {count} of Dialyzer",
            help="say why in a comment above each group of entries"
            if paper.name.endswith(".exs")
            else "move them to `.dialyzer_ignore.exs`, and say why in comments there",
        )
