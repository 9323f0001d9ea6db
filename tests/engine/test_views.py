"""Views: what a reporter shows besides findings is made for it, and for nobody else."""

from pathlib import Path

import pytest

from dralint.engine.choice import Choice
from dralint.engine.session import check_paths
from dralint.engine.wanted import wanted
from dralint.plugins import Plugins
from dralint.view import names, view

SHOP = Path(__file__).parents[2] / "examples" / "shop"


@pytest.mark.parametrize("name", names())
def test_every_view_is_plain_data(name: str) -> None:
    import json

    result, _ = check_paths(wanted([str(SHOP)]), Choice(views=(name,)), Plugins())
    [data] = result.views[name]
    assert data
    assert json.loads(json.dumps(data)) == data


def test_no_view_is_made_unasked() -> None:
    result, _ = check_paths(wanted([str(SHOP)]), Choice(), Plugins())
    assert result.views == {}


def test_an_unknown_view_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        view("gone")
