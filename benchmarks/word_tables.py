"""Makes the two tables of English words in claims/data: `python -m benchmarks.word_tables [WORDS]`.

everyday_words.csv holds terms in the order in which the tokenizer of a model of meaning keeps whole words: the most
frequent in the text that it was made from come first. related_words.csv holds for each English term the terms of
nearest meaning and how near they are: by the vectors that the model makes of those words, and of the words in the
list WORDS whose terms none of them gives. The model (see `benchmarks.meaning`) was all-MiniLM-L6-v2, whose tokenizer
is BERT's, both Apache-2.0; WORDS was that of Debian's `wamerican-small`, made from SCOWL, whose licence lets anybody
use it. Nothing of either is learned from claims, so they hold for any collection.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from benchmarks import meaning
from claims.tables import FOLDER
from claims.terms import stop_words, terms

WORDS = Path("/usr/share/dict/american-english-small")
KEPT = 12  # related terms of one term; 8 to 20 ranked about as well on CheckThat! train
NEAREST = 0.5  # cosine from which two words are related; so did 0.45 and 0.55
AT_ONCE = 2_000
_WORD = re.compile(r"[a-z]{2,14}")


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else WORDS
    whole = _forms(meaning.whole_words())
    with (FOLDER / "everyday_words.csv").open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{term}\n" for term in ("term", *whole))
    _relate(_forms(path.read_text(encoding="utf-8").split()) | whole)


def _relate(forms: dict[str, list[str]]) -> None:
    known = sorted(forms)
    words = [word for term in known for word in forms[term]]
    vectors = dict(zip(words, meaning.embedder().vectors(words), strict=True))
    table = np.stack([np.mean([vectors[word] for word in forms[term]], axis=0) for term in known])
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    with (FOLDER / "related_words.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("term", "related"))
        for start in range(0, len(known), AT_ONCE):
            for row, cosines in enumerate(table[start : start + AT_ONCE] @ table.T, start):
                cosines[row] = -1.0
                best = [i for i in np.argsort(-cosines, kind="stable")[:KEPT] if cosines[i] >= NEAREST]
                if best:
                    out.writerow((known[row], "|".join(f"{known[i]}:{cosines[i]:.2f}" for i in best)))


def _forms(words: Iterable[str]) -> dict[str, list[str]]:
    """The words of each term, as a term is what its word forms are on average. Stop words have none; nor has
    "seven": figures are no matter of meaning."""
    found = defaultdict(list)
    for word in dict.fromkeys(words):
        if _WORD.fullmatch(word) and word not in stop_words():
            (term,) = terms(word)
            if not term.isdigit():
                found[term].append(word)
    return dict(found)


if __name__ == "__main__":
    main()
