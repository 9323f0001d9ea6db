"""The full check: the tools of a project run one after the other, and dralint last.

This is the one place that runs the checked project's code. Nothing but its own command imports it.
"""
