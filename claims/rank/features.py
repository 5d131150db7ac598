"""The numbers that the ranker weighs, for one query and its candidates. Each lies between 0 and about 1."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process

from claims.rank.prepared import Prepared

Idf = Callable[[str], float]
"""How rare a term is in the collection: high for rare ones, above 0 for all."""

FEATURES = (
    "bm25_share",  # BM25 over the rarity of the whole query
    "bm25_to_best",  # BM25 over the best candidate's
    "query_covered",  # rarity-weighted share of the query's terms that the candidate has
    "claim_covered",  # rarity-weighted share of the claim's terms that the query has
    "title_covered",
    "query_bigrams",  # share of the query's neighbouring term pairs that the candidate has
    "claim_bigrams",
    "token_set",  # rapidfuzz, claim and title together
    "token_sort",
    "partial",
    "claim_token_set",  # rapidfuzz, claim alone
    "title_token_set",
    "numbers_shared",  # share of the candidate's numbers that the query has
    "numbers_missing",  # 1 where both hold numbers and share none
    "names_shared",
    "names_missing",
    "length_ratio",  # terms of the shorter over terms of the longer
)


def features(
    query: Prepared, candidates: Sequence[Prepared], bm25: Sequence[float], idf: Idf
) -> list[list[float]]:
    """One row of numbers, in the order of FEATURES, for each candidate."""
    terms = set(query.claim)
    bigrams = set(pairwise(query.claim))
    weight = {term: idf(term) for term in terms}
    whole = sum(weight.values()) or 1.0
    best = max(bm25, default=0.0) or 1.0
    numbers = _numbers(terms)
    text = " ".join(query.claim)
    claims = [" ".join(each.claim) for each in candidates]
    titles = [" ".join(each.title) for each in candidates]
    both = [f"{claim} {title}" if title else claim for claim, title in zip(claims, titles, strict=True)]
    fuzzy = zip(
        _ratios(fuzz.token_set_ratio, text, both),
        _ratios(fuzz.token_sort_ratio, text, both),
        _ratios(fuzz.partial_ratio, text, both),
        _ratios(fuzz.token_set_ratio, text, claims),
        _ratios(fuzz.token_set_ratio, text, titles),
        strict=True,
    )
    found = []
    for each, score, ratios in zip(candidates, bm25, fuzzy, strict=True):
        own = {*each.claim, *each.title}
        pairs = {*pairwise(each.claim), *pairwise(each.title)}
        shared_pairs = len(pairs & bigrams)
        own_numbers = _numbers(own)
        shared_numbers = len(own_numbers & numbers)
        shared_names = len(each.names & terms)
        found.append(
            [
                score / whole,
                score / best,
                sum(weight[term] for term in own & terms) / whole,
                _covered(each.claim, weight, idf),
                _covered(each.title, weight, idf),
                shared_pairs / (len(bigrams) or 1),
                shared_pairs / (len(pairs) or 1),
                *ratios,
                shared_numbers / (len(own_numbers) or 1),
                float(bool(own_numbers and numbers and not shared_numbers)),
                shared_names / (len(each.names) or 1),
                float(bool(each.names and query.names and not shared_names)),
                min(len(terms), len(own)) / (max(len(terms), len(own)) or 1),
            ]
        )
    return found


def _covered(own: Iterable[str], weight: dict[str, float], idf: Idf) -> float:
    """The rarity-weighted share of a candidate's terms that the query has."""
    shared = missing = 0.0
    for term in dict.fromkeys(own):
        known = weight.get(term)
        if known is None:
            missing += idf(term)
        else:
            shared += known
    return shared / ((shared + missing) or 1.0)


def _numbers(terms: Iterable[str]) -> set[str]:
    return {term for term in terms if term[0].isdigit()}


def _ratios(scorer: Callable[..., float], query: str, texts: list[str]) -> list[float]:
    """The scores of one query against many texts; rapidfuzz prepares the query once."""
    if not query:
        return [0.0] * len(texts)
    ratios = [0.0] * len(texts)
    for _, score, position in process.extract_iter(query, texts, scorer=scorer):
        ratios[position] = score / 100
    return ratios
