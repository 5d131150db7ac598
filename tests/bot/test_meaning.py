"""CLAIMDESK_EMBEDDER from the command line: found by meaning, counted, and plain words where it cannot work."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.command import PROJECT, Command
from tests.semantic_model import installed, model_folder

CHECKS = """key,claim
doctor,The physician of the king was dismissed for drunkenness.
castle,The king has lost a castle.
tunnel,The tunnel at Spa was closed for repairs.
"""
QUERY = json.dumps({"id": 1, "text": "The king's doctor lost his job because he was an alcoholic."})


def first_keys(claimdesk: Command) -> list[str]:
    result = claimdesk("match", "--json", "--jsonl", stdin=QUERY)
    assert (result.code, result.err) == (0, "")
    return [match["key"] for match in json.loads(result.out)["matches"]]


@pytest.mark.skipif(not installed(), reason="the dependency group `semantic` is not installed")
def test_a_desk_with_a_model_finds_by_meaning(claimdesk: Command, tmp_path: Path) -> None:
    claimdesk("import", claimdesk.write("checks.csv", CHECKS))
    assert first_keys(claimdesk) == ["castle", "doctor"]
    assert "Meaning" not in claimdesk("db", "status").out
    folder = model_folder(tmp_path / "model")
    claimdesk.settings["CLAIMDESK_EMBEDDER"] = str(folder)
    assert f"Meaning: known of 0 claims, 3 to go ({folder})\n" in claimdesk("db", "status").out
    assert first_keys(claimdesk) == ["doctor", "castle"]
    assert f"Meaning: known of 3 claims, 0 to go ({folder})\n" in claimdesk("db", "status").out
    more = claimdesk("import", claimdesk.write("more.csv", "key,claim\nx,A dentist was arrested in Ghent.\n"))
    assert (more.code, more.out, more.err) == (0, "1 rows: 1 new.\n", "")
    assert "Meaning: known of 4 claims, 0 to go" in claimdesk("db", "status").out


@pytest.mark.parametrize("words", [["match"], ["import", "checks.csv"], ["run"], ["db", "status"]], ids=str)
def test_a_folder_that_cannot_be_used_is_said_in_one_sentence(claimdesk: Command, words: list[str]) -> None:
    claimdesk.write("checks.csv", CHECKS)
    claimdesk.settings["CLAIMDESK_EMBEDDER"] = "models"
    result = claimdesk(*words)
    assert (result.code, result.out) == (2, "")
    assert result.err == "claimdesk: CLAIMDESK_EMBEDDER: there is no folder models\n"


def test_a_desk_without_the_setting_loads_nothing_of_it() -> None:
    program = (
        "import sys, bot.running, bot.commands.match, storage.matching\n"
        "print([name for name in ('onnxruntime', 'tokenizers') if name in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    assert done.stdout == "[]\n"
