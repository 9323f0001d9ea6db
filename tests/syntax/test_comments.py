"""The places of comments, found through the tree."""

import pytest

from dralint.syntax import KIND, Tree, comments, parse


def walked(tree: Tree) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    stack = [tree.root]
    while stack:
        node = stack.pop()
        if node.kind_id == KIND["comment"]:
            text = tree.source[node.start_byte : node.end_byte]
            found.append((node.start_byte, node.start_byte + len(text.rstrip(b"\r"))))
        stack.extend(reversed(node.children))
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"", []),
        (b"x = 1\n", []),
        (b"# a", [b"# a"]),
        (b"#", [b"#"]),
        (b"foo()# a\n", [b"# a"]),
        (
            b"x = [\n  1, # one # two\n  # three\n  2\n]#four\n",
            [b"# one # two", b"# three", b"#four"],
        ),
        (b"# \"a\n'#b'\n", [b'# "a']),
        (b'"# no #{f(# yes\n1)} # no"\n', [b"# yes"]),
        (b"# a #{b}\nx\n", [b"# a #{b}"]),
        (b"[?#, ~s(#), ~S'#', :\"#\", 'a#b']\n# a\n", [b"# a"]),
        (b'"""\n# no\n""" # yes\n', [b"# yes"]),
        (b"\xef\xbb\xbf# \xc3\xa9\r\nx # b\r\n", [b"# \xc3\xa9", b"# b"]),
        (b"foo(1 # a\n# b\n", [b"# a", b"# b"]),
        (b"x = ~S(\\\\) # a\n", [b"# a"]),
    ],
)
def test_ranges(source: bytes, expected: list[bytes]) -> None:
    tree = parse(source)
    assert [source[start:end] for start, end in comments(tree)] == expected
    assert comments(tree) == walked(tree)


@pytest.mark.parametrize(
    "source",
    [
        b"# a\n" * 20_000,
        b'"#{' * 3000 + b"1" + b'}"' * 3000,
        b"[ # a\n" * 3000 + b"]" * 3000 + b" # b",
        b"x = [" + b"1, # a\n" * 20_000 + b"2]\n",
        b"~s(#{" * 3000,
        b"#{" * 3000,
    ],
    ids=lambda source: repr(source[:8]),
)
def test_wide_and_deep_files_take_no_longer(source: bytes) -> None:
    tree = parse(source)
    assert comments(tree) == walked(tree)
