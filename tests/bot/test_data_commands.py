"""`import`, `export`, `match`, `invite`, `db` and `dead`, as a person types them."""

import json
import re
import sqlite3

import pytest

from tests.bot.command import Command

CHECKS = """key,claim,title,rating,rationale,url,claimant,date,reviewed,language
b1,The bridge in Dunmore cost $4 million.,The price of a bridge,False,It cost 9 million.,https://example.org/1,,,2016-05-24,en
b2,THE BRIDGE in Dunmore cost $4 million,,,,,,,,
t1,Over 140 people were hurt in the tunnel fire.,,Mostly true,,,,,2016-05-24,
"""


def test_an_import_tells_what_became_of_the_rows(claimdesk: Command) -> None:
    name = claimdesk.write("checks.csv", CHECKS)
    result = claimdesk("import", name)
    assert result.code == 0
    assert result.out == "3 rows: 2 new, 1 joined with a claim that says the same.\n"
    assert result.err == ""
    assert claimdesk("import", name).out == "3 rows: 3 unchanged.\n"
    assert claimdesk("import", "-", "--format", "csv", stdin=CHECKS).out == "3 rows: 3 unchanged.\n"


def test_bad_rows_are_told_by_line_and_the_others_taken(claimdesk: Command) -> None:
    name = claimdesk.write("checks.csv", CHECKS + "x,,,,,,,,,\ny,A claim with 5 words,,Bogus,,,,,,\n")
    result = claimdesk("import", name)
    assert result.code == 1
    assert result.out.startswith("3 rows: 2 new")
    first, second, last = result.err.splitlines()
    assert first == "line 5: the claim is missing"
    assert second.startswith("line 6: the rating 'Bogus' is not known; known are False, ")
    assert last == "claimdesk: 2 bad rows were left out"


def test_a_clash_of_words_is_told_as_a_bad_row(claimdesk: Command) -> None:
    claimdesk("import", claimdesk.write("checks.csv", CHECKS))
    changed = "key,claim\nt1,The bridge in Dunmore cost $4 million.\n"
    result = claimdesk("import", claimdesk.write("changed.csv", changed))
    assert (result.code, result.out) == (1, "No rows.\n")
    assert result.err.startswith("line 2: its text is now that of another claim")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("checks.csv", "key,claim,Verdict date,colour\na,Over 140 people were hurt.,2016,red\n"),
        ("checks.jsonl", '{"claim": "Over 140 people were hurt.", "colour": "red", "verdict date": [1]}\n'),
    ],
)
def test_what_an_import_does_not_know_it_names_once(claimdesk: Command, name: str, text: str) -> None:
    result = claimdesk("import", claimdesk.write(name, text))
    assert (result.code, result.out) == (0, "1 rows: 1 new.\n")
    assert result.err.endswith(": left alone, since nothing is known of it: 'colour', 'verdict date'\n")


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.json"])
def test_an_export_is_an_import_elsewhere(claimdesk: Command, name: str) -> None:
    claimdesk("import", claimdesk.write("checks.csv", CHECKS))
    result = claimdesk("export", name)
    assert (result.code, result.out, result.err) == (0, "", "2 published verdicts exported.\n")
    once = (claimdesk.folder / name).read_bytes()
    claimdesk.settings["CLAIMDESK_DATABASE_URL"] = "sqlite:///./elsewhere/desk.sqlite3"
    assert claimdesk("import", name).out == "2 rows: 2 new.\n"
    assert claimdesk("export", name).code == 0
    assert (claimdesk.folder / name).read_bytes() == once
    assert sorted(path.name for path in claimdesk.folder.glob("*.part")) == []


def test_an_export_to_standard_output_is_nothing_but_the_file(claimdesk: Command) -> None:
    claimdesk("import", claimdesk.write("checks.csv", CHECKS))
    result = claimdesk("export", "-", "--format", "jsonl")
    found = [json.loads(line) for line in result.out.splitlines()]
    assert [row["key"] for row in found] == ["b1", "t1"]
    assert found[0]["rating"] == "False"


def test_match_ranks_stored_claims_by_their_first_key(claimdesk: Command) -> None:
    claimdesk("import", claimdesk.write("checks.csv", CHECKS))
    query = json.dumps({"id": 7, "text": "the bridge in Dunmore cost $4 million"})
    nothing = json.dumps({"id": "n", "text": "zebras"})
    result = claimdesk("match", "--json", "--jsonl", "--top", "1", stdin=f"{query}\nbroken\n{nothing}\n")
    assert result.code == 1
    first, broken, last = (json.loads(line) for line in result.out.splitlines())
    assert first["id"] == 7
    (best,) = first["matches"]
    assert (best["key"], best["relation"]) == ("b1", "same")
    assert set(best) == {"key", "score", "confidence", "relation"}
    assert 0 <= best["confidence"] <= 1
    assert broken == {"id": None, "error": "line 2 is not JSON"}
    assert last == {"id": "n", "matches": []}


def test_match_shows_a_person_the_claims_and_their_verdicts(claimdesk: Command) -> None:
    claimdesk("import", claimdesk.write("checks.csv", CHECKS))
    out = " ".join(claimdesk("match", stdin="The bridge in Dunmore cost $4 million.\n").out.split())
    assert "The bridge in Dunmore cost $4 million. the same · False" in out
    assert "No earlier check." in claimdesk("match", stdin="zebras").out


def test_match_in_an_empty_database_finds_nothing(claimdesk: Command) -> None:
    assert json.loads(claimdesk("match", "--json", stdin="a bridge").out) == {"id": "-", "matches": []}


def test_an_invitation_without_a_token_is_for_the_local_chat(claimdesk: Command) -> None:
    result = claimdesk("invite", "--role", "reviewer")
    assert result.code == 0
    assert re.fullmatch(r"join-[\w-]{22,59}\n", result.out), "at most 64 characters"
    assert f"/start {result.out.strip()}" in result.err
    with sqlite3.connect(claimdesk.folder / "desk.sqlite3") as connection:
        rows = connection.execute("SELECT role, code_hash FROM invite").fetchall()
    assert [role for role, _ in rows] == ["reviewer"]
    assert result.out.strip().removeprefix("join-") not in str(rows)


def test_status_tells_of_an_empty_and_of_a_filled_database(claimdesk: Command) -> None:
    empty = claimdesk("db", "status")
    assert "It is empty." in empty.out
    assert not (claimdesk.folder / "desk.sqlite3").exists(), "status changes nothing"
    assert claimdesk("db", "upgrade").out.endswith(", the newest.\n")
    claimdesk("import", claimdesk.write("checks.csv", CHECKS))
    assert "Claims: 2\nSearch index: not built yet" in claimdesk("db", "status").out
    assert claimdesk("db", "reindex").out == "The search index holds 2 claims.\n"
    assert "Search index: 2 claims, 0 changes behind" in claimdesk("db", "status").out


def test_a_backup_is_whole_and_overwrites_nothing(claimdesk: Command) -> None:
    claimdesk("import", claimdesk.write("checks.csv", CHECKS))
    assert claimdesk("db", "backup", "copy.sqlite3").code == 0
    again = claimdesk("db", "backup", "copy.sqlite3")
    assert (again.code, "--force" in again.err) == (1, True)
    assert claimdesk("db", "backup", "copy.sqlite3", "--force").code == 0
    assert claimdesk("db", "backup", "desk.sqlite3", "--force").code == 1, "not over itself"
    claimdesk.settings["CLAIMDESK_DATABASE_URL"] = "sqlite:///./copy.sqlite3"
    assert len(claimdesk("export", "-", "--format", "jsonl").out.splitlines()) == 2


def test_a_backup_of_postgresql_is_left_to_pg_dump(claimdesk: Command) -> None:
    claimdesk.settings["CLAIMDESK_DATABASE_URL"] = "postgresql://someone@127.0.0.1:1/desk"
    result = claimdesk("db", "backup", "copy.sqlite3")
    assert (result.code, "pg_dump" in result.err) == (1, True)


def test_dead_letters_are_listed_and_tried_again(claimdesk: Command) -> None:
    assert claimdesk("dead").out == "Nothing was given up.\n"
    with sqlite3.connect(claimdesk.folder / "desk.sqlite3") as connection:
        connection.execute(
            "INSERT INTO job (key, kind, payload, due_at, attempts, dead, error) "
            "VALUES ('read:1', 'read', '{}', '2016-05-24 10:00:00', 4, 1, 'boom')"
        )
    assert claimdesk("dead").out == "job-1  2016-05-24 10:00 UTC  read:1: boom\n"
    assert claimdesk("dead", "retry", "job-1").code == 0
    assert claimdesk("dead").out == "Nothing was given up.\n"
