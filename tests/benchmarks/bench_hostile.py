"""The time and memory that each file of a folder takes to be read, the hungriest first.

    python -m tests.benchmarks.bench_hostile FOLDER [FILES SHOWN]

Each is read by a child of its own, as on the site; `mb` is the most that it held, what all children
share with the process that bears them included.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from studyapp import reading_process

SECONDS = 60.0
LIMIT_CHARS = 1_000_000


def cost(file: Path) -> dict[str, Any]:
    """What reading a file takes; in a process of its own, whose children are its readers alone."""
    receiving, sending = os.pipe()
    parent = os.fork()
    if parent == 0:
        began = time.perf_counter()
        job = {"name": file.name, "limit_chars": LIMIT_CHARS, "seconds": SECONDS}
        said = json.loads(reading_process.answer(file.read_bytes(), job))
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = {
            "file": file.name,
            "mb": round(spent.ru_maxrss / 1000),
            "s": round(time.perf_counter() - began, 2),
            "cpu": round(spent.ru_utime + spent.ru_stime, 2),
            "said": said.get("code", "read"),
        }
        os.write(sending, json.dumps(told).encode())
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as pipe:
        told = json.loads(pipe.read())
    os.waitpid(parent, 0)
    return dict(told)


def main() -> None:
    files = sorted(file for file in Path(sys.argv[1]).iterdir() if file.suffix != ".json")
    most = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    job = {"name": "warm.md", "limit_chars": LIMIT_CHARS}
    reading_process.read(reading_process._WARM_UP.read_bytes(), job)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"before any": round(own / 1000)}))
    for told in sorted(map(cost, files), key=lambda told: -int(told["mb"]))[:most]:
        print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
