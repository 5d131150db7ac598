"""How often verdicts are shared."""

from datetime import date

from sqlmodel import Field, SQLModel

from storage.types import BigId


class Chosen(SQLModel, table=True):
    """How many times people shared a claim's verdict through inline mode on one day. Nobody's name is kept."""

    claim_id: int = Field(primary_key=True, foreign_key="claim.id", sa_type=BigId)
    day: date = Field(primary_key=True, index=True)
    times: int = 0
