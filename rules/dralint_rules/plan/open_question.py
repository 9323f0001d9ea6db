"""The plan has no gaps.

What a template left to be filled in (`[Date]`, `TBD`, a label without a value) and questions under
*Open Questions* that nobody answered are decisions that somebody will make in passing while they
write code. They are counted by section.

Sections about what is not to be built now may stay open.

Source: the seed's "Read Plan: Review `project_requirements.md` for architecture and requirements".

## Bad

```markdown title="project_requirements.md"
# A shop

**Created**: [Date]
<!--         ^^^^^^ left open: `[Date]` -->

## Technical Stack

- Phoenix: 1.7
- Database:
  <!-- <- left open: `Database`, and 1 more in `Technical Stack` -->
- HTTP client:

## 9. Open Questions

- Which prices hold while a campaign ends?
  <!-- <- left open: `Which prices hold while a campaign ends?` -->
```

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
end
```

## Good

```markdown title="project_requirements.md"
# A shop

**Created**: 2026-01-05

- [x] agreed, see [Minutes](minutes.md) and `[Date]` in the template
- Database: Postgres

**Key features**:

- a cart

## Open Questions

- Which prices hold while a campaign ends? The old ones.

## Out of scope

- Mobile: TBD
```

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, Finding, Plans, Project, rule


@rule("plan-open-question", severity=INFO, rooted=True)
def check(project: Project, plans: Plans) -> Iterator[Finding]:
    for document in plans.main:
        for gap in document.gaps:
            if document.paper.ignores("plan-open-question", gap.line - 1):
                continue
            more = gap.many - 1
            where = f" in `{gap.section}`" if gap.section else ""
            yield Finding(
                document.at(gap.line, gap.text),
                f"left open: `{gap.text}`" + (f", and {more} more{where}" if more else ""),
                help="decide it and write it down, or take it out",
            )
