import random
from pathlib import Path
from urllib.parse import quote

from dralint.report.fingerprints import line_hashes
from tests.report.conftest import Multitool

# What GitHub's upload step gives for these.
KNOWN = {
    "": ["c129715d7a2bc9a3:1"],
    " a\nb\n  \t\tc\n d": [
        "271789c17abda88f:1",
        "54703d4cd895b18:1",
        "180aee12dab6264:1",
        "a23a3dc5e078b07b:1",
    ],
}


def text(seed: int, size: int) -> str:
    chars = random.Random(seed)
    return "".join(chars.choice(" \t\nab😀é\r{}\uffff") for _ in range(size))


FILES = {
    "empty.ex": "",
    "lines.ex": "\n\n\n",
    "crlf and emoji.ex": 'defmodule A do\r\n  \r\n\r\n  @x "😀 é"\t\r\n' + "  same\r\n" * 5 + "end",
    "lone.ex": "a\rb\r\r\nc\n\rd\r \nx",
    "long.ex": "  def x, do: :ok # " + "y" * 300 + "\nend\n",
    **{f"random{n}.ex": text(n, size) for n, size in enumerate((5, 90, 99, 101, 300, 2000))},
}


def test_known_hashes() -> None:
    for source, hashes in KNOWN.items():
        assert line_hashes(source) == hashes


def test_blanks_and_line_ends_make_no_difference() -> None:
    unix = "defmodule A do\n  def x, do: 1\nend\n"
    assert line_hashes(unix) == line_hashes(unix.replace("\n", "\r\n").replace("  ", "\t"))


def test_lines_of_the_same_hash_are_numbered() -> None:
    hashes = line_hashes("x\n" * 200)
    assert hashes[0].split(":")[0] == hashes[1].split(":")[0]
    assert [at.split(":")[1] for at in hashes[:3]] == ["1", "2", "3"]


def test_a_line_keeps_its_hash_when_others_are_put_above_it() -> None:
    source = "defmodule A do\n  def x, do: 1\nend\n"
    assert line_hashes("# one\n\n# two\n" + source)[3:] == line_hashes(source)


def test_github_computes_the_same(multitool: Multitool, tmp_path: Path) -> None:
    results, expected = [], {}
    for name, source in FILES.items():
        (tmp_path / name).write_bytes(source.encode())
        for line, value in enumerate(line_hashes(source), start=1):
            uri = quote(name)
            expected[uri, line] = value
            where = {
                "artifactLocation": {"uri": uri, "uriBaseId": "SRCROOT"},
                "region": {"startLine": line},
            }
            results.append({"message": {"text": "x"}, "locations": [{"physicalLocation": where}]})
    run = {
        "tool": {"driver": {"name": "x"}},
        "originalUriBaseIds": {"SRCROOT": {"uri": f"{tmp_path.as_uri()}/"}},
        "results": results,
    }
    document = multitool(
        "rewrite",
        {"version": "2.1.0", "runs": [run]},
        tmp_path,
        *("--insert", "RollingHashPartialFingerprints"),
    )
    given = {}
    for result in document["runs"][0]["results"]:
        where = result["locations"][0]["physicalLocation"]
        key = where["artifactLocation"]["uri"], where["region"]["startLine"]
        given[key] = result["partialFingerprints"]["primaryLocationLineHash"]
    assert len(given) > 400
    assert given == expected
