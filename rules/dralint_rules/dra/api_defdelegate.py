"""An API states its contract; it does not delegate it away.

`defdelegate update(user, attrs), to: Update, as: :call` leaves the API without guards, without a spec
and without a place to write down what it takes. A function that forwards shows all of that.

The rule speaks in the dialect `scribe` alone; elsewhere a delegate is a good way to forward. A
delegate with `@doc` and `@spec` above it is a contract and is fine.

Source: Domain Resource Action architecture, rule 5 (the API keeps the contract).

## Bad

```elixir title="lib/shop/catalog/product/create/create_catalog_product.ex"
defmodule Shop.Catalog.Product.Create.CreateCatalogProduct do
  def create(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/shop/catalog/product/update/update_catalog_product.ex"
defmodule Shop.Catalog.Product.Update.UpdateCatalogProduct do
  def update(product, attrs), do: {:ok, Map.merge(product, attrs)}
end
```

```elixir title="lib/shop/catalog/product_api.ex"
defmodule Shop.Catalog.ProductAPI do
  alias Shop.Catalog.Product.Create.CreateCatalogProduct
  alias Shop.Catalog.Product.Update.UpdateCatalogProduct

  defdelegate create(attrs), to: CreateCatalogProduct
  #           ^^^^^^ `create/1` is delegated: the API states no contract for it
  def update(product, attrs), do: UpdateCatalogProduct.update(product, attrs)
end
```

## Good

```elixir title="lib/shop/catalog/product/create/create_catalog_product.ex"
defmodule Shop.Catalog.Product.Create.CreateCatalogProduct do
  def create(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/shop/catalog/product/update/update_catalog_product.ex"
defmodule Shop.Catalog.Product.Update.UpdateCatalogProduct do
  def update(product, attrs), do: {:ok, Map.merge(product, attrs)}
end
```

```elixir title="lib/shop/catalog/product_api.ex"
defmodule Shop.Catalog.ProductAPI do
  alias Shop.Catalog.Product.Create.CreateCatalogProduct
  alias Shop.Catalog.Product.Update.UpdateCatalogProduct

  @doc "Puts a product into the catalogue."
  @spec create(map()) :: {:ok, map()}
  defdelegate create(attrs), to: CreateCatalogProduct

  def update(product, attrs) when is_map(attrs), do: UpdateCatalogProduct.update(product, attrs)
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, Edit, Finding, Fix, Function, Layout, Project, Types, rule, values


@rule("dra-api-defdelegate", severity=INFO)
def check(project: Project, layout: Layout, types: Types) -> Iterator[Finding]:
    for domain in layout.domains:
        if domain.dialect != "scribe":
            continue
        for resource in domain.resources:
            for api in resource.apis:
                for function in api.module.functions:
                    documented = function.data.doc >= 0 and types.specs(function)
                    if function.data.delegate is not None and not documented:
                        yield Finding(
                            function,
                            f"`{function.label}` is delegated: the API states no contract for it",
                            help="forward in a function, with its guards and its spec",
                            fix=_fix(function),
                        )


def _fix(function: Function) -> Fix | None:
    """Return the delegate as a function; None where its head is more than names."""
    assert function.data.delegate is not None
    to, name = function.data.delegate
    clause = function.clauses[0]
    names = [param.name for param in clause.params if isinstance(param, values.Var)]
    if not isinstance(to, values.ModuleRef) or len(names) != len(clause.params):
        return None
    listed = ", ".join(names)
    text = f"def {function.name}({listed}), do: {to.name}.{name}({listed})"
    span = function.file.at(clause.start, clause.end)
    return Fix("forward in a function", (Edit(span, text),), safe=True)
