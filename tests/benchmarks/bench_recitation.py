"""CPU of grading a recitation of 500 characters, against the opcodes of rapidfuzz.

    python tests/benchmarks/bench_recitation.py

The text is known, as that of a statement that is asked is; `first` is how it is when it is not.
Only the ratio carries from one machine to another.
"""

import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rapidfuzz.distance import Levenshtein

from studyapp.questions import recitation
from studyapp.questions.recitation import recite

TEXT = (
    "会员应当每周参加一次活动，每月背诵三篇课文。新会员的试读期为六十日，期满后由理事会决定。"
    "会员享有借阅权、表决权、推荐权、监督权。借阅期限不得超过三十日，逾期者暂停借阅十五日。"
    "理事会由七名理事组成，任期三年。理事会应当履行下列职责：一是制定计划，二是管理藏书，三是培训会员。"
    "会长强调，“读书贵在坚持，坚持贵在每天都有一点收获”。理事会每季度召开一次会议，"
    "三分之二以上理事出席方为有效。本馆推行“夜读计划”，由流通部负责，期限为五年。"
) * 4
CASES, ROUNDS = 30, 15


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


def fastest(work):
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return min(spent)


def first(text, response):
    recitation._prepare.cache_clear()
    recite(text, response)


def ratios(edits):
    known, new = [], []
    for text, response in cases(edits):
        base = fastest(lambda: Levenshtein.opcodes(text, response))  # noqa: B023
        known.append(fastest(lambda: recite(text, response)) / base)  # noqa: B023
        new.append(fastest(lambda: first(text, response)) / base)  # noqa: B023
    return statistics.median(known), statistics.median(new)


if __name__ == "__main__":
    for edits in (3, 8, 20, 50):
        known, new = ratios(edits)
        print(f"{edits} edits: {known:.1f} x rapidfuzz, first {new:.1f} x")
