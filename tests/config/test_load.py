"""Files found, read and refused."""

import os
from pathlib import Path

import msgspec
import pytest

from dralint.config import Config, ConfigError, Source, find, load

FILE = ".dralint.toml"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path.resolve()


def loaded(content: str | bytes) -> Config:
    Path(FILE).write_bytes(content.encode() if isinstance(content, str) else content)
    return load(Path(FILE))


def complaint(content: str | bytes) -> str:
    with pytest.raises(ConfigError) as raised:
        loaded(content)
    return str(raised.value)


def test_all_keys(here: Path) -> None:
    text = """\
profile = "strict"
select = ["otp", "spec-missing"]
ignore = ["doc"]
enable = ["experimental"]
min-confidence = "possible"
fail_on = "error"
exclude = ["priv/templates/**"]
[severity]
doc-missing = "warning"
spec_missing = "off"
otp = "info"
[per_path_ignores]
"test/a_b/**" = ["spec", "doc-missing"]
[rules.spec_missing]
exempt_names = ["child_spec"]
[dra]
entry = ["call", "run"]
[n_plus_one]
since = 2024-01-01
"""
    config = loaded(text)
    assert config == Config(
        profile="strict",
        select=("otp", "spec-missing"),
        ignore=("doc",),
        enable=("experimental",),
        min_confidence="possible",
        fail_on="error",
        exclude=("priv/templates/**",),
        severity={"doc-missing": "warning", "spec-missing": "off", "otp": "info"},
        per_path_ignores={"test/a_b/**": ("spec", "doc-missing")},
        rules={"spec-missing": {"exempt_names": ["child_spec"]}},
        analyses={"dra": {"entry": ["call", "run"]}, "n-plus-one": config.analyses["n-plus-one"]},
        source=Source(FILE, str(here), text),
    )
    # the key of a run record
    assert msgspec.msgpack.encode(config) == msgspec.msgpack.encode(load(Path(FILE)))


@pytest.mark.parametrize("text", ["", "# nothing\n", "\ufeff\r\n"])
def test_an_empty_file_says_nothing(text: str) -> None:
    assert msgspec.structs.replace(loaded(text), source=None) == Config()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\r\n# a\r\nslect = ["otp"]\r\n', '3: unknown key "slect" (did you mean "select"?)'),
        (
            "select = [\n  'a',\n]\nFail_On = 'error'",
            '4: unknown key "Fail_On" (did you mean "fail-on"?)',
        ),
        ("a = 1", '1: unknown key "a"; options of an analysis are a table, [a]'),
        ("\n[[n_1]]", '2: unknown key "n_1"; options of an analysis are a table, [n-1]'),
        (
            'profile = "strct"',
            '1: "profile" must be "core", "default" or "strict", not "strct"'
            ' (did you mean "strict"?)',
        ),
        (
            "fail_on = 'never'",
            '1: "fail_on" must be "error", "info" or "warning", not "never"',
        ),
        (
            "min-confidence = 'sure'",
            '1: "min-confidence" must be "certain", "possible" or "probable", not "sure"',
        ),
        ("\nprofile = 3", '2: "profile" must be a string, not an integer'),
        ("select = 'otp'", '1: "select" must be an array, not a string'),
        ("[select]", '1: "select" must be an array, not a table'),
        ("select = [\n'otp',\n1.5,\n]", '3: item 2 of "select" must be a string, not a number'),
        ("exclude = [['a']]", '1: item 1 of "exclude" must be a string, not an array'),
        (
            "enable = [\n'experimentel']",
            '2: item 1 of "enable" must be "experimental" or "history", not "experimentel"'
            ' (did you mean "experimental"?)',
        ),
        ("severity = true", '1: "severity" must be a table, not a boolean'),
        (
            "[severity]\notp = 'off'\ndoc_missing = 'warn'",
            '3: "doc_missing" must be "error", "info", "off" or "warning", not "warn"'
            ' (did you mean "warning"?)',
        ),
        ("[severity]\nspec = 'off'\notp = 1", '3: "otp" must be a string, not an integer'),
        (
            "[severity]\na-b = 'off'\na_b = 'off'",
            '3: "a_b" is given twice, with - and with _',
        ),
        (
            "[per-path-ignores]\n'a' = []\n'b\\c' = 'otp'",
            r'3: "b\c" must be an array, not a string',
        ),
        (
            "[per-path-ignores]\n'a' = []\n'b' = [\n\n1]",
            '5: item 1 of "b" must be a string, not an integer',
        ),
        ("rules = []", '1: "rules" must be a table, not an array'),
        ("[rules]\nspec_missing = 'off'", '2: "spec_missing" must be a table, not a string'),
        ("[rules.a-b]\n[rules.a_b]", '2: "a_b" is given twice, with - and with _'),
        (
            "min-confidence = 'x'\nmin_confidence = 'x'",
            '2: "min_confidence" is given twice, with - and with _',
        ),
        ("[a-b]\n[a_b]", '2: "a_b" is given twice, with - and with _'),
        (
            '"s\\u001b[31m\\nlect\\u202e" = 1',
            r'1: unknown key "s\x1b[31m\nlect\u202e"; options of an analysis are a table,'
            r" [s\x1b[31m\nlect\u202e]",
        ),
        (f"{'a' * 99}.b = 1\nc = 1", '2: unknown key "c"; options of an analysis are a table, [c]'),
        (
            f"profile = '{'a' * 99}'",
            f'1: "profile" must be "core", "default" or "strict", not "{"a" * 57}..."',
        ),
    ],
)
def test_keys_and_values(text: str, message: str) -> None:
    assert complaint(text) == f"{FILE}:{message}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plugins = ['evil']", 1),
        ("\n[plugins]", 2),
        ("\n\n[[plugins]]\nname = 'evil'", 3),
        ("a = {}\nplugins.evil = 'x'", 2),
    ],
)
def test_plugins_are_not_named_by_the_project(text: str, line: int) -> None:
    assert complaint(text) == (
        f"{FILE}:{line}: plugins come from the installed environment,"
        " not from the project's configuration"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("x = 1\ny =\n", "2: not valid TOML: Invalid value at column 4"),
        ("x = 1\ny =", "2: not valid TOML: Invalid value"),
        ("x = [\n1,\n", "2: not valid TOML: Invalid value"),
        ("select = []\nselect = []", "2: not valid TOML: Cannot overwrite a value"),
        (
            "\n\n  a b = 1\n",
            "3: not valid TOML: Expected '=' after a key in a key/value pair at column 5",
        ),
        ("x = 1\ny = " + "9" * 5000 + "\nz = 1", "2: not valid TOML: a number is too long"),
        (b"x = 1\ny = '\xff'", "2: is not UTF-8"),
        (b"\xff\xfex\x00", "1: is not UTF-8"),
        ("\nx = " + "[" * 5000, "2: is nested deeper than 32 levels"),
        ("\n" + "x." * 5000 + "y = 1", "2: is nested deeper than 32 levels"),
        ("[rules.a]\nb = " + "{c = " * 60 + "1" + "}" * 60, "2: is nested deeper than 32 levels"),
    ],
)
def test_what_is_not_toml(content: str | bytes, message: str) -> None:
    found = complaint(content)
    assert found.startswith(f"{FILE}:{message}")
    assert len(found) < 120


@pytest.mark.parametrize("text", ["{} = 1", "[{0}]\n[{0}]", "[{0}]\n[[{0}]]", "[rules]\n{} = 1"])
def test_messages_are_short(text: str) -> None:
    assert len(complaint(text.format("a" * 100_000))) <= 500


def test_files_that_cannot_be_read(here: Path) -> None:
    def message(path: str) -> str:
        with pytest.raises(ConfigError) as raised:
            load(Path(path))
        return str(raised.value)

    (here / "large.toml").write_bytes(b"#" * (256 * 1024 + 1))
    (here / "loop.toml").symlink_to("loop.toml")
    os.mkfifo(here / "pipe.toml")
    assert message("none.toml") == "none.toml: there is no such file"
    assert message("large.toml") == "large.toml: is larger than 256 KB"
    assert message(".") == ".: is not a file"
    assert message("pipe.toml") == "pipe.toml: is not a file"
    assert message("/dev/zero") == "/dev/zero: is not a file"
    assert message("a\0b") == r"a\x00b: cannot be the name of a file"
    assert message("loop.toml").startswith("loop.toml: cannot be read: ")
    assert message("large.toml/x").startswith("large.toml/x: cannot be read: ")
    (here / "sub").mkdir()
    (here / "sub" / "x.toml").write_text("a = 1")
    assert message(str(here / "sub" / "x.toml")).startswith("sub/x.toml:1: unknown key")


class TestFind:
    def test_nearest(self, here: Path) -> None:
        deep = here / "a" / "b" / "c"
        deep.mkdir(parents=True)
        (here / ".git").mkdir()
        assert find(deep) is None
        (here / "dralint.toml").touch()
        assert find(deep) == here / "dralint.toml"
        (here / "a" / ".dralint.toml").touch()
        assert find(deep) == here / "a" / ".dralint.toml"
        assert find(deep / "x.ex") == here / "a" / ".dralint.toml"
        assert find(deep / "none" / "x.ex") == here / "a" / ".dralint.toml"
        assert find(Path("a/b/../../a")) == here / "a" / ".dralint.toml"
        assert find(Path()) == here / "dralint.toml"

    def test_not_above_the_repository(self, here: Path) -> None:
        (here / "dralint.toml").touch()
        inner = here / "a"
        (inner / "b").mkdir(parents=True)
        assert find(inner / "b") == here / "dralint.toml"
        (inner / ".git").write_text("gitdir: elsewhere")  # a worktree or submodule
        assert find(inner / "b") is None
        (inner / "dralint.toml").touch()
        assert find(inner / "b") == inner / "dralint.toml"

    def test_two_of_them(self, here: Path) -> None:
        (here / "dralint.toml").touch()
        (here / ".dralint.toml").touch()
        with pytest.raises(ConfigError) as raised:
            find(here)
        assert str(raised.value) == ".dralint.toml: dralint.toml stands beside it; keep one of them"

    def test_links(self, here: Path) -> None:
        project = here / "project"
        (project / "a").mkdir(parents=True)
        (project / "shared.toml").touch()
        (here / "outside.toml").touch()
        link = project / "a" / "dralint.toml"
        link.symlink_to("../shared.toml")
        with pytest.raises(ConfigError, match="is a link that leads out of the project"):
            find(project / "a")  # without .git, the directory is all that is known of the project
        (project / ".git").mkdir()
        assert find(project / "a") == link
        for target in ("../../outside.toml", "/etc/hostname", "dralint.toml"):
            link.unlink()
            link.symlink_to(target)
            with pytest.raises(ConfigError) as raised:
                find(project / "a")
            assert str(raised.value) == (
                "project/a/dralint.toml: is a link that leads out of the project"
            )

    def test_a_path_that_loops(self, here: Path) -> None:
        (here / "dralint.toml").touch()
        (here / "loop").symlink_to("loop")
        assert find(here / "loop") == here / "dralint.toml"

    def test_a_directory_of_that_name(self, here: Path) -> None:
        (here / "dralint.toml").mkdir()
        found = find(here)
        assert found is not None
        with pytest.raises(ConfigError, match=r"^dralint.toml: is not a file$"):
            load(found)


def test_another_version_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "dralint.toml"
    path.write_text('# first\nrequired_version = ">=99"\nunheard-of = 1\n')
    with pytest.raises(
        ConfigError, match=r"toml:2: this project wants dralint >=99, and this is 0\."
    ):
        load(path)


def test_this_version_will_do(tmp_path: Path) -> None:
    path = tmp_path / "dralint.toml"
    path.write_text('required-version = ">=0.1,<99"\nprofile = "core"\n')
    assert load(path).profile == "core"


@pytest.mark.parametrize("wanted", ["3", '"newer"'])
def test_what_is_no_version_is_said(tmp_path: Path, wanted: str) -> None:
    path = tmp_path / "dralint.toml"
    path.write_text(f"required-version = {wanted}\n")
    with pytest.raises(ConfigError, match=r'toml:1: "required-version" must be'):
        load(path)
