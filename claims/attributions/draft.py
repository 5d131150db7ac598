"""An attribution while it is being put together."""

from dataclasses import dataclass, field

from claims.attributions.lexicon import Sense
from claims.model import Span


@dataclass(slots=True)
class Draft:
    """Like `model.Attribution`, with word ranges for cue and source and a record of the pattern that made it."""

    pattern: str
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    content: list[Span]
    sense: Sense | None = None
    score: float = 1.0
    quoted: bool = False
    sentence: int = 0
    line: int = 0
    via: "Draft | None" = field(default=None, repr=False)
