"""What a module gets from its `use` lines and behaviours."""

from dralint.testing import project_of


def test_behaviours_of_erlang_are_atoms() -> None:
    text = "defmodule Machine do\n  @behaviour :gen_statem\n  def init(data), do: data\nend\n"
    (module,) = project_of({"lib/machine.ex": text}).modules
    assert module.effects.behaviours == {":gen_statem"}
    assert module.effects.process == "statem"
    assert module.functions[0].is_callback


def test_behaviours_that_a_macro_names_by_its_own_module() -> None:
    files = {
        "lib/adapter.ex": """
        defmodule Adapter do
          @callback name() :: String.t()

          defmacro __using__(_opts) do
            quote do
              @behaviour unquote(__MODULE__)
            end
          end
        end
        """,
        "lib/mail.ex": "defmodule Mail do\n  use Adapter\n  def name, do: :mail\nend\n",
        "lib/odd.ex": "defmodule Odd do\n  @behaviour List.first([Adapter])\nend\n",
    }
    effects = {module.name: module.effects for module in project_of(files).modules}
    assert effects["Mail"].behaviours == {"Adapter"}
    assert not effects["Mail"].open
    assert effects["Odd"].open


def test_what_a_web_module_brings_is_known() -> None:
    web = """
        defmodule ShopWeb do
          defmacro __using__(which), do: apply(__MODULE__, which, [])

          def live_view do
            quote do
              use Phoenix.LiveView
              unquote(helpers())
            end
          end

          defp helpers do
            quote do
              use Gettext, backend: ShopWeb.Gettext
              use Phoenix.VerifiedRoutes, endpoint: ShopWeb.Endpoint, router: ShopWeb.Router
            end
          end
        end
        """
    files = {
        "lib/shop_web.ex": web,
        "lib/shop_web/cart.ex": "defmodule ShopWeb.CartLive do\n  use ShopWeb, :live_view\nend",
        "lib/shop_web/old.ex": "defmodule ShopWeb.Old do\n  use Gettext, otp_app: :shop\nend",
    }
    effects = {module.name: module.effects for module in project_of(files).modules}
    assert effects["ShopWeb.CartLive"].process == "live"
    assert not effects["ShopWeb.CartLive"].open
    assert effects["ShopWeb.Old"].open
