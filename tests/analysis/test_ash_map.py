"""The map of what Ash declares."""

from dralint.analysis.map.map import Map
from dralint.analysis.map.model import MappedAction
from dralint.engine.ask import Ask
from dralint.testing import project_of

DOMAIN = """
defmodule Desk.Support do
  use Ash.Domain

  resources do
    resource Desk.Support.Ticket do
      define :open, action: :open
      define :list, action: :read
    end
  end
end
"""
TICKET = """
defmodule Desk.Support.Ticket do
  use Ash.Resource, domain: Desk.Support

  actions do
    defaults [:read, update: :*]

    create :open do
      description "Opens a ticket"
      accept [:subject]
    end
  end
end
"""
PAGE = """
defmodule DeskWeb.TicketController do
  use Phoenix.Controller

  def create(conn, params), do: render(conn, :show, ticket: Desk.Support.open!(params))
end
"""
TEST = """
defmodule Desk.SupportTest do
  use ExUnit.Case, async: true

  test "lists", do: assert {:ok, []} = Desk.Support.list()
end
"""


def mapped() -> tuple[Map, dict[str, MappedAction]]:
    project = project_of(
        {
            "mix.exs": "defmodule Desk.MixProject do\n  def project, do: [app: :desk]\nend\n",
            "lib/desk/support.ex": DOMAIN,
            "lib/desk/support/ticket.ex": TICKET,
            "lib/desk_web/controllers/ticket_controller.ex": PAGE,
            "test/desk/support_test.exs": TEST,
        }
    )
    found = Ask(project)(Map)
    return found, {each.name: each for domain in found.domains for each in domain.actions}


def test_domains_and_resources_are_those_that_ash_declares() -> None:
    found, actions = mapped()
    assert [(d.name, d.dialect, [r.name for r in d.resources]) for d in found.domains] == [
        ("support", "ash", ["ticket"])
    ]
    assert list(actions) == ["read", "update", "open"]
    assert [each.entry for each in actions.values()] == ["(read)", "(update)", "(create)"]


def test_the_code_interface_says_who_calls_an_action() -> None:
    _, actions = mapped()
    opened = actions["open"]
    assert opened.api == ("Desk.Support.open",)
    assert [each.name for each in opened.callers] == ["DeskWeb.TicketController.create/2"]
    assert (opened.doc, opened.testing, actions["read"].testing) == (True, "none", "reached")
    assert actions["read"].test == "test/desk/support_test.exs"


def test_an_action_of_ash_that_nothing_calls_is_not_called_unused() -> None:
    found, actions = mapped()
    assert actions["update"].callers == ()
    assert found.picture.counts.unused == 0
