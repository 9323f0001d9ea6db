defmodule Shop.Repo.Migrations.CreateCustomers do
  use Ecto.Migration

  def change do
    create table(:customers) do
      add(:email, :string, null: false)
      add(:name, :string, null: false)
      add(:password_hash, :string, null: false)

      timestamps(type: :utc_datetime)
    end

    create(unique_index(:customers, [:email]))
  end
end
