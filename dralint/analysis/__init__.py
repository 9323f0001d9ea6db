"""What the whole project means. One file an analysis: a pure value, computed when asked for."""

from .blocking import BlockingOptions
from .dra import DraOptions
from .looped import QueryOptions

OPTIONS: dict[str, type] = {"blocking": BlockingOptions, "dra": DraOptions, "queries": QueryOptions}
"""The options of analyses by the name of their table in the configuration."""
