"""Which rules are active, and how grave their findings are."""

from itertools import product

import pytest

from dralint.config import Config, Selection, final_confidence, final_severity
from dralint.config.model import Confidence, Level, Profile

# Whether `spec-missing` is active, by what select (down) and ignore (across) say.
#   nothing   all     family  id
TABLE = {
    "other": "no      no      no      no ",
    "all": "  yes     no      no      no ",
    "spec": " yes     yes     no      no ",
    "spec-missing": "yes yes  yes     no ",
}


@pytest.mark.parametrize("select", TABLE)
@pytest.mark.parametrize("column", range(4))
def test_the_more_exact_wins_and_ignore_between_equals(select: str, column: int) -> None:
    ignore = [["other"], ["all"], ["spec"], ["spec-missing"]][column]
    expected = TABLE[select].split()[column] == "yes"
    for others in ([], ["other"], ["spec-other", "doc"]):
        for wanted, unwanted in product([[select, *others]], [ignore, [*others, *ignore]]):
            config = Config(select=tuple(wanted), ignore=tuple(unwanted))
            selection = Selection.of(config)
            assert selection.is_selected("spec-missing", True, "warning") is expected


@pytest.mark.parametrize(
    ("select", "ignore", "enable", "active"),
    [
        (["all"], [], [], False),
        (["otp"], [], [], False),
        (["otp-new"], [], [], True),
        (["otp-new"], ["otp"], [], True),
        (["otp-new"], ["otp-new"], [], False),
        (["all"], [], ["experimental"], True),
        (["otp"], [], ["experimental"], True),
        (["otp"], ["otp-new"], ["experimental"], False),
        (["all"], ["otp"], ["experimental"], False),
        (["doc"], [], ["experimental"], False),
    ],
)
def test_what_is_off_by_default(
    select: list[str], ignore: list[str], enable: list[str], active: bool
) -> None:
    for config in (True, False):
        selection = (
            Selection.of(
                Config(
                    select=tuple(select),
                    ignore=tuple(ignore),
                    enable=("experimental",) if enable else (),
                )
            )
            if config
            else Selection.of(Config(), select=select, ignore=ignore, enable=enable)
        )
        assert selection.is_selected("otp-new", False, "error") is active


def test_the_command_line_replaces_select_and_adds_to_the_rest() -> None:
    config = Config(select=("doc",), ignore=("spec-missing",))

    def active(rule: str, *, default: bool = True, **given: list[str]) -> bool:
        return Selection.of(config, **given).is_selected(rule, default, "warning")

    assert active("doc-missing")
    assert not active("spec-orphan")
    assert active("spec-orphan", select=["spec"])
    assert not active("doc-missing", select=["spec"])
    assert not active("spec-missing", select=["spec"])
    assert not active("spec-missing", select=["spec-missing"])
    assert not active("doc-missing", ignore=["doc"])
    assert active("doc-missing", ignore=["spec"])
    assert not active("doc-new", default=False)
    assert active("doc-new", default=False, enable=["experimental"])


def test_without_configuration_all_are_active_that_are_not_experimental() -> None:
    selection = Selection.of(Config())
    assert selection.is_selected("spec-missing", True, "info")
    assert not selection.is_selected("spec-missing", False, "error")


def test_a_rule_that_is_off_or_below_the_profile_is_not_active() -> None:
    config = Config(profile="core", severity={"doc": "error", "otp-a": "off"}, select=("all",))
    active = {
        (rule, severity)
        for rule in ("doc-a", "otp-a", "otp-b")
        for severity in ("error", "warning")
        if Selection.of(config).is_selected(rule, True, severity)
    }
    assert active == {("doc-a", "error"), ("doc-a", "warning"), ("otp-b", "error")}


@pytest.mark.parametrize(
    ("profile", "levels", "confidence"),
    [
        ("core", ("error", "off", "off"), "certain"),
        ("default", ("error", "warning", "info"), "probable"),
        ("strict", ("error", "warning", "warning"), "probable"),
    ],
)
def test_profiles(profile: Profile, levels: tuple[Level, ...], confidence: Confidence) -> None:
    config = Config(profile=profile)
    assert levels == tuple(final_severity(config, "a-b", s) for s in ("error", "warning", "info"))
    assert final_confidence(config) == confidence
    assert final_confidence(Config(profile=profile, min_confidence="possible")) == "possible"


@pytest.mark.parametrize("profile", ["core", "default", "strict"])
@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_configured_severity_wins(profile: Profile, severity: str) -> None:
    config = Config(profile=profile, severity={"doc": "info", "doc-a": "error", "doc-b": "off"})
    assert final_severity(config, "doc-a", severity) == "error"
    assert final_severity(config, "doc-b", severity) == "off"
    assert final_severity(config, "doc-c", severity) == "info"
