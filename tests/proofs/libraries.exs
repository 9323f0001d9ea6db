# As much of some libraries as the examples need that are compiled by their proofs.

defmodule Ecto.Changeset do
  @moduledoc false

  def get_change(changeset, key), do: Map.get(changeset, key)
  def put_change(changeset, key, value), do: Map.put(changeset, key, value)
end

defmodule Ecto.Query do
  @moduledoc false

  defmacro from(_in, _parts), do: :query
end

defmodule Ecto.Repo do
  @moduledoc false

  defmacro __using__(_options) do
    quote do
      def insert(row), do: {:ok, row}
    end
  end
end

defmodule NimbleParsec do
  @moduledoc false

  defmacro defparsec(name, _parser) do
    quote do
      def unquote(name)(text), do: {:ok, [text], "", %{}, {1, 0}, 0}
    end
  end
end

defmodule Bcrypt do
  @moduledoc false

  def hash_pwd_salt(word), do: {:hash, word}
end

defmodule MyApp.Taxes do
  @moduledoc false

  def net(gross), do: gross
end
