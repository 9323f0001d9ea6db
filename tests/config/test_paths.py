"""Files left out, and rules silent in files."""

from pathlib import Path

import pytest

from dralint.config import Config, PathFilter, Source


@pytest.mark.parametrize(
    ("exclude", "out", "kept"),
    [
        ([], "", "a lib/a.ex"),
        (["a", "/b"], "a x/a b a/c", "x/b c"),
        (["a", "!a/b"], "a a/c", "a/b a/b/c"),
        (["a", "!a/b", "a/b/c"], "a/c a/b/c", "a/b/d"),
        (["!a", "a"], "a", "b"),
        (["a", "!a"], "", "a"),
        (["*.ex", "!b.ex", "!c.ex", "c.ex", "d"], "a.ex c.ex d", "b.ex"),
    ],
)
def test_exclude(exclude: list[str], out: str, kept: str) -> None:
    paths = PathFilter.of(Config(exclude=tuple(exclude)))
    assert [path for path in out.split() if not paths.excluded(path)] == []
    assert [path for path in kept.split() if paths.excluded(path)] == []


def test_per_path_ignores() -> None:
    paths = PathFilter.of(
        Config(
            per_path_ignores={
                "test/**": ("spec", "doc-missing"),
                "test/support/": ("all",),
                "*_test.exs": ("otp-a",),
            }
        )
    )
    ignored = {
        (path, rule)
        for path in ("test/a_test.exs", "test/support/a.ex", "lib/a.ex", "x/test/a")
        for rule in ("spec-a", "doc-missing", "doc-other", "otp-a", "speck-a")
        if paths.ignored(path, rule)
    }
    assert ignored == {
        ("test/a_test.exs", "spec-a"),
        ("test/a_test.exs", "doc-missing"),
        ("test/a_test.exs", "otp-a"),
        *(("test/support/a.ex", r) for r in ("spec-a", "doc-missing", "doc-other", "otp-a")),
        ("test/support/a.ex", "speck-a"),
    }


def test_patterns_start_at_the_configuration(tmp_path: Path) -> None:
    config = Config(
        exclude=("/apps/shop/priv/", "/lib"),
        per_path_ignores={"apps/shop/test/**": ("doc",)},
        source=Source("dralint.toml", str(tmp_path.resolve()), ""),
    )
    shop = PathFilter.of(config, tmp_path / "apps" / "shop")
    assert shop.excluded("priv/a.ex")
    assert not shop.excluded("lib/a.ex")
    assert shop.ignored("test/a.exs", "doc-missing")
    top = PathFilter.of(config, tmp_path)
    assert top.excluded("lib/a.ex")
    assert top.excluded("apps/shop/priv/a.ex")
    assert not top.excluded("priv/a.ex")
    for elsewhere in (PathFilter.of(config), PathFilter.of(config, tmp_path.parent / "other")):
        assert elsewhere.excluded("lib/a.ex")
        assert not elsewhere.excluded("priv/a.ex")
