"""Says how two claims relate, and why: never by how alike they look, always by what would make them true."""

from claims.compare.normalise import normalise

__all__ = ["normalise"]
