"""Every kind of job and what does it."""

from handlers.decisions import compare, recompare
from handlers.digest import digest
from handlers.groupcards import bring
from handlers.notices import notify, tell_editors, withdrawn
from handlers.pointing import point
from handlers.queue import search
from handlers.reading import join, read, summarise
from handlers.stats import draw
from handlers.timers import expire, lapse, refresh, running_out
from handlers.titles import fetch
from handlers.tools import Kind

JOBS: dict[str, Kind] = {
    "join": join,
    "read": read,
    "summarise": summarise,
    "notify": notify,
    "point": point,
    "withdrawn": withdrawn,
    "editors": tell_editors,
    "compare": compare,
    "recompare": recompare,
    "lapse": lapse,
    "running-out": running_out,
    "expire": expire,
    "refresh": refresh,
    "digest": digest,
    "find": search,
    "stats": draw,
    "title": fetch,
    "cards": bring,
}
