"""Draws docs/workflow.md from the table of transitions: python -m scripts.workflow_doc"""

from collections import defaultdict
from pathlib import Path

from storage.roles import Role
from storage.workflow import TRANSITIONS, Act, State, Transition

DOCUMENT = Path(__file__).parents[1] / "docs" / "workflow.md"
HEAD = """\
# The life of a claim

Drawn from the table in `storage/workflow.py` by `python -m scripts.workflow_doc`; change it there. Whatever is not
in this table cannot happen. Every step is on record as an event that nobody can change.

Of two people who act at the same moment one wins, and the other is told.
"""
STATES = {
    State.FOUND: "in an article; nobody asked for it yet",
    State.ASKED: "somebody asked for it",
    State.ASSIGNED: "a reviewer's, for a time",
    State.PROPOSED: "one rating is given; a second reviewer gives theirs blind",
    State.DISPUTED: "the two ratings differ",
    State.PUBLISHED: "its verdict stands",
    State.REOPENED: "its verdict is in doubt",
    State.STALE: "its verdict is out of date",
    State.WITHDRAWN: "its verdict was taken out; the reason stays",
    State.DISMISSED: "not checkable, or not worth it",
    State.MERGED: "part of another claim",
}
ACTS = {
    Act.ASK: "somebody asks for it",
    Act.TAKE: "a rating takes it",
    Act.ASSIGN: "an editor gives it to somebody",
    Act.RATE: "another rating",
    Act.RENEW: "its owner works on and has more time",
    Act.STOP: "given back",
    Act.LAPSE: "the time ran out, or its owner left",
    Act.PROPOSE: "published, with two reviewers or as a correction",
    Act.SECOND: "the second rating agrees",
    Act.DISPUTE: "the second rating differs",
    Act.RULE: "an editor decides",
    Act.RETURN: "an editor sends it back",
    Act.PUBLISH: "published",
    Act.UNDO: "taken back in time",
    Act.REOPEN: "another look",
    Act.APPEAL: "a reader says it is wrong",
    Act.EXPIRE: "its review-by date came",
    Act.WITHDRAW: "withdrawn",
    Act.DISMISS: "set aside",
    Act.RESTORE: "brought back",
    Act.MERGE: "made part of another claim",
    Act.SPLIT: "not the same after all",
    Act.REWORD: "reworded",
}
TIMED = (Act.LAPSE, Act.EXPIRE)


def document() -> str:
    return "\n".join([HEAD, *_states(), "", *_table(), "", *_diagram(), ""])


def _states() -> list[str]:
    rows = [f"| {state} | {STATES[state]} |" for state in State]
    return ["## States", "", "| state | a claim that is |", "|---|---|", *rows]


def _table() -> list[str]:
    """A row for each act and what it leads to, with all the states it can start from."""
    rows: dict[tuple[Act, str, str, str], list[str]] = defaultdict(list)
    for (state, act), transition in TRANSITIONS.items():
        to = "stays" if transition.to is state and act in (Act.ASK, Act.REWORD) else _target(transition)
        rows[act, _who(act, transition), to, transition.records].append(state)
    lines = ["## What can happen", "", "| act | from | who | to | on record |", "|---|---|---|---|---|"]
    for (act, who, to, records), states in sorted(rows.items(), key=lambda row: list(Act).index(row[0][0])):
        lines.append(f"| **{act}**: {ACTS[act]} | {', '.join(states)} | {who} | {to} | {records} |")
    return lines


def _target(transition: Transition) -> str:
    return str(transition.to) if transition.to is not None else "where it was before"


def _who(act: Act, transition: Transition) -> str:
    if act in TIMED:
        return "happens by itself"
    return {Role.REQUESTER: "anybody"}.get(transition.role, str(transition.role))


def _diagram() -> list[str]:
    """Without the acts that leave a claim where it is."""
    arrows: dict[tuple[State, State], list[str]] = defaultdict(list)
    for (state, act), transition in TRANSITIONS.items():
        to = transition.to or State.ASKED
        if to is not state:
            arrows[state, to].append(str(act))
    lines = [f"    {state} --> {to}: {', '.join(acts)}" for (state, to), acts in arrows.items()]
    note = "`stop` and `lapse` lead back to where the claim was before, most often `asked`, as drawn here."
    return [
        "## As a picture",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> found",
        *lines,
        "```",
        "",
        note,
    ]


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
    print(f"Wrote {DOCUMENT}.")
