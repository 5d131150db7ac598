"""The search index: finds candidates among all claims in milliseconds, and follows the database.

The database is the truth. The index holds ids, terms and what the ranker needs; it may be deleted any time.
"""

from storage.search.follower import Follower, open_index
from storage.search.index import CANDIDATES, Entry, Frequencies, Hit, Position, SearchIndex

__all__ = [
    "CANDIDATES",
    "Entry",
    "Follower",
    "Frequencies",
    "Hit",
    "Position",
    "SearchIndex",
    "open_index",
]
