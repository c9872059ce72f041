"""CPU of reading a text and making all its questions, against jieba.posseg on the same text.

    python tests/benchmarks/bench_questions.py [TEXT]

Needs jieba (pip install jieba, which nothing else here does). Both are warm, dictionaries and
weights loaded, and run in turn; only their ratio carries from one machine to another.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from studyapp.questions.cloze import choose_blanks, collect_terms, rank_blanks
from studyapp.questions.distractors import choose_distractors
from studyapp.questions.drafts import Material
from studyapp.questions.generate import make_questions
from studyapp.questions.remembered import remembering
from studyapp.text.outline import read_outline
from studyapp.text.readers.encodings import decode

ROUNDS = 5
TEXT = Path(__file__).resolve().parents[3] / "shared" / "data" / "documents" / "xianfa.md"


def questions_of(text):
    outline = read_outline(text)
    document = collect_terms([statement.text for statement in outline.statements])
    made = 0
    for one in outline.statements:
        marks = choose_blanks(one.text, members=one.members, document=document)
        material = Material(one.kind, one.text, marks, one.lead_in, one.ordered, one.speaker)
        made += len(make_questions(material, document=document))
    return made


def suggestions_of(texts):
    document = collect_terms(texts)
    for text in texts:
        blanks = rank_blanks(text, document=document)
        if blanks:
            choose_distractors(text, blanks[0], document=document, count=3, seed="")


def cpu(work, *args):
    """Seconds of CPU of the fastest of some rounds, nothing remembered from one to the next."""
    spent = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        with remembering():
            work(*args)
        spent.append(time.process_time() - begun)
    return min(spent)


def main():
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else TEXT
    if not path.exists():
        sys.exit(f"Skipped: {path} is not there; name a text to measure.")
    try:
        import jieba
        import jieba.posseg
    except ImportError:
        sys.exit("Skipped: jieba is not installed.")
    jieba.setLogLevel(60)
    text = decode(path.read_bytes(), limit_chars=10_000_000)
    jieba.posseg.lcut("预热。")
    made = questions_of(text)
    texts = [statement.text for statement in read_outline(text).statements]
    ours, theirs = cpu(questions_of, text), cpu(jieba.posseg.lcut, text)
    print(f"{len(text)} characters, {len(texts)} statements, {made} questions")
    print(f"all questions {ours:.3f} s, jieba.posseg {theirs:.3f} s: {ours / theirs:.2f} x")
    suggest = cpu(suggestions_of, texts) * 1000 / max(1, len(texts))
    print(f"blanks and distractors {suggest:.2f} ms a sentence")


if __name__ == "__main__":
    main()
