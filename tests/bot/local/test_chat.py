"""The local chat as a person uses it, in a terminal of its own."""

import signal
from pathlib import Path

import pytest

from tests.bot.command import Command
from tests.bot.local.screen import Screen

ARTICLE = """At least 61 people were hurt when a tram left the rails in Kollen on 4 May 2023.

The city council said that the repair would cost 3.5 million euros."""


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_from_an_article_to_a_verdict_that_is_found(term: str, tmp_path: Path) -> None:
    with Screen(tmp_path, TERM=term, CLAIMDESK_UNDO_SECONDS="1") as screen:
        screen.wait_for("sample checks")
        screen.paste(ARTICLE, marked=term != "dumb")
        screen.wait_for("2 claims found")
        screen.wait_for("Missed one?")
        screen.type("1")
        screen.wait_for("not checked ·")
        screen.wait_for("Is it true?")
        screen.press("Is it true?")
        screen.wait_for("Choosing one takes the claim")
        screen.wait_for("Missing context")
        screen.press("Missing context")
        screen.wait_for("is yours until")
        screen.type("Most of them had bruises only. https://example.org/hospital")
        screen.wait_for("Preview.")
        screen.wait_for("Publish")
        screen.press("Publish")
        screen.wait_for("We write again only if this changes")
        screen.type("@bot tram kollen")
        screen.wait_for("[1] 🧩 Missing context:")
        screen.type("1")
        screen.wait_for("You, in another chat")
        screen.type("/quit")
        assert screen.ended() == 0
        assert "Bye." in screen.text
        assert "Traceback" not in screen.text


def test_the_sample_article_shows_an_earlier_check_with_another_figure(tmp_path: Path) -> None:
    with Screen(tmp_path) as screen:
        screen.wait_for("/sample")
        screen.type("/sample")
        screen.wait_for("Forwarded from")
        screen.wait_for("claims found")
        screen.wait_for("Another figure: 2.4 billion euros here, 1.1 billion euros there")
        screen.wait_for("Earlier check")
        screen.type("99")
        screen.wait_for("There is no button 99.")
        screen.type("@bot bridges")
        screen.wait_for("[1] 🎭 Satire: Varnholt has more bridges than Venice.")
        screen.type("@bot nothing like this anywhere")
        screen.wait_for("Nothing checked yet")


def test_a_paste_is_one_message_even_where_the_terminal_does_not_mark_it(tmp_path: Path) -> None:
    with Screen(tmp_path) as screen:
        screen.wait_for("sample checks")
        screen.paste(ARTICLE, marked=False)
        screen.wait_for("2 claims found")


def test_the_chat_goes_on_where_it_ended(tmp_path: Path) -> None:
    for welcome in ("sample checks", "You are its admin"):
        with Screen(tmp_path) as screen:
            screen.wait_for(welcome)
            screen.wait_for("12.3")
            screen.paste(ARTICLE)
            screen.wait_for("2 claims found")
            screen.type("/quit")
            assert screen.ended() == 0
    assert "sample checks" not in screen.text


@pytest.mark.parametrize("pressed", ["as a key", "as a signal"])
def test_ctrl_c_leaves_without_a_traceback(pressed: str, tmp_path: Path) -> None:
    with Screen(tmp_path) as screen:
        screen.wait_for("12.3")
        if pressed == "as a key":
            screen.wait_for("›")
            screen.type("half a line\x03")
        else:
            screen.process.send_signal(signal.SIGINT)
        assert screen.ended() == 0
        assert "Traceback" not in screen.text


def test_a_second_chat_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with Screen(tmp_path) as first:
        first.wait_for("12.3")
        with Screen(tmp_path) as second:
            code = second.ended()
        assert code == 1
        assert "open in another terminal" in second.text


def test_without_a_terminal_it_says_what_to_use(claimdesk: Command) -> None:
    result = claimdesk("chat", stdin="hello")
    assert (result.code, result.out) == (2, "")
    assert "claimdesk check" in result.err
