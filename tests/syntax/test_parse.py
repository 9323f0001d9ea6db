"""A tree for any bytes, with offsets into the bytes that were given."""

import dataclasses

import pytest

from dralint.syntax import KIND, Node, Tree, parse

BOM = b"\xef\xbb\xbf"


def nodes(tree: Tree) -> list[Node]:
    found: list[Node] = []
    stack = [tree.root]
    while stack:
        node = stack.pop()
        found.append(node)
        stack.extend(reversed(node.children))
    return found


def texts(tree: Tree, kind: str) -> list[bytes]:
    return [
        tree.source[node.start_byte : node.end_byte]
        for node in nodes(tree)
        if node.kind_id == KIND[kind]
    ]


def test_a_tree_is_plain_frozen_data() -> None:
    tree = parse(b"foo(1)\n")
    assert (tree.root.type, tree.source, tree.breaks) == ("source", b"foo(1)\n", ())
    with pytest.raises(dataclasses.FrozenInstanceError):
        tree.source = b""  # type: ignore[misc]


@pytest.mark.parametrize("before", [b"", BOM, BOM + b"\r\n", b"# \xc3\xa9\n", BOM + b"~S(\\\\)\n"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_offsets_are_those_of_the_bytes_given(before: bytes, newline: bytes) -> None:
    code = newline.join([b"defmodule A do", b"  def f(x), do: x + 1 # one", b"end", b""])
    tree = parse(before + code)
    assert tree.source == before + code
    assert tree.breaks == ()
    assert texts(tree, "comment")[-1].rstrip(b"\r") == b"# one"
    assert texts(tree, "binary_operator") == [b"x + 1"]
    assert texts(tree, "do_block") == [code[code.index(b"do") :].rstrip()]


@pytest.mark.parametrize("before", [b"", BOM])
def test_a_break_behind_a_byte_order_mark(before: bytes) -> None:
    first = parse(before + b"foo(\n]\n").breaks[0]
    assert (first.start, first.end) == (len(before) + 5, len(before) + 6)


def test_windows_line_ends_in_literals() -> None:
    source = b"x = \"\"\"\r\na\\\r\n  #{b}\r\n\"\"\"\r\ny = ~S'''\r\n\\\\\r\n'''\r\nz\r\n"
    tree = parse(source)
    assert tree.breaks == ()
    assert texts(tree, "identifier") == [b"x", b"b", b"y", b"z"]


DEEP = 5000


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"\n",
        BOM,
        b"\0",
        b"\0" * 1000,
        b"\xff\xfe = 1\n",
        b'x = "\xff"\n',
        b"# \xff\n",
        b"\r",
        b"\\",
        b"?",
        b"~",
        b"~S",
        b":",
        b"#{",
        b'"#{',
        b"(" * DEEP,
        b"[" * DEEP + b"1" + b"]" * DEEP,
        b"f(" * DEEP + b"1" + b")" * DEEP,
        b"f(" * DEEP + b"1 2" + b")" * DEEP,
        b"%{a: " * DEEP + b"1" + b"}" * DEEP,
        b"a do\n" * DEEP,
        b"a do\n" * DEEP + b"1 2\n" + b"end\n" * DEEP,
        b"fn -> " * DEEP + b"1" + b" end" * DEEP,
        b'"#{' * DEEP,
        b'"#{' * DEEP + b"1" + b'}"' * DEEP,
        b"a -> " * 500,
        b"end " * DEEP,
        b"x = )\n" * DEEP,
        b"foo(1 2)\n" * 1000,
        b"x = ~S(\\\\)\n" * DEEP,
        b"'" * (2 * DEEP + 1),
        b'"""\n' * (2 * DEEP + 1),
        b"\\" * DEEP,
        b", do " * DEEP,
        b"end  -> " * DEEP,
        b"<%= x %>\n" * 1000,
        b"a do\n" + b"  \n" * 50_000 + b"end\n",
        b"x =\n" + b" \t\r\n" * 50_000 + b"1 2\n",
        b"x" + b"\r" * 50_000 + b"y",
        bytes(range(256)) * 20,
    ],
    ids=lambda source: repr(source[:12]) + str(len(source)),
)
def test_nothing_raises_or_hangs(source: bytes) -> None:
    tree = parse(source)
    assert tree.source is source
    assert all(0 <= found.start <= found.end <= len(source) for found in tree.breaks)
    for cut in (len(source) // 3, len(source) // 2, len(source) - 1):
        parse(source[: max(cut, 0)])


def test_a_large_broken_file_is_not_looked_at_closely() -> None:
    good = b"def f(x) do\n  foo(x, 1)\nend\n\n" * 5_000
    source = good + b"foo(1 2)\n" + good
    (found,) = parse(source).breaks
    assert source.count(b"\n", 0, found.start) == good.count(b"\n")
    brackets = parse(good + b"foo(1]\n" + good).breaks
    assert brackets[0].start == len(good) + 5


def test_many_blank_lines_move_nothing() -> None:
    source = b"x = 1\n" + b"  \n\n\t\n" * 2000 + b'y = """\n' + b" \n" * 2000 + b'  """\nz = ]\n'
    tree = parse(source)
    assert texts(tree, "identifier") == [b"x", b"y", b"z"]
    assert [source[found.start : found.end] for found in tree.breaks] == [b"]"]
    broken = parse(source.replace(b"]", b"(]"))
    assert "on line 8004" in broken.breaks[0].message
