"""The layout: what is a domain, a resource, an action and an API, and what is none."""

from collections.abc import Mapping

import pytest

from dralint.analysis.layout.dra import DraOptions
from dralint.analysis.layout.layout import Layout
from dralint.analysis.layout.lexicon import (
    camel,
    is_action_name,
    is_plain_action_name,
    normal,
    snake,
)
from dralint.analysis.layout.module_names import expected, fits
from dralint.testing import project_of

MIX = "defmodule Shop.MixProject do\n  def project, do: [app: :shop]\nend\n"


def action(name: str, entry: str = "call") -> str:
    return f"defmodule {name} do\n  def {entry}(attrs), do: {{:ok, attrs}}\nend\n"


def facade(name: str, *actions: str) -> str:
    lines = [f"  def f{n}(attrs), do: {each}.call(attrs)" for n, each in enumerate(actions)]
    return "\n".join([f"defmodule {name} do", *lines, "end", ""])


def layout_of(files: Mapping[str, str], options: DraOptions | None = None) -> Layout:
    return Layout.of(project_of({"mix.exs": MIX, **files}), options or DraOptions())


def shape(layout: Layout) -> dict[str, tuple[list[str], list[str]]]:
    """Return, by resource, its actions and the modules that are its API."""
    return {
        resource.label: (
            [member.action for member in resource.actions],
            [member.name for member in resource.apis],
        )
        for resource in layout.resources
    }


FLAT = {
    "lib/shop/sales/order/create.ex": action("Shop.Sales.Order.Create"),
    "lib/shop/sales/order/cancel.ex": action("Shop.Sales.Order.Cancel"),
}


def test_flat() -> None:
    api = facade("Shop.Sales.Order.API", "Shop.Sales.Order.Create")
    layout = layout_of({**FLAT, "lib/shop/sales/order/api.ex": api})
    assert layout.on
    assert shape(layout) == {"sales/order": (["cancel", "create"], ["Shop.Sales.Order.API"])}
    assert [(d.name, d.dialect) for d in layout.domains] == [("sales", "flat")]


def test_the_seed_leaves_the_application_out() -> None:
    layout = layout_of({"lib/shop/sales/order/create.ex": action("Sales.Order.Create"), **FLAT})
    assert shape(layout) == {"sales/order": (["cancel", "create"], [])}


def test_without_a_folder_of_the_application() -> None:
    files = {
        "lib/sales/order/create.ex": action("Sales.Order.Create"),
        "lib/sales/order/cancel.ex": action("Sales.Order.Cancel"),
    }
    assert shape(layout_of(files)) == {"sales/order": (["cancel", "create"], [])}


def test_below_domains() -> None:
    files = {
        "lib/shop/domains/sales/order/create.ex": action("Shop.Domains.Sales.Order.Create"),
        "lib/shop/domains/sales/order/cancel.ex": action("Shop.Domains.Sales.Order.Cancel"),
        "lib/shop/domains/sales/order.ex": facade(
            "Shop.Domains.Sales.Order", "Shop.Domains.Sales.Order.Create"
        ),
    }
    layout = layout_of(files)
    assert shape(layout) == {"sales/order": (["cancel", "create"], ["Shop.Domains.Sales.Order"])}
    assert layout.domains[0].dialect == "domains"


def test_scribe() -> None:
    base = "lib/shop/catalogs/products"
    name = "Shop.Catalogs.Products"
    create = f"{name}.Create.CreateCatalogProduct"
    files = {
        f"{base}/create/create_catalog_product.ex": action(create, "create"),
        f"{base}/update/update_catalog_product.ex": action(
            f"{name}.Update.UpdateCatalogProduct", "update"
        ),
        "lib/shop/catalogs/catalogs_products_api.ex": facade("Shop.Catalogs.CatalogProductAPI"),
    }
    layout = layout_of(files)
    assert shape(layout) == {
        "catalogs/products": (["create", "update"], ["Shop.Catalogs.CatalogProductAPI"])
    }
    assert layout.domains[0].dialect == "scribe"
    assert all(layout.entries(member) for member in layout.actions)


def test_an_api_of_the_domain_is_nerves() -> None:
    files = {**FLAT, "lib/shop/sales/api.ex": facade("Shop.Sales.API", "Shop.Sales.Order.Create")}
    layout = layout_of(files)
    assert layout.domains[0].dialect == "nerves"
    assert [member.name for member in layout.resources[0].contexts] == ["Shop.Sales.API"]


def test_resources_without_a_domain() -> None:
    files = {
        "lib/shop/users/create.ex": action("Shop.Users.Create"),
        "lib/shop/users/get.ex": action("Shop.Users.Get"),
        "lib/shop/users.ex": facade("Shop.Users", "Shop.Users.Create"),
    }
    assert shape(layout_of(files)) == {"users": (["create", "get"], ["Shop.Users"])}


def test_subdomains() -> None:
    files = {
        "lib/shop/sales/catalog/product/create.ex": action("Shop.Sales.Catalog.Product.Create"),
        "lib/shop/sales/catalog/product/list.ex": action("Shop.Sales.Catalog.Product.List"),
    }
    layout = layout_of(files)
    assert [(r.domain, r.name) for r in layout.resources] == [("sales/catalog", "product")]


def test_a_context_that_forwards_is_remembered() -> None:
    files = {**FLAT, "lib/shop/sales.ex": facade("Shop.Sales", "Shop.Sales.Order.Create")}
    resource = layout_of(files).resources[0]
    assert resource.apis == ()
    assert [member.name for member in resource.contexts] == ["Shop.Sales"]


def test_roles_in_a_resource() -> None:
    files = {
        **FLAT,
        "lib/shop/sales/order/policy.ex": action("Shop.Sales.Order.Policy", "allow"),
        "lib/shop/sales/order/counter.ex": "defmodule Shop.Sales.Order.Counter do\n"
        "  use GenServer\nend\n",
        "lib/shop/sales/order/line.ex": "defmodule Shop.Sales.Order.Line do\n"
        "  use Ecto.Schema\nend\n",
        "lib/shop/sales/order/sort_order.ex": action("Shop.Sales.Order.SortOrder", "fields"),
        "lib/shop/sales/order/notify.ex": "defmodule Shop.Sales.Order.Notify do\n"
        "  use Oban.Worker\nend\n",
    }
    layout = layout_of(files)
    roles = {member.name.rpartition(".")[2]: member.role for member in layout.members.values()}
    assert roles == {
        "Cancel": "action",
        "Counter": "process",
        "Create": "action",
        "Line": "schema",
        "Notify": "job",
        "Policy": "policy",
        "SortOrder": "support",
    }


@pytest.mark.parametrize(
    "files",
    [
        {"lib/shop/sales/order.ex": facade("Shop.Sales.Order")},
        {"lib/shop/bank/client/api.ex": action("Shop.Bank.Client.API", "balance")},
        {
            "lib/shop/sales/services/create_order.ex": action("Shop.Sales.Services.CreateOrder"),
            "lib/shop/sales/services/cancel_order.ex": action("Shop.Sales.Services.CancelOrder"),
        },
        {
            "lib/shop/operations/create_order.ex": action("Shop.Operations.CreateOrder"),
            "lib/shop/operations/cancel_order.ex": action("Shop.Operations.CancelOrder"),
        },
        {
            "lib/shop/web/plugs/fetch.ex": action("Shop.Web.Plugs.Fetch"),
            "lib/shop/web/plugs/check.ex": action("Shop.Web.Plugs.Check"),
        },
        {
            "lib/shop/accounts/create_user.ex": action("Shop.Accounts.CreateUser"),
            "lib/shop/accounts/delete_user.ex": action("Shop.Accounts.DeleteUser"),
        },
    ],
)
def test_other_layouts_are_none(files: dict[str, str]) -> None:
    layout = layout_of(files)
    assert not layout.on
    assert layout.domains == ()


def test_a_plug_is_no_action() -> None:
    plug = "defmodule Shop.A.B.Fetch do\n  @behaviour Plug\n  def call(conn, _), do: conn\nend\n"
    files = {"lib/shop/a/b/fetch.ex": plug, "lib/shop/a/b/check.ex": plug.replace("Fetch", "Check")}
    assert not layout_of(files).on


def test_the_configuration_decides() -> None:
    assert not layout_of(FLAT, DraOptions(mode="off")).on
    lone = {"lib/shop/sales/order/create.ex": action("Shop.Sales.Order.Create", "run")}
    assert not layout_of(lone).on
    assert layout_of(lone, DraOptions(mode="on")).on
    assert layout_of(lone, DraOptions(dialect="flat")).on
    by_name = layout_of(lone, DraOptions(mode="on", entry=("run",)))
    assert [f.label for f in by_name.entries(by_name.actions[0])] == ["run/1"]


@pytest.mark.parametrize("entry", ["call", "run", "execute", "process", "create"])
def test_names_of_entries(entry: str) -> None:
    files = {"lib/shop/sales/order/create.ex": action("Shop.Sales.Order.Create", entry)}
    options = DraOptions(mode="on", entry=("call", "run", "execute", "process", "<action>"))
    layout = layout_of(files, options)
    assert [f.label for f in layout.entries(layout.actions[0])] == [f"{entry}/1"]


def test_the_own_name_is_that_of_each_action() -> None:
    files = {
        "lib/shop/sales/order/create.ex": action("Shop.Sales.Order.Create", "create"),
        "lib/shop/sales/order/cancel.ex": action("Shop.Sales.Order.Cancel", "create"),
    }
    layout = layout_of(files, DraOptions(mode="on", entry=("<action>",)))
    assert {a.action: len(layout.entries(a)) for a in layout.actions} == {"create": 1, "cancel": 0}


def test_whole_names_are_scribe_without_an_api() -> None:
    name = "Shop.Catalog.Products.Create.CreateCatalogProduct"
    path = "lib/shop/catalog/products/create/create_catalog_product.ex"
    update = path.replace("create", "update")
    files = {
        path: action(name, "create"),
        update: action(name.replace("Create", "Update"), "update"),
    }
    layout = layout_of(files)
    assert shape(layout) == {"catalog/products": (["create", "update"], [])}
    assert [domain.dialect for domain in layout.domains] == ["scribe"]


def test_each_domain_has_its_dialect() -> None:
    scribe = "lib/shop/catalog/product/create/create_catalog_product.ex"
    files = {
        **FLAT,
        scribe: action("Shop.Catalog.Product.Create.CreateCatalogProduct", "create"),
        "lib/shop/stock/item/count.ex": action("Shop.Stock.Item.Count"),
        "lib/shop/stock/api.ex": facade("Shop.Stock.API", "Shop.Stock.Item.Count"),
        "lib/shop/desk/ticket/open.ex": action("Shop.Desk.Ticket.Open"),
        "lib/shop/desk/ticket.ex": "defmodule Shop.Desk.Ticket do\n  use Ash.Resource\nend\n",
    }
    found = {domain.name: domain.dialect for domain in layout_of(files).domains}
    assert found == {"catalog": "scribe", "desk": "ash", "sales": "flat", "stock": "nerves"}


def test_a_banned_folder_is_a_domain_where_it_is_declared() -> None:
    files = {
        "lib/shop/config/setting/create.ex": action("Shop.Config.Setting.Create"),
        "lib/shop/config/setting/update.ex": action("Shop.Config.Setting.Update"),
    }
    assert layout_of(files).domains == ()
    declared = layout_of(files, DraOptions(domains=("config",)))
    assert shape(declared) == {"config/setting": (["create", "update"], [])}


def test_acronyms_fit_their_paths() -> None:
    files = {
        "lib/shop/sales/order/create.ex": action("Shop.Sales.Order.Create"),
        "lib/shop/sales/order/cancel.ex": action("Shop.Sales.Order.Cancel"),
        "lib/shop/hr/o_auth_token/create.ex": action("Shop.HR.OAuthToken.Create"),
    }
    layout = layout_of(files)
    assert {d.name for d in layout.domains} == {"sales", "hr"}
    assert all(fits(a, "flat", layout.options, ("Shop",)) for a in layout.actions)


def test_forwards_are_calls_and_delegates() -> None:
    api = (
        "defmodule Shop.Sales.Order.API do\n"
        "  alias Shop.Sales.Order.{Cancel, Create}\n"
        "  def create(attrs), do: attrs |> Create.call()\n"
        "  defdelegate cancel(order), to: Cancel, as: :call\n"
        "  def version, do: 1\n"
        "end\n"
    )
    layout = layout_of({**FLAT, "lib/shop/sales/order/api.ex": api})
    module = layout.resources[0].apis[0].module
    found = {(f.function.name, f.action.action) for f in layout.forwards(module)}
    assert found == {("create", "create"), ("cancel", "cancel")}


def test_loose_modules_tell_by_their_names() -> None:
    text = action("Sales.Order.Create") + action("Sales.Order.Change", "apply")
    project = project_of({"a.ex": text}, rooted=False, snippet=True)
    layout = Layout.of(project, DraOptions())
    assert [member.name for member in layout.actions] == ["Sales.Order.Create"]


@pytest.mark.parametrize(
    ("path", "name", "right"),
    [
        ("lib/shop/sales/order/create.ex", "Shop.Sales.Order.Create", True),
        ("lib/shop/sales/order/create.ex", "Sales.Order.Create", True),
        ("lib/shop/sales/order/create.ex", "Shop.Sales.Orders.Create", False),
        ("lib/shop/sales/order/create.ex", "Shop.Order.Create", False),
        ("lib/shop/sales/sms_order/create.ex", "Shop.Sales.SMSOrder.Create", True),
        ("lib/shop/sales/order/order.ex", "Shop.Sales.Order", True),
    ],
)
def test_names_and_paths(path: str, name: str, right: bool) -> None:
    layout = layout_of(
        {**FLAT, "lib/shop/sales/sms_order/list.ex": action("X"), path: action(name)}
    )
    member = next(m for m in layout.members.values() if m.file.path == path)
    prefix = ("Shop",)
    assert fits(member, "flat", layout.options, prefix) is right
    assert expected(member, prefix).startswith("Shop.Sales.")


def test_the_prefix_may_be_required() -> None:
    files = {"lib/shop/sales/order/create.ex": action("Sales.Order.Create")}
    layout = layout_of(files, DraOptions(mode="on", require_app_prefix=True))
    assert not fits(layout.actions[0], "flat", layout.options, None)


def test_words() -> None:
    assert is_action_name("set_speed") and not is_action_name("speed")
    assert is_plain_action_name("list_users") and not is_plain_action_name("sort_order")
    assert is_plain_action_name("search") and not is_plain_action_name("report")
    assert normal("FileAPI") == normal("file_api")
    assert (snake("SetSpeed"), snake("API"), camel("set_speed")) == ("set_speed", "api", "SetSpeed")
