"""Puts prior claims in order for a text, and says how sure the first ones are.

The search index hands over some sixty candidates; `rank` scores them with a small linear model over word,
number and name overlap, and over closeness of meaning where a desk has a model for it. What a match then means is
another question: see `claims.compare`.
"""

from claims.rank.everyday import everyday_words
from claims.rank.model import Candidate, Model, Ranked, default_model, model_named, rank, semantic_model
from claims.rank.prepared import Prepared, Query, prepare, prepare_query

__all__ = [
    "Candidate",
    "Model",
    "Prepared",
    "Query",
    "Ranked",
    "default_model",
    "everyday_words",
    "model_named",
    "prepare",
    "prepare_query",
    "rank",
    "semantic_model",
]
