"""The numbers that the ranker weighs, for one query and its candidates. Most lie between 0 and 1.

All candidates of a query take a millisecond or two, so the loops below are plain: sets, and `map` over weights. Left
out, since they gained nothing on CheckThat! train: rapidfuzz's partial_ratio and token_sort_ratio, and numbers and
names on their own: they are rare terms already, and whether figures agree is for `claims.compare`.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import log1p

from rapidfuzz import fuzz, process

from claims.rank.prepared import Prepared, Query
from claims.rank.reach import Rarity, Reach

FEATURES = (
    "bm25_to_best",  # BM25 over the best candidate's
    "bm25_claim",  # BM25 of the claim without its title, over the rarity of the whole query
    "claim_covered",  # rarity-weighted share of the claim's terms that the query has, related ones in part
    "title_covered",  # the same for its title
    "rarest",  # rarity of the rarest term that both have, over that of the query's rarest
    "query_bigrams",  # share of the query's neighbouring term pairs that the candidate has
    "token_set",  # rapidfuzz, claim and title together
    "title_token_set",
    "signed",  # rarity-weighted share of who posted it, and when, that the candidate has
    "length_ratio",  # terms of the shorter over terms of the longer
    "shared",  # logarithm of the rarity of all that both have, related terms in part: two rare names are more than one
)
SEMANTIC = (*FEATURES, "cosine")
"""With the cosine between what a model of meaning makes of the query and of the claim, 0 where it is below."""

_K1, _B, _LENGTH = 1.2, 0.75, 18.0  # BM25 as tantivy has it; the length of a common claim with its title


def features(query: Query, reach: Reach, candidates: Sequence[Prepared], rarity: Rarity) -> list[list[float]]:
    """One row of numbers, in the order of FEATURES, for each candidate. `reach` is that of the query."""
    weight = reach.weight
    known = frozenset(weight)
    whole = sum(weight.values()) or 1.0
    rarest = max(weight.values(), default=0.0) or 1.0
    signed = {term: rarity(term) for term in query.signed}
    whole_signed = sum(signed.values()) or 1.0
    bigrams = frozenset(pairwise(query.terms))
    text = " ".join(query.terms)
    found = []
    for each, token_set, title_set in zip(
        candidates,
        _token_set_ratios(text, [f"{each.claim} {each.title}" for each in candidates]),
        _token_set_ratios(text, [each.title for each in candidates]),
        strict=True,
    ):
        claim_terms, title_terms = each.claim.split(), each.title.split()
        claim, title = frozenset(claim_terms), frozenset(title_terms)
        own = claim | title if title else claim
        weights = [weight[term] for term in known & own]
        shared = sum(weights)
        shared_claim = sum([weight[term] for term in known & claim]) if title else shared
        pairs = bigrams.intersection(pairwise(claim_terms))
        if title:
            pairs |= bigrams.intersection(pairwise(title_terms))
        found.append(
            [
                _bm25(shared, len(claim_terms) + len(title_terms)),
                _bm25(shared_claim, len(claim_terms)) / whole,
                reach.covered(claim, rarity),
                reach.covered(title, rarity),
                max(weights, default=0.0) / rarest,
                len(pairs) / (len(bigrams) or 1),
                token_set,
                title_set,
                sum([signed[term] for term in own & signed.keys()]) / whole_signed,
                min(len(weight), len(own)) / (max(len(weight), len(own)) or 1),
                log1p(shared + sum(reach.otherwise(own).values())),
            ]
        )
    to_best = FEATURES.index("bm25_to_best")
    best = max((row[to_best] for row in found), default=0.0) or 1.0
    for row in found:
        row[to_best] /= best
    return found


def _bm25(shared: float, length: int) -> float:
    """Robertson's BM25 for terms that each stand once: repeats are rare in a sentence."""
    return shared * (_K1 + 1) / (1 + _K1 * (1 - _B + _B * length / _LENGTH))


def _token_set_ratios(query: str, texts: list[str]) -> list[float]:
    """The scores of one query against many texts, from 0 to 1; rapidfuzz prepares the query once."""
    ratios = [0.0] * len(texts)
    for _, score, position in process.extract_iter(query, texts, scorer=fuzz.token_set_ratio):
        ratios[position] = score / 100
    return ratios
