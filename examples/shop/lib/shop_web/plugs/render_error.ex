defmodule ShopWeb.Plugs.RenderError do
  @moduledoc "Answers a request whose controller returned an error."

  @behaviour Plug

  import Phoenix.Controller, only: [json: 2]
  import Plug.Conn, only: [put_status: 2]

  alias Ecto.Changeset

  @statuses %{
    invalid_credentials: :unauthorized,
    not_found: :not_found,
    too_many_attempts: :too_many_requests
  }

  @impl true
  def init(opts), do: opts

  @impl true
  def call(conn, {:error, %Changeset{} = changeset}) do
    errors = Changeset.traverse_errors(changeset, fn {message, _opts} -> message end)

    conn
    |> put_status(:unprocessable_entity)
    |> json(%{errors: errors})
  end

  def call(conn, {:error, reason}) do
    conn
    |> put_status(Map.get(@statuses, reason, :unprocessable_entity))
    |> json(%{error: reason})
  end
end
