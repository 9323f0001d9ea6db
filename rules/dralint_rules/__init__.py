"""The conventions of dralint: one folder a family, one file a rule."""

import sys

from dralint.api import Rule, hookimpl, rules_in


@hookimpl
def dralint_rules() -> list[Rule]:
    """Return every rule under this folder."""
    return rules_in(sys.modules[__name__])
