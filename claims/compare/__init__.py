"""Says how two claims relate, and why: never by how alike they look, always by what would make them true."""

from claims.compare.model import Comparison, Reason, Relation, Statement
from claims.compare.normalise import normalise
from claims.compare.reading import statement
from claims.compare.relation import compare
from claims.compare.vocabulary import MAX_FORM, Vocabulary, vocabulary

__all__ = [
    "MAX_FORM",
    "Comparison",
    "Reason",
    "Relation",
    "Statement",
    "Vocabulary",
    "compare",
    "normalise",
    "statement",
    "vocabulary",
]
