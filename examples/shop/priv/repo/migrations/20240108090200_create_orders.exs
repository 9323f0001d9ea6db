defmodule Shop.Repo.Migrations.CreateOrders do
  use Ecto.Migration

  def change do
    create table(:orders) do
      add(:customer_id, references(:customers), null: false)
      add(:status, :string, null: false)
      add(:total_cents, :integer, null: false)

      timestamps(type: :utc_datetime)
    end

    create(index(:orders, [:customer_id]))

    create table(:line_items) do
      add(:order_id, references(:orders, on_delete: :delete_all), null: false)
      add(:product_id, references(:products), null: false)
      add(:name, :string, null: false)
      add(:quantity, :integer, null: false)
      add(:unit_price_cents, :integer, null: false)

      timestamps(type: :utc_datetime)
    end

    create(index(:line_items, [:order_id]))
    create(index(:line_items, [:product_id]))
  end
end
