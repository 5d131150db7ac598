"""Inline mode on the emulator: what is found, in which pages, what is kept, and what nobody ever sees."""

import asyncio
import math
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import col

from handlers import filters
from handlers.texts import inline as texts
from storage.rules import Rules, change
from storage.tables import Person
from storage.types import now
from storage.workflow import State
from tests.conversations.inline_desk import Desk, desk
from tests.emulator import Emulator
from tests.emulator.interactions import InlineAnswer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


async def test_a_result_says_what_was_checked_and_its_message_stands_alone(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with desk(emulator, database_url, folder) as here:
        text = "Over 140 people were killed by bombs in Jableh."
        number = await here.publish(
            text, claimant="Northern Wire", sources=5, kind="correction", note="It was a Monday."
        )
        answer = await here.find("200 killed jableh", 1)
        (result,) = answer.results
        assert result["title"] == f"❌ False: {text}"
        assert result["description"] == (
            f"You typed 200, checked: over 140 · “{text}” · Northern Wire · checked 24 May 2024"
        )
        card = here.alice.choose(result)
        assert card.text.splitlines() == [
            "❌ False",
            f"“{text}”",
            "Northern Wire",
            "",
            "Corrected on 24 May 2024: It was a Monday.",
            "",
            "The register says otherwise.",
            "Did they say it? Not checked.",
            "",
            "Sources: source0.example.org, source1.example.org, source2.example.org and 2 more",
            "Checked 24 May 2024 by one reviewer, Example Desk.",
        ]
        assert f"?start=claim-{number}" in card.html
        assert card.labels == ["Open", "Refresh"]
        assert await here.most_shared() == [(number, 1)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("killed", ["a", "b"]),
        ("is:false", ["a"]),
        ("is:mostly", ["b"]),
        ("killed is:mostly-true", ["b"]),
        ('is:"mostly true"', ["b"]),
        ("is:rubbish", ["a"]),  # the desk's own name for false
        ("is:false is:mostly-true", ["a", "b"]),
        ("since:2020 since:2025", []),
        ("since:2025 since:2020", []),
        ("source:wire", ["a"]),
        ("source:northern source:wire", ["a"]),
        ("source:northern source:gazette", []),
        ("SOURCE:wier killed", ["a"]),
        ("since:2024-05-24 killed", ["a", "b"]),
        ("since:2025 killed", []),
        ("lang:de", []),
        ("lang:en tarvel", ["b"]),
        ('"killed by bombs"', ["a"]),
        ('"bombs by killed"', []),
        ("#1", ["a"]),
        ("claim 2", ["b"]),
        ("#3", []),
        ("#99999999999999999999999", []),
    ],
)
async def test_words_and_filters(typed: str, found: list[str], emulator: Emulator, tmp_path: Path) -> None:
    async with desk(emulator, f"sqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as here:
        async with here.database.write() as session:
            await change(session, "labels", {"false": "Rubbish"}, here.alice.id, Rules())
        await here.publish("Over 140 people were killed by bombs in Jableh.", claimant="Northern Wire")
        await here.publish("A storm killed nobody in Tarvel.", "mostly-true")
        await here.find("killed", 2)
        answer = await here.find(typed, len(found))
        letters = {"bombs": "a", "storm": "b"}
        assert sorted(letters[word] for title in answer.titles for word in letters if word in title) == found


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("is:nonsense", "is: takes a rating"),
        ("is:", "is: takes a rating"),
        ("killed since:soon", "since: takes 2024"),
        ("since:2024-13", "since: takes 2024"),
        ("source:", "source: takes a name"),
        ("lang:english", "lang: takes two letters"),
        ("lang:en lang:de", "lang: takes one language at a time"),
        ("since:2024-02-30", "since: takes 2024"),
        ("foo:bar", "foo: is no filter. Try is:, source:, since:, lang:"),
        ("killed rating:false is:false", "rating: is no filter."),
    ],
)
async def test_a_malformed_filter_is_explained(
    typed: str, said: str, emulator: Emulator, tmp_path: Path
) -> None:
    async with desk(emulator, f"sqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as here:
        answer = await here.alice.type_inline(typed)
        assert answer.results == []
        assert answer.button is not None
        assert said in answer.button["text"]
        assert answer.button["start_parameter"] == "filters"
        assert not answer.is_personal, "the same for everybody"
        here.alice.start("filters")
        assert "source:putin" in (await here.alice.wait_for("Looking things up")).text


@pytest.mark.parametrize(
    ("typed", "said", "leads_to"),
    [
        ("is:true", "Nothing with is:true. Try fewer filters", "filters"),
        ("jableh is:true lang:en", "Nothing with is:true lang:en. Try fewer filters", "filters"),
        ("#1 is:true", "Nothing with is:true. Try fewer filters", "filters"),
        ("castles is:true", "Nothing checked yet. Ask us?", "ask"),
        ("#2", "No published check has the number 2", "filters"),
        ("#2 is:true", "No published check has the number 2", "filters"),
        ("😀", "Type a few words, a name or a figure", "filters"),
    ],
)
async def test_what_finds_nothing_says_why_and_what_helps(
    typed: str, said: str, leads_to: str, emulator: Emulator, tmp_path: Path
) -> None:
    async with desk(emulator, f"sqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as here:
        await here.publish("Over 140 people were killed by bombs in Jableh.")
        await here.find("jableh", 1)
        answer = await here.alice.type_inline(typed)
        assert answer.results == []
        assert answer.button == {"text": said, "start_parameter": leads_to}


async def test_a_desk_without_any_check_says_so(emulator: Emulator, tmp_path: Path) -> None:
    async with desk(emulator, f"sqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as here:
        for typed in ("", "is:false"):
            answer = await here.alice.type_inline(typed)
            assert answer.button == {
                "text": "Nothing is checked yet. Open the bot",
                "start_parameter": "start",
            }


@pytest.mark.parametrize(
    "typed", ["https://example.org", "12:30", "Larnek: bombs", '"quoted:words"', ":x", "a :b"]
)
def test_a_colon_alone_makes_no_filter(typed: str) -> None:
    assert filters.read(typed, {}).problem is None


@given(st.text(max_size=256), st.sampled_from(["", "x:y", "is:false ", "since:2024 lang:de "]))
def test_what_is_said_of_a_query_fits_on_a_button(typed: str, filtered: str) -> None:
    asked = filters.read(filtered + typed, {})
    for label in (asked.problem or "", texts.filtered_out(asked.filters), texts.no_number(asked.number or 0)):
        assert len(label) <= 64


@pytest.mark.parametrize(
    ("typed", "statement", "said"),
    [
        ("200 killed", "Over 140 people were killed.", "You typed 200, checked: over 140"),
        ("150 killed", "Seven people were killed.", "You typed 150, checked: seven"),
        ("baltics 100.000", "NATO keeps 100,000 soldiers in the Baltic states.", ""),
        ("clandestins 400k", "La France compte 400 000 clandestins.", ""),
        ("$50", "US$40 was paid.", "You typed $50, checked: US$40"),
        ("140 killed", "Over 140 people were killed.", ""),
        ("2016 killed", "Over 140 people were killed.", ""),
    ],
)
def test_a_figure_that_differs_is_told(typed: str, statement: str, said: str) -> None:
    assert texts.difference(typed, statement) == said


@pytest.mark.parametrize("typed", ["", "people", "is:false"])
async def test_pages_to_the_end_without_repeats_or_gaps_while_verdicts_are_published(
    typed: str, emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with desk(emulator, database_url, folder) as here:
        first = now() - timedelta(hours=1)
        known = [
            await here.publish(f"{number} people moved to Tarvel.", at=first + timedelta(seconds=number // 3))
            for number in range(1, 36)
        ]
        await here.find("people", 10)
        for _ in range(100):
            if len(await pages(here, "people")) == len(known):
                break
            await asyncio.sleep(0.3)  # who asks much faster is not heard
        seen: list[str] = []
        offset, count = "", 0
        while True:
            answer = await here.alice.type_inline(typed, offset)
            assert len(answer.results) <= 50
            assert not answer.is_personal
            assert 0 < answer.cache_time <= 60
            seen += [str(result["id"]) for result in answer.results]
            offset = answer.next_offset
            assert len(offset.encode()) <= 64
            if not offset:
                break
            count += 1
            await here.publish(f"{count} new people left Tarvel.")
            await asyncio.sleep(0.3)
        assert len(seen) == len(set(seen)), "nothing twice"
        shown = {int(result.partition("-")[0]) for result in seen}
        assert set(known) <= shown, "nothing left out"


async def pages(here: Desk, typed: str) -> list[str]:
    """Ids of all pages."""
    seen: list[str] = []
    answer = await here.alice.type_inline(typed)
    seen += [str(result["id"]) for result in answer.results]
    while answer.next_offset:
        answer = await here.alice.type_inline(typed, answer.next_offset)
        seen += [str(result["id"]) for result in answer.results]
    return seen


async def test_what_finds_nothing_can_be_sent_in_by_that_person_alone(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with desk(emulator, database_url, folder) as here:
        answer = await here.alice.type_inline("The mayor of Tarvel owns 12 castles.")
        assert answer.button == {"text": "Nothing checked yet. Ask us?", "start_parameter": "ask"}
        assert (answer.is_personal, answer.cache_time) == (True, 0)
        await emulator.idle()
        bob = emulator.user("Bob")
        bob.start("ask")
        await bob.wait_for("Hello.")
        here.alice.start("ask")
        assert "12 castles" in (await here.alice.wait_for("1 claim found")).text


async def test_no_state_but_a_visible_verdict_is_ever_shown_to_anybody(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    """Every state, with no verdict, with one that may still be undone, and after one that stood."""
    async with desk(emulator, database_url, folder) as here:
        secret = []
        for state in State:
            number = await here.publish(f"Zorblings were counted in {state} villages.")
            await here.change(number, state=state.value, verdict_id=None, visible_at=None)
            secret.append(number)
        secret.append(await here.publish("Zorblings wait for undo.", at=now() + timedelta(hours=1)))
        open_one = await here.publish("Zorblings are shown to everybody.")
        await here.find("zorblings shown", 1)
        rita = emulator.user("Rita")
        rita.start()
        await rita.wait_for("Hello.")
        async with here.database.write() as session:
            await session.execute(update(Person).where(col(Person.id) == rita.id).values(role="admin"))
        typed = [
            "",
            "zorblings",
            "zorblings counted villages",
            "is:false",
            "since:2020",
            "lang:en",
            '"zorblings wait"',
        ]
        for user in (here.alice, rita):
            for words in [*typed, *(f"#{number}" for number in secret)]:
                answer = await user.type_inline(words)
                assert {result["id"].partition("-")[0] for result in answer.results} <= {str(open_one)}, words


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("withdrawn", "has withdrawn its earlier check"),
        ("reopened", "is looking at this claim again"),
        ("stale", "out of date"),
    ],
)
async def test_a_shared_card_is_refreshed_to_the_present_state(
    state: str, said: str, emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with desk(emulator, database_url, folder) as here:
        number = await here.publish("Over 140 people were killed by bombs in Jableh.")
        answer = await here.find("jableh", 1)
        card = here.alice.choose(answer.results[0])
        await emulator.idle()
        await here.change(number, state=state, verdict_id=None, visible_at=None)
        here.alice.press(card, "Refresh")
        await emulator.until(lambda: "No verdict stands at present." in card.text)
        assert said in card.text
        assert "False" not in card.text
        assert card.labels == ["Follow", "Refresh"]
        assert (await here.alice.type_inline("jableh")).results == []
        here.alice.start(f"ask-{number}")
        await here.alice.wait_for("You hear from us here")


async def test_what_was_never_public_cannot_be_followed(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with desk(emulator, database_url, folder) as here:
        number = await here.publish("Zorblings wait for undo.", at=now() + timedelta(hours=1))
        for parameter in (f"ask-{number}", "ask-999", "ask-9999999999999999999999"):
            here.alice.start(parameter)
            message = await here.alice.wait_for(lambda found: bool(found.text))
            assert "orbling" not in message.text


@pytest.mark.parametrize(
    "typed", ["killed " * 36 + "jabl", "😀" * 128, "💥 jableh", "::", '"', "\x00", "is:😀", "#"]
)
async def test_long_and_odd_queries_are_answered(typed: str, emulator: Emulator, tmp_path: Path) -> None:
    async with desk(emulator, f"sqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as here:
        await here.publish("Over 140 people were killed by bombs in Jableh.")
        await here.find("jableh", 1)
        answer = await here.alice.type_inline(typed[:256])
        assert bool(answer.results) == ("jabl" in typed)


async def test_of_a_burst_of_keystrokes_the_last_is_answered_first(
    emulator: Emulator, tmp_path: Path
) -> None:
    async with desk(emulator, f"sqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as here:
        await here.publish("Over 140 people were killed by bombs in Jableh.")
        await here.find("jableh", 1)
        done: list[str] = []

        async def type_it(words: str) -> InlineAnswer:
            answer = await here.alice.type_inline(words)
            done.append(words)
            return answer

        letters = "140 killed jableh"
        typed = [letters[:end] for end in range(3, len(letters) + 1)]
        answers = await asyncio.gather(*(type_it(words) for words in typed))
        assert len(answers[-1].results) == 1
        assert done.index(typed[-1]) <= 1, "at most the one that was in hand comes before"
        assert sum(bool(answer.results) for answer in answers) <= 2, "what was overtaken is not looked up"


async def test_inline_does_not_wait_for_the_inbox(emulator: Emulator, tmp_path: Path) -> None:
    """Somebody holds the one writer of SQLite: articles wait, inline does not."""
    emulator.inline_deadline = math.inf
    async with desk(emulator, f"sqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as here:
        await here.publish("Over 140 people were killed by bombs in Jableh.")
        await here.find("jableh", 1)
        async with here.database.write():
            assert len((await here.alice.type_inline("jableh")).results) == 1


async def test_the_open_card_can_be_shared_copied_and_followed(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with desk(emulator, database_url, folder) as here:
        text = "Over 140 people were killed by bombs in Jableh. " + "It was a sunny day. " * 20
        number = await here.publish(text.strip())
        here.alice.start(f"claim-{number}")
        card = await here.alice.wait_for("The register says otherwise.")
        assert card.labels == ["Share", "Copy text", "Follow"]
        (copied,) = [
            each["copy_text"]["text"]
            for row in card.raw["reply_markup"]["inline_keyboard"]
            for each in row
            if "copy_text" in each
        ]
        assert copied.startswith("False: “Over 140 people were killed by bombs in Jableh.")
        assert "Checked 24 May 2024." in copied
        assert len(copied) <= 256
