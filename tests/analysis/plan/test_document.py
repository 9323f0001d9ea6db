"""What a plan says, however it is written; and what it leaves unsaid."""

import pytest

from dralint.analysis.plan.document import Document
from dralint.analysis.plan.plans import PlanOptions, Plans
from dralint.project import Paper
from dralint.testing import project_of


def document(text: str) -> Document:
    return Document(Paper("plan.md", "plan.md", text))


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("- **accounts**: who buys", "accounts"),
        ("* **accounts** - who buys", "accounts"),
        ("- `accounts`", "accounts"),
        ("- **accounts/**: who buys", "accounts"),
        ("- accounts: who buys", "accounts"),
        ("- `Shop.Accounts` \u2014 who buys", "Accounts"),
        ("- who buys what, and why", None),
        ("- **User accounts**: two words", None),
    ],
)
def test_an_item_names_a_domain_or_is_not_understood(item: str, name: str | None) -> None:
    found = document(f"## 3. Domains\n\n{item}\n")
    assert [each.name for each in found.domains] == ([name] if name else [])
    assert found.is_open == (name is None)
    assert [each.line for each in found.domains] == [3] * (name is not None)


@pytest.mark.parametrize(
    "text",
    [
        "## Out of scope domains\n- **billing**: no\n",
        "## Out of scope\n### Domains\n- **billing**: no\n",
        "## Domains\n- **billing**: later\n",
        "## Domains\n<!--\n- **billing**: yes\n-->\n",
        "## Notes\n- **billing**: yes\n",
        "## Domains\n```\n- **billing**: yes\n```\n",
        "",
    ],
)
def test_what_is_not_planned(text: str) -> None:
    assert not document(text).domains


TREE = """\
## Supervision Tree

```
Shop.Application
├── Shop.Repo
└── Shop.Sup (rest_for_one)
    └── Shop.Queue    # takes orders
```
"""
CHILDREN = """\
## OTP Design
```elixir
children = [
  Shop.Repo,   # the store
  {Registry, keys: :unique, name: Shop.Names},
  {Shop.Queue, [size: 3]}
]
opts = [strategy: :one_for_one, name: Shop.Supervisor]
```
"""


def test_processes_of_a_tree() -> None:
    found = document(TREE).processes
    assert [(each.name, each.line, each.strategy) for each in found] == [
        ("Shop.Application", 4, ""),
        ("Shop.Repo", 5, ""),
        ("Shop.Sup", 6, "rest_for_one"),
        ("Shop.Queue", 7, ""),
    ]
    assert all(each.whole for each in found)


def test_a_tree_encoded_twice_is_read_as_what_it_was() -> None:
    torn = TREE.encode().decode("latin-1")
    assert "├" not in torn
    assert document(torn).processes == document(TREE).processes


def test_processes_of_a_list_of_children() -> None:
    found = document(CHILDREN).processes
    assert [(each.name, each.registered, each.line) for each in found] == [
        ("Shop.Repo", "", 4),
        ("Registry", "Shop.Names", 5),
        ("Shop.Queue", "", 6),
    ]


def test_a_drawing_with_dots_is_not_the_whole() -> None:
    found = document(TREE.replace("    └── Shop.Queue", "    ...\n    └── Shop.Queue")).processes
    assert found and not any(each.whole for each in found)


@pytest.mark.parametrize("text", ["one-for-one", "**one_for_one**", "`One-For-One`"])
def test_the_strategy(text: str) -> None:
    strategy = document(f"# A\n- **OTP Supervision**: {text}\n").strategy
    assert strategy is not None and (strategy.name, strategy.line) == ("one_for_one", 2)


@pytest.mark.parametrize(
    ("line", "goal"),
    [
        ("Coverage Goal: 80%+", 80.0),
        ("- **Coverage Goal**: > 85 %", 85.0),
        ("- at least 92.5% test coverage", 92.5),
        ("Coverage: as much as we can", None),
        ("Coverage of 2024, with 7 % more", None),
        ("Discount: 80%", None),
    ],
)
def test_the_coverage_goal(line: str, goal: float | None) -> None:
    found = document(f"## Tests\n{line}\n").goal
    assert (found.percent if found else None) == goal


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("- Phoenix 1.7 with LiveView", ["Phoenix", "LiveView"]),
        ("- Database: PostgreSQL", ["PostgreSQL"]),
        ("| Jobs | Oban |", ["Oban"]),
        ("**Web**: Phoenix", ["Phoenix"]),
        ("- Ash:", []),
        ("- Phoenix / Nerves / other", []),
        ("- Jobs: Oban or Quantum", []),
        ("- no Redis", []),
        ("We thought of Redis once.", []),
        ("- Requests are few", []),
    ],
)
def test_the_stack(line: str, words: list[str]) -> None:
    found = document(f"## 2. Technical Stack\n\n{line}\n").libraries
    assert [each.word for each in found] == words
    assert not document(f"## 2. Elsewhere\n\n{line}\n").libraries


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("**Created**: [Date]", 1),
        ("**Created**:", 1),
        ("**Created:**", 1),
        ("**Created**:\n-\n-", 1),
        ("**Created**:\n- yesterday", 0),
        ("- **user/list.ex**", 0),
        ("see [Minutes](a.md) and [Notes][1]", 0),
        ("- [x] done", 0),
        ("`TBD` is a word", 0),
        ("Later: TBD, ???", 1),
    ],
)
def test_gaps(text: str, many: int) -> None:
    assert sum(gap.many for gap in document(f"# A\n\n{text}\n").gaps) == many


@pytest.mark.parametrize(
    ("status", "holds"),
    [
        ("## Status\n\nAccepted\n", True),
        ("Status: accepted\n", True),
        ("", True),
        ("## Status\n\nSuperseded by 4\n", False),
        ("* Status: proposed\n", False),
        ("## Status\n\nAccepted\n\n## Context\n\nA draft was rejected.\n", True),
    ],
)
def test_a_decision_holds_or_not(status: str, holds: bool) -> None:
    files = {"docs/adr/0001.md": f"# 1. One\n\n{status}\n", "lib/a.ex": "defmodule A do\nend\n"}
    plans = Plans.of(project_of(files), PlanOptions())
    assert [each.decision for each in plans.documents] == [True] * holds
    assert not plans.main
