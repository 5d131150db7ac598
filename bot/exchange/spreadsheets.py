"""Cells that a spreadsheet would calculate are written with an apostrophe before them, and read without it.

"=HYPERLINK(...)" in a claim must not run on the machine of whoever opens our file; see OWASP, "CSV Injection".
"""

import re

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def defused(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def armed(cell: str) -> str:
    """What was written, once more: armed(defused(cell)) == cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
