"""Ash loads relationships and calculations for the whole list, not for each record.

`Ash.load/2` takes a list and asks once for each relationship, however many records there are. In a
loop it asks once for each record. Load in front of the loop, or name what is needed in the query
that reads the list. The same goes for records that are read with `Ash.get/2` one by one: read them
with a filter `id in ^ids`.

`lazy?: true` loads only what is missing: behind a load of the whole list that is fine.

Source: the seed's anti-pattern 5 ("Not Preloading Associations") and its Ash practices.

## Bad

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  def with_authors(posts), do: Enum.map(posts, &Ash.load!(&1, :author))
  #                                             ^^^^^^^^^ `Ash.load!/2` runs once for each element of `Enum.map/2`

  def names(posts) do
    for post <- posts do
      post = Ash.load!(post, [:author, :comment_count])
      #      ^^^^^^^^^ `Ash.load!/2` runs once for each element of `for`
      post.author.name
    end
  end
end
```

## Good

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  def with_authors(posts), do: Ash.load!(posts, :author)

  def names(posts) do
    for post <- Ash.load!(posts, [:author]), do: post.author.name
  end

  def lazily(posts), do: Enum.map(posts, &Ash.load!(&1, :author, lazy?: true))
end
```
"""

from collections.abc import Iterator

from dralint.api import WARNING, Call, Finding, QueriesInLoops, Step, confidence_in, rule, short


@rule("ash-load-in-loop", severity=WARNING, targets=("Ash.load/*", "Ash.load!/*"))
def check(call: Call, loops: QueriesInLoops) -> Iterator[Finding]:
    for found in loops.direct:
        if found.call == call:
            yield Finding(
                found.call.name_span,
                f"`{short(found.call)}` runs once for each element of {found.loop.label}",
                confidence=confidence_in(found),
                help="load the whole list once, in front of the loop",
                trail=[Step(place, what) for place, what in found.way],
            )
