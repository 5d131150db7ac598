"""The sample checks and the sample article of the local chat."""

from bot.local import samples
from storage import verdicts
from storage.db import Database


async def test_an_empty_desk_gets_published_samples_that_say_so(database: Database) -> None:
    added = await samples.add_to(database)
    async with database.read() as session:
        shown = await verdicts.published(session, range(1, added + 1))
    assert len(shown) == added
    for each in shown.values():
        assert "sample" in each.verdict.rationale
        assert each.evidence


async def test_a_desk_with_claims_gets_none(database: Database) -> None:
    await samples.add_to(database)
    assert await samples.add_to(database) == 0


def test_the_article_fits_one_message() -> None:
    assert 300 < len(samples.article().text) < 3500
