defmodule ShopWeb.ErrorJSON do
  @moduledoc "Answers a request that raised an exception."

  alias Phoenix.Controller

  @doc "Renders the message of the status, such as `Not Found` for the template `404.json`."
  @spec render(String.t(), map()) :: map()
  def render(template, _assigns) do
    %{error: Controller.status_message_from_template(template)}
  end
end
