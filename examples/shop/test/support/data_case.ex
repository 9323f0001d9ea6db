defmodule Shop.DataCase do
  @moduledoc "For tests that reach the database; each runs in a transaction of its own."

  use ExUnit.CaseTemplate

  alias Ecto.Adapters.SQL.Sandbox

  using do
    quote do
      import Shop.DataCase
      import Shop.Fixtures
    end
  end

  setup tags do
    owner = Sandbox.start_owner!(Shop.Repo, shared: not tags[:async])
    on_exit(fn -> Sandbox.stop_owner(owner) end)
  end

  @doc "Returns the messages of a changeset by field."
  @spec errors_on(Ecto.Changeset.t()) :: map()
  def errors_on(changeset) do
    Ecto.Changeset.traverse_errors(changeset, fn {message, _opts} -> message end)
  end
end
