"""Who may do what. Each role includes the one before it."""

from enum import StrEnum


class Role(StrEnum):
    REQUESTER = "requester"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"

    def includes(self, other: "Role") -> bool:
        order = list(Role)
        return order.index(self) >= order.index(other)
