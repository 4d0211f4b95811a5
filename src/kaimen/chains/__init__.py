"""Industrial chains: the graph of their links, who stands on them, what is missing and what depends on whom.

Names are imported when they are first used: a look at a chain needs no assignment, and no statistics.
"""

from typing import TYPE_CHECKING

from kaimen.lazy import homes, lazily

if TYPE_CHECKING:
    from kaimen.chains.attract import Closer, ReserveProject, closers, without_investor
    from kaimen.chains.check import Known, checked_tables
    from kaimen.chains.clusters import ClusterView, found_clusters, named_clusters
    from kaimen.chains.criteria import CRITERIA, chain_criteria
    from kaimen.chains.graph import ChainGraph, chain_graph
    from kaimen.chains.matching import LeftOver, Match, Matching, match_applications
    from kaimen.chains.states import LinkState, SupplierRisk, Survey, survey
    from kaimen.chains.types import (
        KINDS,
        LAYERS,
        LEAD_STAGES,
        Application,
        Chain,
        ChainTables,
        Cluster,
        Contact,
        Lead,
        Link,
        Named,
        Stand,
        Technology,
    )
    from kaimen.chains.view import filled, in_region, place_of

_NAMES = {
    "attract": "Closer ReserveProject closers without_investor",
    "check": "Known checked_tables",
    "clusters": "ClusterView found_clusters named_clusters",
    "criteria": "CRITERIA chain_criteria",
    "graph": "ChainGraph chain_graph",
    "matching": "LeftOver Match Matching match_applications",
    "states": "LinkState SupplierRisk Survey survey",
    "types": "KINDS LAYERS LEAD_STAGES Application Chain ChainTables Cluster Contact Lead Link Named Stand Technology",
    "view": "filled in_region place_of",
}

__all__ = [
    "CRITERIA",
    "KINDS",
    "LAYERS",
    "LEAD_STAGES",
    "Application",
    "Chain",
    "ChainGraph",
    "ChainTables",
    "Closer",
    "Cluster",
    "ClusterView",
    "Contact",
    "Known",
    "Lead",
    "LeftOver",
    "Link",
    "LinkState",
    "Match",
    "Matching",
    "Named",
    "ReserveProject",
    "Stand",
    "SupplierRisk",
    "Survey",
    "Technology",
    "chain_criteria",
    "chain_graph",
    "checked_tables",
    "closers",
    "filled",
    "found_clusters",
    "in_region",
    "match_applications",
    "named_clusters",
    "place_of",
    "survey",
    "without_investor",
]

if not TYPE_CHECKING:  # a type checker then says which names there are not
    __getattr__ = lazily(__name__, homes(_NAMES))


def __dir__() -> list[str]:
    return __all__
