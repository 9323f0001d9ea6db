"""Plans held against code: what must not be said."""

from dralint.plugins import Plugins
from dralint.testing import findings

MIX = """\
defmodule Shop.MixProject do
  use Mix.Project

  def project, do: [app: :shop, version: "0.1.0"]
  def application, do: [mod: {Shop.Application, []}]
end
"""
APP = """\
defmodule Shop.Application do
  use Application

  def start(_type, _args) do
    children = [Shop.Repo, {Phoenix.PubSub, name: Shop.PubSub} | extra()]
    Supervisor.start_link(children, strategy: :one_for_one, name: Shop.Supervisor)
  end

  defp extra, do: EXTRA
end
"""
REPO = "defmodule Shop.Repo do\n  use Ecto.Repo, otp_app: :shop\nend\n"
HELPER = "defmodule Shop.Prices do\n  def of(x), do: x\nend\n"
PLAN = """\
## Supervision

```
Shop.Application
└── Shop.Supervisor (one_for_one)
    ├── Shop.Repo
    ├── Shop.PubSub
    ├── Repo
    ├── Phoenix.Presence
    ├── Shop.Prices
    └── Shop.Ghost
```
"""


def spoken(rule: str, files: dict[str, str]) -> list[tuple[str, str]]:
    found = findings([Plugins().rules[rule]], files)
    return [(d.message, d.confidence.label) for d in found]


def project(extra: str) -> dict[str, str]:
    return {
        "project_requirements.md": PLAN,
        "mix.exs": MIX,
        "lib/shop/application.ex": APP.replace("EXTRA", extra),
        "lib/shop/repo.ex": REPO,
        "lib/shop/prices.ex": HELPER,
    }


def test_names_libraries_and_modules_without_a_process_are_no_drift() -> None:
    message = "`Shop.Ghost` is planned as a process, but none is called so"
    assert spoken("plan-supervision-drift", project("[]")) == [(message, "certain")]


def test_a_module_that_computed_children_may_start_is_only_possible() -> None:
    files = project("Application.get_env(:shop, :children)")
    files["lib/shop/ghost.ex"] = "defmodule Shop.Ghost do\n  use GenServer\nend\n"
    message = "`Shop.Ghost` is planned as a process, but stands in no supervision tree"
    assert spoken("plan-supervision-drift", files) == [(message, "possible")]


def test_a_project_without_an_application_has_no_tree_to_drift_from() -> None:
    files = {"project_requirements.md": PLAN, "lib/shop/prices.ex": HELPER}
    assert spoken("plan-supervision-drift", files) == []


def test_a_domain_is_built_when_a_folder_or_module_is_called_so() -> None:
    plan = "## Domains\n\n- **prices**: x\n- **line_items**: y\n- **Reporting**: z\n"
    files = {
        "project_requirements.md": plan,
        "lib/shop/price.ex": "defmodule Shop.Price do\nend\n",
        "lib/shop/line/item.ex": "defmodule Shop.Line.Item do\nend\n",
    }
    assert spoken("plan-domain-drift", files) == [
        ("the domain `Reporting` is planned, but nothing builds it", "certain")
    ]


def test_a_library_that_another_brings_is_there() -> None:
    files = {
        "project_requirements.md": "## Technical Stack\n- Ecto\n- Oban\n",
        "mix.exs": MIX.replace('version: "0.1.0"', 'deps: [{:phoenix_ecto, "~> 4.0"}]'),
        "mix.lock": '%{\n  "ecto": {:hex, :ecto, "3.10.0"},\n}\n',
    }
    assert [message for message, _ in spoken("plan-stack-drift", files)] == [
        "`Oban` is planned, but not among the dependencies (`:oban`)"
    ]


def test_without_a_plan_nothing_is_said() -> None:
    files = {k: v for k, v in project("[]").items() if not k.endswith(".md")}
    for rule in ("domain-drift", "supervision-drift", "stack-drift", "open-question"):
        assert spoken(f"plan-{rule}", files) == []
