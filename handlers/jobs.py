"""Every kind of job and what does it."""

from handlers.notices import notify
from handlers.pointing import point
from handlers.reading import join, read, summarise
from handlers.tools import Kind

JOBS: dict[str, Kind] = {
    "join": join,
    "read": read,
    "summarise": summarise,
    "notify": notify,
    "point": point,
}
