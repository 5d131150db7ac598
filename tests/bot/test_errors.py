"""Whatever a user can cause: one plain sentence, the right exit code, never a traceback."""

import signal
import sqlite3

import pytest

from tests.bot.command import Command

WRONG_USE = [
    (["frobnicate"], "No such command 'frobnicate'"),
    (["check", "--frob"], "No such option"),
    (["check", "--date", "2016-13-01"], "'2016-13-01'"),
    (["match", "--top", "0"], "--top"),
    (["invite"], "Missing option '--role'. Choose from: requester, reviewer, editor, admin"),
    (["invite", "--role", "boss"], "'boss' is not one of"),
    (["import"], "Missing argument"),
    (["import", "checks.xls"], "--format csv, jsonl or claimreview"),
    (["export", "checks"], "--format csv, jsonl or claimreview"),
    (["run"], "CLAIMDESK_TOKEN is not set"),
]


@pytest.mark.parametrize(("words", "said"), WRONG_USE, ids=str)
def test_wrong_use_is_said_in_one_sentence_with_exit_code_2(
    claimdesk: Command, words: list[str], said: str
) -> None:
    result = claimdesk(*words)
    assert result.code == 2
    _is_one_sentence(result.err, said)


FAILURES = [
    (["check", "missing.txt"], "missing.txt: No such file or directory"),
    (["check", "."], ".: Is a directory"),
    (["check", "latin1.txt"], "latin1.txt: byte 3 is not UTF-8"),
    (["check", "long.txt"], "long.txt: the text has 200,001 characters; the limit is 200,000"),
    (["check", "--jsonl", "missing.jsonl"], "missing.jsonl: No such file or directory"),
    (["import", "missing.csv"], "missing.csv: No such file or directory"),
    (["import", "columns.csv"], 'columns.csv: the first line names no column "claim"'),
    (["import", "broken.json"], "broken.json: it is not JSON"),
    (["import", "cut.json"], "cut.json: it ends within an element"),
    (["export", "no/such/folder.csv"], "No such file or directory"),
    (["db", "backup", "copy.sqlite3"], "there is no database at"),
    (["dead", "retry", "job-7"], "nothing with the id 'job-7' was given up"),
]


@pytest.mark.parametrize(("words", "said"), FAILURES, ids=str)
def test_a_failure_is_said_in_one_sentence_with_exit_code_1(
    claimdesk: Command, words: list[str], said: str
) -> None:
    claimdesk.write("latin1.txt", "Caf\xe9".encode("latin-1"))
    claimdesk.write("long.txt", "x" * 200_001)
    claimdesk.write("columns.csv", "a,b\n1,2\n")
    claimdesk.write("broken.json", "{")
    claimdesk.write("cut.json", '{"dataFeedElement": [{"@type": "ClaimReview"')
    result = claimdesk(*words)
    assert result.code == 1
    _is_one_sentence(result.err, said)


SETTINGS = [
    ({"CLAIMDESK_QUORUM": "7"}, "CLAIMDESK_QUORUM"),
    ({"CLAIMDESK_DATABASE_URL": "mysql://a:secret@host/b"}, "sqlite and postgresql"),
    ({"CLAIMDESK_DATABASE_URL": "nonsense"}, "is not a database URL"),
    ({"CLAIMDESK_WEBHOOK_URL": "https://example.org/x"}, "CLAIMDESK_WEBHOOK_SECRET"),
]


@pytest.mark.parametrize(("settings", "said"), SETTINGS, ids=str)
def test_a_wrong_setting_is_named(claimdesk: Command, settings: dict[str, str], said: str) -> None:
    claimdesk.settings |= settings
    result = claimdesk("db", "status")
    assert result.code == 2
    _is_one_sentence(result.err, said)
    assert "secret" not in result.err.replace("SECRET", "")


DATABASES = [
    ("postgresql://someone:secret@127.0.0.1:1/desk", "the database does not answer"),
    ("sqlite:///./checks.csv", "file is not a database"),
    ("sqlite:///.", "unable to open database file"),
]


@pytest.mark.parametrize(("url", "said"), DATABASES)
def test_a_database_that_cannot_be_used_is_no_traceback(claimdesk: Command, url: str, said: str) -> None:
    claimdesk.write("checks.csv", "claim\nThe bridge was closed in May, the city said.\n" * 100)
    claimdesk.settings["CLAIMDESK_DATABASE_URL"] = url
    result = claimdesk("import", "checks.csv")
    assert result.code == 1
    _is_one_sentence(result.err, said)
    assert "secret" not in result.err


def test_a_newer_database_is_refused(claimdesk: Command) -> None:
    assert claimdesk("db", "upgrade").code == 0
    with sqlite3.connect(claimdesk.folder / "desk.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    result = claimdesk("export", "out.csv")
    assert result.code == 1
    _is_one_sentence(result.err, "the database is at revision 9999")


def test_a_reader_that_goes_away_ends_the_command_quietly(claimdesk: Command) -> None:
    line = '{"id": 1, "text": "The mayor said 140 people were hurt."}\n'
    name = claimdesk.write("many.jsonl", line * 5000)
    with claimdesk.start("check", "--json", "--jsonl", name) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 1


def test_interrupting_is_one_word(claimdesk: Command) -> None:
    with claimdesk.start("check", "--json", "--jsonl") as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        process.stdin.write(b'{"id": 1, "text": "Ten people were hurt."}\n' * 100)
        process.stdin.flush()
        process.stdout.readline()  # it is at work, and waits for more
        process.send_signal(signal.SIGINT)
        assert process.stderr.read().strip() == b"claimdesk: stopped"
        assert process.wait(60) == 1


def _is_one_sentence(err: str, said: str) -> None:
    assert said in err
    assert err.startswith("claimdesk: ")
    assert err.count("\n") == 1, err
