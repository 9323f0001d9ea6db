"""The kind of a file, from its path inside its mix project."""

import pytest

from dralint.discover import kind_of
from dralint.project import Mix


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("lib/shop/order.ex", "lib"),
        ("lib/shop_web/router.ex", "web"),
        ("test/shop/order_test.exs", "test"),
        ("test/support/data_case.ex", "support"),
        ("integration_test/support/pages/index_page.ex", "support"),
        ("lib/shop/load_test/runner.ex", "lib"),
        ("examples/messenger.ex", "script"),
        ("samples/multi/run.ex", "script"),
        ("extra/cloud/countries.ex", "lib"),
        ("dev/crash.ex", "script"),
        ("lib/shop/bench/load.ex", "script"),
        ("lib/shop/presence/test_helper.ex", "support"),
    ],
)
def test_kind(path: str, kind: str) -> None:
    assert kind_of(path, Mix(app="shop")) == kind
