"""EEx templates with the name of an Elixir file."""

import pytest

from dralint.syntax import is_template, parse


@pytest.mark.parametrize(
    "source",
    [
        b"defmodule <%= inspect module %> do\nend\n",
        b"<%= if @live do %>\nuse Foo\n<% end %>\n",
        b"def f, do: :<%= name %>\n",
        b"config :app, <%= for x <- @xs do %>\n  a: 1\n<% end %>\n",
        b'x = "<%= f("a", "b") %>"\n',  # the quotes inside end the string: the tag is left open
        b'defmodule A do\n  @x """\n  don\'t <%= a %>\n  """\n  <%= b %>\nend\n',
    ],
)
def test_tags_in_code(source: bytes) -> None:
    assert is_template(parse(source))


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b'x = "<%= a %>"\n',
        b'x = ~H"""\n<%= if @a do %>b<% end %>\n"""\n',
        b"# <%= a %>\nx\n",
        b"x <%{a: 1}\n",
        b"x <%{a: 1}\ny = )\n",
        b'x = "<%= a %>"\ny = )\n',
        b'x = """\n<%= a("b") %>\n"""\ny = [1 2]\n',
        b"# <%= a %>\nx = )\n",
        b"x = )\n",
    ],
)
def test_broken_or_not_it_is_elixir(source: bytes) -> None:
    assert not is_template(parse(source))
