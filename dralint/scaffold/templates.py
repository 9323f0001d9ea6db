"""The texts of new modules, formatted as `mix format` would.

An action answers `{:error, :not_implemented}` until it is written, and its tests fail until then.
"""

from collections.abc import Callable, Iterable, Sequence

from . import english
from .names import WIDTH, Named, door_of, long_name
from .site import Site

_GUARDS = {"map()": "is_map"}


def action(site: Site, each: Named) -> str:
    """Return the module of an action."""
    does = english.does(each.action, site.resource)
    unused = ", ".join(f"_{name}" for name, _ in each.params)
    return f"""\
defmodule {each.module} do
  @moduledoc "{_capital(does)}."
{_alias_schema(site)}
  @doc "{_capital(does)}, or says why not."
{spec(site, each, each.entry)}
  def {each.entry}({unused}) do
    {{:error, :not_implemented}}
  end
end
"""


def test(site: Site, each: Named, offered: bool) -> str:
    """Return the tests of an action: both ends of its contract, neither of which holds yet.

    `offered`: the API hands on to it, so that one of them can go that way.
    """
    given = ", ".join("%{}" if kind == "map()" else "0" for _, kind in each.params)
    call = f"{each.alias}.{each.entry}({given})"
    made = (english.things if each.many else english.one)(site.resource)
    result = made.replace(" ", "_")
    door = door_of(site)[1]
    why, other, aliases = "says why it cannot", call, [each.module]
    if offered:
        why = "says why it cannot, through the API"
        other = f"{door.rpartition('.')[2]}.{each.offered}({given})"
        aliases.append(door)
    lines = _alias_lines(aliases)
    return f"""\
defmodule {each.module}Test do
  use {site.case}, async: true

{lines}

  test "{english.does(each.action, site.resource)}" do
{_match(4, f"assert {{:ok, _{result}}} =", call)}
  end

  test "{why}" do
{_refused(4, other)}
  end
end
"""


def api(site: Site, all_: Sequence[Named]) -> str:
    """Return the API module of a resource."""
    _, module = door_of(site)
    named = {each.module for each in all_} | ({site.schema.name} if site.schema else set())
    aliases = _alias_lines(named)
    functions = "\n\n".join(forward(site, each) for each in all_)
    return f"""\
defmodule {module} do
  @moduledoc "What others may ask of the {english.things(site.resource)}."

{aliases}

{functions}
end
"""


def forward(site: Site, each: Named, target: str | None = None, schema: str | None = None) -> str:
    """Return the function of an API that hands on to an action.

    `target` is how the action's module is written there, `schema` how the schema's is.
    """
    guard = ""
    if site.dialect == "scribe":
        guards = [f"{_GUARDS[kind]}({name})" for name, kind in each.params if kind in _GUARDS]
        guard = f" when {' and '.join(guards)}" if guards else ""
    head = f"def {each.offered}({each.names})"
    body = _handed(head, guard, target or each.alias, each.entry, each.names)
    does = english.does(each.action, site.resource)
    return "\n".join(
        (
            f'  @doc "{_capital(does)}, or says why not."',
            spec(site, each, each.offered, schema),
            body,
        )
    )


def domain_api(site: Site, path_module: str, all_: Sequence[Named]) -> str:
    """Return the API module of a domain, which hands on to that of the resource."""
    _, door = door_of(site)
    functions = "\n\n".join(domain_forward(site, each, door) for each in all_)
    return f"""\
defmodule {path_module} do
  @moduledoc "What others may ask of the domain {" ".join(site.domain)}."
{_alias_schema(site)}
{functions}
end
"""


def domain_name(site: Site) -> Callable[[Named], str]:
    """Return how a domain's API calls the actions of one resource."""
    return lambda each: long_name(each.action, site.resource)


def domain_forward(site: Site, each: Named, door: str) -> str:
    """Return the function of a domain's API that hands on to that of the resource."""
    name = domain_name(site)(each)
    body = _handed(f"def {name}({each.names})", "", door, each.offered, each.names)
    does = english.does(each.action, site.resource)
    return "\n".join((f'  @doc "{_capital(does)}, or says why not."', spec(site, each, name), body))


def single(site: Site, module: str, all_: Sequence[Named]) -> str:
    """Return a resource that is one module, with a function for each action."""
    functions = "\n\n".join(function(site, each) for each in all_)
    return f"""\
defmodule {module} do
  @moduledoc "What others may ask of the {english.things(site.resource)}."

{functions}
end
"""


def single_test(site: Site, module: str, all_: Sequence[Named]) -> str:
    """Return the tests of a resource that is one module."""
    return f"""\
defmodule {module}Test do
  use {site.case}, async: true

  alias {module}

{describes(site, module, all_)}
end
"""


def describes(site: Site, module: str, all_: Sequence[Named]) -> str:
    """Return a block of tests for each action of a resource that is one module."""
    return "\n\n".join(_describe(site, module, each) for each in all_)


def _describe(site: Site, module: str, each: Named) -> str:
    given = ", ".join("%{}" if kind == "map()" else "0" for _, kind in each.params)
    call = f"{module.rpartition('.')[2]}.{each.action}({given})"
    return f"""\
  describe "{each.action}/{len(each.params)}" do
    test "{english.does(each.action, site.resource)}" do
{_match(6, "assert {:ok, _result} =", call)}
    end

    test "says why it cannot" do
{_refused(6, call)}
    end
  end"""


def function(site: Site, each: Named) -> str:
    """Return an action that is one function."""
    does = english.does(each.action, site.resource)
    unused = ", ".join(f"_{name}" for name, _ in each.params)
    return f"""\
  @doc "{_capital(does)}, or says why not."
{spec(site, each, each.action)}
  def {each.action}({unused}) do
    {{:error, :not_implemented}}
  end"""


def spec(site: Site, each: Named, name: str, schema: str | None = None) -> str:
    """Return the spec of a function, broken where it is too long."""
    one = "term()"
    if site.schema is not None:
        one = f"{schema or site.schema.name.rpartition('.')[2]}.t()"
    made = f"[{one}]" if each.many else one
    head = f"  @spec {name}({each.types}) ::"
    result = f"{{:ok, {made}}} | {{:error, term()}}"
    line = f"{head} {result}"
    return line if len(line) <= WIDTH else f"{head}\n          {result}"


def _alias_lines(modules: Iterable[str]) -> str:
    """Return aliases in order; one that is too long stands by itself, as `mix format` has it."""
    text = ""
    before = False
    for name in sorted(modules, key=str.lower):
        line = f"  alias {name}"
        long = len(line) > WIDTH
        if text:
            text += "\n\n" if long or before else "\n"
        text += line
        before = long
    return text


def _alias_schema(site: Site) -> str:
    return "" if site.schema is None else f"\n  alias {site.schema.name}\n"


def _match(indent: int, left: str, right: str) -> str:
    """Return a match, broken where it is too long; then an empty line follows, if anything."""
    line = f"{'':{indent}}{left} {right}"
    if len(line) <= WIDTH:
        return line
    return f"{'':{indent}}{left}\n{'':{indent + 9}}{right}"


def _refused(indent: int, call: str) -> str:
    """Return the lines that ask an action why it cannot."""
    match = _match(indent, "assert {:error, reason} =", call)
    empty = "\n" if "\n" in match else ""
    return f"{match}\n{empty}{'':{indent}}refute reason == :not_implemented"


def _handed(head: str, guard: str, module: str, name: str, arguments: str) -> str:
    """Return a function that hands on to another, on as many lines as it needs."""
    body = f"  {head}{guard}, do: {module}.{name}({arguments})"
    if len(body) <= WIDTH:
        return body
    first = f"  {head}{guard} do"
    if len(first) > WIDTH:
        first = f"  {head}\n     {guard} do"
    call = f"    {module}.{name}({arguments})"
    if len(call) > WIDTH:
        lines = ",\n".join(f"      {each}" for each in arguments.split(", "))
        call = f"    {module}.{name}(\n{lines}\n    )"
    return f"{first}\n{call}\n  end"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
