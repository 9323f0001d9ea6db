"""What a project declares with Ash."""

import pytest

from dralint.analysis.ash.ash import Ash
from dralint.testing import project_of

ORDER = """
defmodule Shop.Sales.Order do
  use Ash.Resource, domain: Shop.Sales, extensions: [AshGraphql.Resource]

  attributes do
    uuid_primary_key :id
  end

  graphql do
    queries do
      list :orders, :recent
    end
  end

  actions do
    defaults [:read, create: :*]

    create :place do
      accept [:items]
      change relate_actor(:customer)
    end

    update :ship, accept: [:carrier]
    read :recent
  end

  code_interface do
    define :ship
  end
end
"""
SALES = """
defmodule Shop.Sales do
  use Ash.Domain

  resources do
    resource Shop.Sales.Order do
      define :place_order, action: :place

      define :orders_by_day do
        action :recent
        get? false
      end
    end
  end
end
"""


def ash_of(**files: str) -> Ash:
    return Ash.of(project_of({f"lib/shop/{name}.ex": text for name, text in files.items()}))


def test_actions_and_what_they_say() -> None:
    ash = ash_of(order=ORDER)
    (order,) = ash.resources
    found = {action.name: (action.kind, action.says) for action in ash.actions(order)}
    assert found == {
        "place": ("create", frozenset(("accept", "change", "do"))),
        "ship": ("update", frozenset(("accept",))),
        "recent": ("read", frozenset()),
    }
    assert order.lists("extensions") == {"AshGraphql.Resource"}
    assert not order.embedded and not order.open


def test_the_code_interface_is_that_of_resource_and_domain() -> None:
    ash = ash_of(order=ORDER, sales=SALES)
    (order,) = ash.resources
    assert set(ash.interface(order)) == {"ship", "place", "recent"}
    assert [domain.name for domain in ash.homes(order)] == ["Shop.Sales"]
    assert ash.is_listed(order)


def test_other_blocks_speak_of_actions() -> None:
    ash = ash_of(order=ORDER)
    (order,) = ash.resources
    assert "recent" in ash.spoken_of(order, "actions")
    assert "place" not in ash.spoken_of(order, "actions")


def test_blocks_of_fragments_are_its_own() -> None:
    whole = "defmodule A do\n  use Ash.Resource, fragments: [A.Part]\nend\n"
    part = (
        "defmodule A.Part do\n  use Spark.Dsl.Fragment, of: Ash.Resource\n"
        "  actions do\n    create :make\n  end\nend\n"
    )
    ash = ash_of(a=whole, part=part)
    (resource,) = ash.resources
    assert [action.name for action in ash.actions(resource)] == ["make"]
    assert not resource.open
    (alone,) = ash_of(a=whole).resources
    assert alone.open


def test_a_wrapper_of_the_project_leaves_things_open() -> None:
    base = (
        "defmodule Shop.Base do\n  defmacro __using__(options) do\n    quote do\n"
        "      use Ash.Resource, unquote(options)\n    end\n  end\nend\n"
    )
    user = "defmodule Shop.User do\n  use Shop.Base, domain: Shop.Accounts\nend\n"
    (resource,) = ash_of(base=base, user=user).resources
    assert resource.name == "Shop.User" and resource.open and resource.use is None


@pytest.mark.parametrize(
    ("requirement", "old"), [("~> 3.0", False), (">= 3.1.2", False), ("~> 2.17", True)]
)
def test_versions(requirement: str, old: bool) -> None:
    mix = (
        "defmodule Shop.MixProject do\n  def project, do: [app: :shop, deps: deps()]\n"
        f'  defp deps, do: [{{:ash, "{requirement}"}}]\nend\n'
    )
    ash = Ash.of(project_of({"mix.exs": mix, "lib/shop/order.ex": ORDER}))
    assert ash.old(ash.resources[0].file.app) is old


def test_an_api_of_ash_2_tells_its_age() -> None:
    api = "defmodule Shop.Api do\n  use Ash.Api\nend\n"
    ash = ash_of(order=ORDER, api=api)
    assert ash.old(ash.resources[0].file.app)
    assert not ash_of(order=ORDER).old(ash.resources[0].file.app)
