"""The titles of sources: only where the desk wants them, and whatever a page calls itself."""

import asyncio
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import download
from handlers.titles import title
from storage.db import Database
from storage.tables import Evidence, Page, Setting
from tests.bot.test_download import loopback, says, server
from tests.conversations.test_review import team
from tests.emulator import Emulator


@pytest.mark.parametrize(
    ("content", "kind", "found"),
    [
        (b"<title>Water in Tarvel</title>", "text/html", "Water in Tarvel"),
        (b"<TITLE lang='en'>\n Water &amp;\n gas </TITLE>", "text/html; charset=utf-8", "Water & gas"),
        ("<title>Größe</title>".encode("latin-1"), "text/html; charset=ISO-8859-1", "Größe"),
        ('<meta charset="cp1251"><title>Вода</title>'.encode("cp1251"), "text/html", "Вода"),
        (b"<title>a\x00b\xe2\x80\xaec</title>", "text/html", "abc"),
        (b"<title>odd</title>", "text/html; charset=nobody-knows", "odd"),
        (b"<title>picture</title>", "image/svg+xml", None),
        (b"<title></title>", "text/html", None),
        (b"<title>never closed", "text/html", None),
        (b"", "", None),
    ],
)
def test_the_title_of_a_page(content: bytes, kind: str, found: str | None) -> None:
    assert title(content, kind) == found


async def pages(database: Database) -> list[str | None]:
    async with database.read() as session:
        return list((await session.execute(select(Page.title))).scalars())  # type: ignore[call-overload]


async def test_titles_are_shown_in_the_preview_and_kept_with_the_verdict(
    emulator: Emulator, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(_: str, writer: object) -> None:
        body = b"<title>Log of the <b>board</b></title><title>Log of the board &lt;June&gt;</title>"
        says(writer, "200 OK", "Content-Type: text/html\r\n", body)  # type: ignore[arg-type]

    monkeypatch.setattr(download, "fetch", partial(download.fetch, may_reach=loopback))
    async with (
        server(answer) as (host, asked),  # type: ignore[arg-type]
        team(emulator, database_url, tmp_path) as (people, database),
    ):
        reason = f"The board's own log lists 12,000 homes. http://127.0.0.1:{host.partition(':')[2]}/log"
        preview = await people.preview(people.rita, "True", reason)
        await emulator.idle()
        assert asked == [], "by default nothing is fetched"
        people.rita.press(preview, "Stop")
        await people.rita.wait_for("is free again")
        async with database.write() as session:
            session.add(Setting(name="titles", value=1))
        preview = await people.preview(people.rita, "True", reason)
        titled = await people.rita.wait_for("“Log of the board <June>”")
        assert titled.id == preview.id
        people.rita.press(titled, "Publish")
        await people.rita.wait_for("Published.")
        assert await pages(database) == ["Log of the board <June>"]
        async with database.read() as session:
            kept = (await session.execute(select(Evidence))).scalars().one()
        assert kept.note == "Log of the board <June>"


async def test_a_page_that_cannot_be_had_is_no_error(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        async with database.write() as session:
            session.add(Setting(name="titles", value=1))
        reason = "It says so there, in our own network. http://127.0.0.1:8080/log"
        await people.preview(people.rita, "True", reason)
        for _ in range(200):
            if await pages(database):
                break
            await asyncio.sleep(0.05)
        assert await pages(database) == [None]
