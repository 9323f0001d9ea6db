defmodule Shop.Repo.Migrations.CreateProducts do
  use Ecto.Migration

  def change do
    create table(:products) do
      add(:sku, :string, null: false)
      add(:name, :string, null: false)
      add(:category, :string, null: false)
      add(:price_cents, :integer, null: false)
      add(:archived_at, :utc_datetime)

      timestamps(type: :utc_datetime)
    end

    create(unique_index(:products, [:sku]))
    create(index(:products, [:category]))
  end
end
