"""docs/workflow.md says what the table of transitions says."""

from scripts import workflow_doc
from storage.workflow import TRANSITIONS, Act, State


def test_the_document_is_up_to_date() -> None:
    written = workflow_doc.DOCUMENT.read_text(encoding="utf-8")
    assert written == workflow_doc.document(), "run python -m scripts.workflow_doc"


def test_every_state_and_act_is_explained() -> None:
    assert list(workflow_doc.STATES) == list(State)
    assert list(workflow_doc.ACTS) == list(Act)


def test_every_transition_is_in_the_table() -> None:
    rows = [line.split(" | ") for line in workflow_doc.document().splitlines() if line.startswith("| **")]
    shown = {(state, row[0].split("**")[1]) for row in rows for state in row[1].split(", ")}
    assert shown == {(str(state), str(act)) for state, act in TRANSITIONS}
