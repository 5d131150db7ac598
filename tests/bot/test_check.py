"""`claimdesk check`: the readable table, and the lines of JSON that other programs read."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.bot.command import PROJECT, Command

ARTICLE = """Over 140 people were killed in Dunmore on Monday, the mayor said.
“We lost four bridges," he said.

According to Physicians United, at least eight clinics were hit since September 20019.
"""


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_the_table_shows_claims_figures_sources_and_what_is_odd(claimdesk: Command) -> None:
    result = claimdesk("check", claimdesk.write("article.txt", ARTICLE))
    assert (result.code, result.err) == (0, "")
    shown = " ".join(result.out.split())
    assert "more than 140 people" in shown
    assert "at least 8 clinics" in shown
    assert "Source: the mayor" in shown
    assert "Source: Physicians United" in shown
    assert shown.index("Odd") < shown.index("20019 is no date")
    assert max(len(line) for line in result.out.splitlines()) <= 80


def test_a_sum_has_no_empty_decimals_and_a_source_is_named_once(claimdesk: Command) -> None:
    shown = claimdesk("check", stdin="The Kelso army claimed responsibility for a raid that cost €2.4bn.").out
    assert "2,400,000,000 EUR" in " ".join(shown.split())
    assert "Source:" not in shown


def test_standard_input_gives_the_same_as_the_file(claimdesk: Command) -> None:
    from_file = claimdesk("check", claimdesk.write("article.txt", ARTICLE)).out
    assert claimdesk("check", stdin=ARTICLE).out == from_file
    assert claimdesk("check", "-", stdin=ARTICLE).out == from_file


def test_start_checks_a_text_that_is_piped_in(claimdesk: Command) -> None:
    result = claimdesk("start", stdin=ARTICLE)
    assert result == claimdesk("check", stdin=ARTICLE)
    assert result.code == 0


@pytest.mark.parametrize("text", ["", "\n", "Hello there."])
def test_a_text_without_claims_says_so(claimdesk: Command, text: str) -> None:
    assert claimdesk("check", stdin=text).out == "No claims found that can be checked.\n"


def test_each_file_is_a_document_whose_id_is_its_path(claimdesk: Command) -> None:
    names = [claimdesk.write("a.txt", ARTICLE), claimdesk.write("b.txt", "Nothing here.")]
    found = lines(claimdesk("check", "--json", *names).out)
    assert [line["id"] for line in found] == names
    assert set(found[0]) == {"id", "figures", "attributions", "dates", "claims", "flags"}
    assert found[1]["claims"] == []


def test_several_files_stand_under_their_names(claimdesk: Command) -> None:
    names = [claimdesk.write("a.txt", ARTICLE), claimdesk.write("b.txt", "Nothing here.")]
    out = claimdesk("check", *names).out
    assert out.index("a.txt") < out.index("140 people") < out.index("b.txt")


def test_offsets_count_characters_and_line_ends_as_they_are(claimdesk: Command) -> None:
    text = "“Ça va” 😀\r\n\r\nThe mayor said 140 people were hurt.\r\n"
    sources = [claimdesk("check", "--json", stdin=text).out]
    sources.append(claimdesk("check", "--json", "--jsonl", stdin=json.dumps({"id": "x", "text": text})).out)
    for out in sources:
        (found,) = lines(out)
        assert [text[slice(*figure["span"])] for figure in found["figures"]] == ["140"]


def test_a_byte_order_mark_is_no_character(claimdesk: Command) -> None:
    name = claimdesk.write("bom.txt", "\ufeff140 people were hurt.")
    (found,) = lines(claimdesk("check", "--json", name).out)
    assert found["figures"][0]["span"] == [0, 3]


LONG = "the text has 200,001 characters; the limit is 200,000"
BAD_LINES = [
    ("{", {"id": None, "error": "line 2 is not JSON"}),
    ("[1]", {"id": None, "error": 'line 2 has no "id"'}),
    ("[" * 100_000, {"id": None, "error": "line 2 is not JSON"}),
    ('{"text": "a"}', {"id": None, "error": 'line 2 has no "id"'}),
    ('{"id": 7}', {"id": 7, "error": 'line 2 has no "text"'}),
    ('{"id": 7, "text": 1}', {"id": 7, "error": 'line 2 has no "text"'}),
    ('{"id": 7, "text": "\\ud800"}', {"id": 7, "error": "line 2 holds half a character (a lone surrogate)"}),
    ('{"id": 7, "text": "a", "date": 5}', {"id": 7, "error": 'line 2 has a "date" that is not like 2016-05-24'}),
    (json.dumps({"id": 7, "text": "x" * 200_001}), {"id": 7, "error": LONG}),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "expected"), BAD_LINES, ids=lambda case: str(case)[:30])
def test_a_bad_line_gives_an_error_line_and_the_run_goes_on(
    claimdesk: Command, bad: str, expected: dict[str, Any]
) -> None:
    good = '{"id": "good", "text": "Ten people were hurt."}'
    result = claimdesk("check", "--json", "--jsonl", stdin=f"{good}\n{bad}\n\n{good}\n")
    assert result.code == 1
    found = lines(result.out)
    assert [line["id"] for line in found] == ["good", expected["id"], "good"]
    assert found[1] == expected
    assert expected["error"] in result.err


def test_a_line_that_is_not_utf8_gives_an_error_line(claimdesk: Command) -> None:
    result = claimdesk("check", "--json", "--jsonl", stdin=b'{"id": 1, "text": "caf\xe9"}\n')
    assert lines(result.out) == [{"id": None, "error": "line 1 is not UTF-8"}]
    assert result.code == 1


def test_the_date_of_publication_makes_relative_dates_plain(claimdesk: Command) -> None:
    text = "The bridge fell on Monday."
    own = json.dumps({"id": 1, "text": text, "date": "2016-05-25"})
    other = json.dumps({"id": 2, "text": text})
    result = claimdesk("check", "--json", "--jsonl", "--date", "2016-06-01", stdin=f"{own}\n{other}\n")
    assert [line["dates"][0]["value"] for line in lines(result.out)] == ["2016-05-23", "2016-05-30"]


def test_check_loads_neither_database_nor_telegram() -> None:
    script = (
        "import sys, io; sys.argv = ['claimdesk', 'check']; sys.stdin = open('/dev/null')\n"
        "from bot.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'sqlalchemy', 'telegram', 'tantivy', 'alembic', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603  (our own script)
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
