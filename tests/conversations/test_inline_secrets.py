"""Nothing that is not published is visible to anybody, in whatever state it is and however one looks for it.

Each example is a whole desk full of claims; each claim has a word of its own that must never come out.
"""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import col

from storage.roles import Role
from storage.tables import Claim, Draft, Person
from storage.twins import twin_key
from storage.types import now
from storage.workflow import State
from tests.conversations.inline_desk import Desk, desk
from tests.conversations.test_anything import new_desk
from tests.emulator import Emulator, Message, User

few = settings(max_examples=2, suppress_health_check=list(HealthCheck))
# How a claim comes to have nothing to show: no verdict yet, a draft, one that may still be undone, one that stood.
HIDDEN = ("nothing", "draft", "undo", "stood")
secrets = st.lists(
    st.tuples(st.sampled_from(list(State)), st.sampled_from(HIDDEN)), min_size=4, max_size=6, unique=True
)
offsets = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.from_regex(r"[0-9]{0,25}:[0-9]{0,25}(:[0-9]{0,12})?", fullmatch=True),
        st.just("99999999999999999:999999999999999999"),
    ),
    min_size=3,
    max_size=6,
)
CARD_PRESSES = ("card", "ask", "history", "same", "reopen", "withdraw")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@few
@given(hidden=secrets, forged=offsets, role=st.sampled_from([Role.REVIEWER, Role.EDITOR, Role.ADMIN]))
def test_property_nothing_unpublished_is_visible_to_anybody(
    kind: str,
    hidden: list[tuple[State, str]],
    forged: list[str],
    role: Role,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    url, folder = new_desk(kind, request, tmp_path_factory)
    asyncio.run(asyncio.wait_for(look_everywhere(hidden, forged, role, url, folder), 600))


async def look_everywhere(
    hidden: Sequence[tuple[State, str]], forged: Sequence[str], role: Role, url: str, folder: Path
) -> None:
    async with Emulator() as emulator, desk(emulator, url, folder) as here:
        open_one = await here.publish("Zorblings are shown to everybody in Tarvel.", claimant="Northern Wire")
        numbers = [
            await hide(here, state, how, f"secret{place}x") for place, (state, how) in enumerate(hidden)
        ]
        await here.find("zorblings shown", 1)
        member = emulator.user("Rita")
        member.start()
        await member.wait_for("Hello.")
        async with here.database.write() as session:
            await session.execute(update(Person).where(col(Person.id) == member.id).values(role=role))
        for person in (here.alice, member):
            await look_inline(person, numbers, forged, open_one)
            await press_shared_card(here, person, numbers)
        public = len(emulator.sent)
        await look_in_private(here, numbers)
        for number, request in enumerate(emulator.sent):
            to_team = request.chat_id == member.id and number < public
            if not to_team:
                assert "secret" not in json.dumps(request.params, default=str), request
        assert emulator.violations == []


async def hide(here: Desk, state: State, how: str, word: str) -> int:
    """A claim in this state, with a verdict that nobody may see, or none.

    The words of a claim that was public are no secret to who follows it; what was found out is.
    """
    about = f"Zorblings counted {word.replace('secret', 'stood') if how == 'stood' else word} in Tarvel."
    if how in ("stood", "undo"):
        later = now() + timedelta(hours=1)
        number = await here.publish(about, claimant="Other Wire", at=later, note=word, rationale=f"{word}!")
        cleared = {"verdict_id": None, "visible_at": None} if how == "stood" else {}
        await here.change(number, state=state.value, **cleared)
        return number
    async with here.database.write() as session:
        claim = Claim(text=about, twin_key=twin_key(about), state=state.value, claimant=f"{word} wire")
        session.add(claim)
        await session.flush()
        assert claim.id is not None
        if how == "draft":
            rater = Person(id=7_000_000 + claim.id, name="Rater")
            session.add(rater)
            await session.flush()
            session.add(Draft(claim_id=claim.id, person_id=rater.id, truth="false", rationale=word))
        return claim.id


async def look_inline(person: User, numbers: Sequence[int], forged: Sequence[str], open_one: int) -> None:
    """Words, exact words, filters, numbers, all pages, and offsets of somebody's own making."""
    typed = ["", "zorblings", "zorblings counted", '"zorblings counted"', "is:false", "since:2020", "lang:en"]
    typed += ["source:secr", "source:wire", "secret0x", '"secret1x"', "is:false secr", "tarvel since:2024"]
    typed += [f"#{number}" for number in numbers]
    for words in typed:
        answer = await person.type_inline(words)
        while True:
            shown = {str(result["id"]).partition("-")[0] for result in answer.results}
            assert shown <= {str(open_one)}, words
            if not answer.next_offset:
                break
            answer = await person.type_inline(words, answer.next_offset)
        await asyncio.sleep(0.02)  # slower than anybody is refused
    for offset in forged:
        for words in ("", "zorblings", "is:false"):
            answer = await person.type_inline(words, offset)
            assert {str(result["id"]).partition("-")[0] for result in answer.results} <= {str(open_one)}
            await asyncio.sleep(0.02)


async def press_shared_card(here: Desk, person: User, numbers: Sequence[int]) -> None:
    """Refresh, buttons of other claims forged onto a shared card, and chosen results that were never offered."""
    (result,) = (await person.type_inline("zorblings shown")).results
    card = person.choose(result)
    await here.alice.emulator.idle()
    assert card.labels == ["Open", "Refresh"]
    forged = [f"1:{name}:{number}:0:0" for name in CARD_PRESSES for number in numbers]
    forged += [f"1:{name}:{number}" for name in ("refresh", "wrong") for number in numbers]
    await press_all(person, card, forged)
    await here.alice.emulator.idle()
    assert "shown to everybody" in card.text, "a forged press does not change somebody's card"
    numbers = [*numbers, 10**15]
    copies = [person.choose(result | {"id": f"{number}-{number}"}) for number in numbers]
    await here.alice.emulator.idle()
    for copy, number in zip(copies, numbers, strict=True):
        await press_all(person, copy, [f"1:refresh:{number}"])
    for odd in ("", "1", "x-1", "9" * 30 + "-1", "١-١"):
        person.choose(result | {"id": odd})
    await here.alice.emulator.idle()


async def look_in_private(here: Desk, numbers: Sequence[int]) -> None:
    """Links, commands and forged buttons, for somebody who is nobody in particular."""
    stranger = here.alice.emulator.user("Sam")
    stranger.start()
    hello = await stranger.wait_for("Hello.")
    for number in numbers:
        for parameter in (f"claim-{number}", f"ask-{number}", f"follow-{number}"):
            stranger.start(parameter)
        stranger.say(f"/claim {number}")
    forged = [f"1:{name}:{number}:0:0" for name in CARD_PRESSES for number in numbers]
    await press_all(stranger, hello, forged)
    stranger.say("/find zorblings tarvel")
    await stranger.wait_for("shown to everybody")
    stranger.say("/following")
    await here.alice.emulator.idle()


async def press_all(person: User, message: Message, all_data: Sequence[str]) -> None:
    """A few at once: an answer is given up when it comes ten seconds late, on a busy machine too."""
    for start in range(0, len(all_data), 6):
        few_presses = [person.press(message, data=data) for data in all_data[start : start + 6]]
        await asyncio.gather(*(press.answered() for press in few_presses))
