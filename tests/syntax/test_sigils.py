"""Sigils that end in a pair of backslashes, which the grammar alone reads wrongly."""

import pytest

from dralint.syntax import KIND, Tree, parse


def sigils(tree: Tree) -> list[bytes]:
    found: list[bytes] = []
    stack = [tree.root]
    while stack:
        node = stack.pop()
        if node.kind_id == KIND["sigil"]:
            found.append(tree.source[node.start_byte : node.end_byte])
        stack.extend(reversed(node.children))
    return found


def names(tree: Tree) -> list[bytes]:
    found: list[bytes] = []
    stack = [tree.root]
    while stack:
        node = stack.pop()
        if node.kind_id == KIND["identifier"]:
            found.append(tree.source[node.start_byte : node.end_byte])
        stack.extend(reversed(node.children))
    return found


@pytest.mark.parametrize(
    "sigil",
    [
        rb"~S(\\)",
        rb"~S[\\]",
        rb"~S{\\}",
        rb"~S<\\>",
        rb"~S|\\|",
        rb"~S/\\/",
        rb'~S"\\"',
        rb"~S'\\'",
        rb"~W(a \\)a",
        rb"~S(\\\\)",
        rb"~S(\)\\)",
        rb"~S(a\\\)b\\)",
        rb"~ABC1(\\)",
        rb"~S(#{\\)",
        b"~S(\n\\\\)",
    ],
)
@pytest.mark.parametrize("behind", [b"\nafter_it(1)\n", b", 1) |> f(g\n)\n", b"\n\nlast"])
def test_the_code_behind_is_not_swallowed(sigil: bytes, behind: bytes) -> None:
    before = b"call(" if behind.startswith(b",") else b"call "
    source = b"# \xc3\xa9 \n" + before + sigil + behind
    tree = parse(source)
    assert tree.source is source
    assert (tree.root.has_error, tree.breaks) == (False, ())
    assert sigils(tree) == [sigil]
    assert names(tree) == [
        b"call",
        *([b"f", b"g"] if b"|>" in behind else [behind.strip(b"\n(1)")]),
    ]


def test_many_in_one_file() -> None:
    line = b"x = f(~S(\\\\), ~S'a\\\\', \"\\\\\") # ~S(\\\\)\n"
    tree = parse(line * 100)
    assert tree.breaks == ()
    assert sigils(tree) == [b"~S(\\\\)", b"~S'a\\\\'"] * 100
    assert len(tree.root.named_children) == 200  # a line and its comment


@pytest.mark.parametrize(
    "source",
    [
        b"x = ~S(a\\)b)\ny = 1\n",  # the delimiter is escaped
        b"x = ~S(a\\\\b)\ny = 1\n",
        b"x = ~s(\\\\)\ny = 1\n",
        b'x = "~S(\\\\)"\ny = 1\n',
        b"# ~S(\\\\)\nx = y = 1\n",
        b"x = '~S(\\\\'\ny = 1\n",
        b'x = """\n~S(\\\\)\n"""\ny = 1\n',
        b'x = ~S"""\n~S(\\\\)\n\\\\"""\n"""\ny = 1\n',
        b"x = ~S'''\na\\\\\n'''\ny = 1\n",
        b'x = ~S"""\na\\""" b\n"""\ny = 1\n',
        b"x = [?~, ?S, ?(, ?\\\\, ?)]\ny = 1\n",
    ],
)
def test_what_only_looks_like_it_stays(source: bytes) -> None:
    tree = parse(source)
    assert tree.breaks == ()
    assert names(tree) == [b"x", b"y"]


def test_a_sigil_in_an_interpolation_of_a_string() -> None:
    source = b'x = "a #{f(~S(\\\\))} ~S(\\\\) b"\ny\n'
    tree = parse(source)
    assert tree.breaks == ()
    assert sigils(tree) == [b"~S(\\\\)"]
    assert names(tree) == [b"x", b"f", b"y"]


def test_it_is_found_behind_what_it_swallowed_to_the_end_of_the_file() -> None:
    source = b"def f do\n  ~S(\\\\)\nend\n\ndef g do\n  [1 2]\nend\n"
    (found,) = parse(source).breaks
    assert source[found.start : found.end] == b"2"
