"""One earlier check as it comes in and goes out: a row of a CSV file, a line of JSON, a ClaimReview."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from storage.ratings import Rating
from storage.twins import twin_key


@dataclass(frozen=True, slots=True)
class Row:
    """A claim with the verdict on it, where there is one. What a source does not say is None, or empty.

    `urls` are the sources of the verdict, each followed by its archive link where there is one; `titles` are
    those of the pages, by link, as far as they are known. `claimed_on` is the day the claim was made.
    """

    key: str
    claim: str
    title: str | None = None
    truth: Rating | None = None
    attribution: Rating | None = None
    rationale: str | None = None
    urls: tuple[str, ...] = ()
    claimant: str | None = None
    claimed_on: date | None = None
    reviewed_on: date | None = None
    language: str | None = None
    titles: tuple[tuple[str, str], ...] = ()

    @property
    def rated(self) -> bool:
        return self.truth is not None or self.attribution is not None

    def digest(self) -> str:
        """The same for the same row, whichever format it comes in."""
        ratings = [rating.code for rating in (self.truth, self.attribution) if rating]
        days = [str(self.claimed_on), str(self.reviewed_on)]
        said = [self.claim, self.title, self.rationale, *self.urls, self.claimant, self.language]
        return sha256(json.dumps([ratings, days, said]).encode()).hexdigest()


def derived_key(claim: str) -> str:
    """The key of a claim that came without one: the same for the same words."""
    return twin_key(claim)[:16]
