"""The options of analyses."""

from dralint.analysis.change.public_api import ApiOptions
from dralint.analysis.evidence.reports import ReportsOptions
from dralint.analysis.layout.contracts import ContractOptions
from dralint.analysis.layout.dra import DraOptions
from dralint.analysis.plan.plans import PlanOptions
from dralint.analysis.queries.looped import QueryOptions
from dralint.analysis.waiting.blocking import BlockingOptions

OPTIONS: dict[str, type] = {
    "api": ApiOptions,
    "blocking": BlockingOptions,
    "contracts": ContractOptions,
    "dra": DraOptions,
    "plan": PlanOptions,
    "queries": QueryOptions,
    "reports": ReportsOptions,
}
"""The options of analyses by the name of their table in the configuration."""
