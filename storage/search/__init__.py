"""The search index: finds candidates among all claims in milliseconds, and follows the database.

The database is the truth. The index holds ids, terms and what the ranker needs; it may be deleted any time.
"""

from storage.search.follower import Follower, open_index
from storage.search.index import CANDIDATES, Entry, Frequencies, Position, SearchIndex, Shown
from storage.search.lookup import Found, Wanted

__all__ = [
    "CANDIDATES",
    "Entry",
    "Follower",
    "Found",
    "Frequencies",
    "Position",
    "SearchIndex",
    "Shown",
    "Wanted",
    "open_index",
]
