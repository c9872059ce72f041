"""CPU of grading a recitation of 500 characters, against the opcodes of rapidfuzz.

    python tests/benchmarks/bench_recitation.py

`known`: the text is remembered, as that of a statement that is asked is; `first`: nothing is, but
what single characters fold to. Only the ratios carry from one machine to another.
"""

import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rapidfuzz.distance import Levenshtein

from studyapp.questions import numerals, recitation
from studyapp.questions.recitation import recite
from studyapp.text import folding

SAMPLES = Path(__file__).resolve().parents[2] / "studyapp/samples"
TEXT = "".join(
    (SAMPLES / name).read_text() for name in ("jiyi-yu-jiange-chongfu.md", "mofan-jiguan-daodu.md")
)
CASES, ROUNDS = 40, 15


def cases(edits):
    """Stretches of 500 characters, and what is left after some are changed and some dropped."""
    for seed in range(CASES):
        lot = random.Random(seed)
        begin = lot.randrange(len(TEXT) - 500)
        text = TEXT[begin : begin + 500]
        response = list(text)
        for _ in range(edits):
            at = lot.randrange(len(response))
            response[at : at + 1] = "误" if lot.random() < 0.5 else ""
        yield text, "".join(response)


def fastest(work, before=lambda: None):
    spent = []
    for _ in range(ROUNDS):
        before()
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return min(spent)


def forget():
    recitation._prepare.cache_clear()
    folding._FOLDED.clear()
    numerals._read_known.cache_clear()
    numerals._han.cache_clear()


def ratios(edits):
    known, first = [], []
    for text, response in cases(edits):
        base = fastest(lambda: Levenshtein.opcodes(text, response))  # noqa: B023
        known.append(fastest(lambda: recite(text, response)) / base)  # noqa: B023
        first.append(fastest(lambda: recite(text, response), forget) / base)  # noqa: B023
    return *map(statistics.median, (known, first)), max(first)


if __name__ == "__main__":
    for edits in (2, 3, 5, 8, 20, 50):
        known, first, most = ratios(edits)
        print(f"{edits} edits: {known:.1f} x rapidfuzz, first {first:.1f} x (at most {most:.1f} x)")
