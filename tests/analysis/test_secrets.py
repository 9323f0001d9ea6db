"""What is taken for a secret."""

import pytest

from dralint.analysis.taint.secrets import Secrets, looks_random
from dralint.testing import project_of

KEY = "9fQ2xLw7VbT4mZr8Kc1Ds6HyPq3N"


def names(text: str, path: str = "lib/a.ex", **others: str) -> list[str]:
    files = {path: text, **{key.replace("__", "/") + ".exs": v for key, v in others.items()}}
    project = project_of(files)
    return [s.name or s.kind for s in Secrets(project).of_file(project.by_path[path])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (KEY, True),
        ("218ed524-eb74-47d7-aedc-11e386961b72", True),
        ("0x4e6f7468696e6720746f2073656520", False),
        ("user.password.reset.token", False),
        ("2016-08-20T09:44:00.000Z", False),
        ("change-me-please-2024-09", False),
        ("aaaaaaaaaaaaaaaaaaa1", False),
        ("Your password, please", False),
    ],
)
def test_randomness(text: str, expected: bool) -> None:
    assert looks_random(text) is expected


@pytest.mark.parametrize(
    "code",
    [
        f'@api_key "{KEY}"',
        f'def run, do: get(api_key: "{KEY}")',
        f'def api_key, do: "{KEY}"',
        f'def run do\n  api_key = "{KEY}"\n  api_key\nend',
        f'def run(x), do: Map.put(x, :api_key, "{KEY}")',
        f'def run, do: System.get_env("API_KEY") || [api_key: "{KEY}"]',
    ],
)
def test_the_name_may_stand_anywhere(code: str) -> None:
    assert names(f"defmodule A do\n  {code}\nend") == ["api_key"]


@pytest.mark.parametrize(
    "code",
    [
        f'@api_key_header "{KEY}"',
        f'@digest "{KEY}"',
        f'@public_token "{KEY}"',
        f'def run, do: schema(example: %{{token: "{KEY}"}})',
        '@password "password123"',
        f'@moduledoc "api_key: {KEY}"',
    ],
)
def test_other_names_are_silent(code: str) -> None:
    assert names(f"defmodule A do\n  {code}\nend") == []


def test_what_providers_give_needs_no_name() -> None:
    token = "ghp_" + "a1B2c3D4e5F6" * 3
    assert names(f'defmodule A do\n  def x, do: "{token}"\nend') == ["x"]


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("config/prod.exs", 1),
        ("config/runtime.exs", 1),
        ("config/config.exs", 1),
        ("config/dev.exs", 0),
        ("config/test.exs", 0),
        ("config/hex.exs", 0),
    ],
)
def test_which_configuration(path: str, count: int) -> None:
    text = f'import Config\nconfig :a, B, secret_key_base: "{KEY}"'
    assert len(names(text, path)) == count


def test_production_has_its_own() -> None:
    text = f'import Config\nconfig :a, B, secret_key_base: "{KEY}"'
    own = 'import Config\nconfig :a, B, secret_key_base: System.fetch_env!("S")'
    assert names(text, "config/config.exs", config__runtime=own) == []
