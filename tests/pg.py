"""A PostgreSQL of the tests' own: started for a run, in a folder that is gone afterwards.

It listens on a socket in that folder only, trusts whoever can reach it, and never runs as root.
`python -m tests.pg` prints where its programs are, or exits with 1 and says why not.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

MISSING = "No PostgreSQL (initdb, postgres) in PATH or /usr/lib/postgresql/*/bin."
# Nothing here outlives the run, so nothing needs to reach the disk.
SPEED = ("-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


def find_programs():
    """Return the folder of the newest PostgreSQL's programs, or None."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(versions, key=lambda p: float(p.parent.name), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


def unprivileged_user():
    """Return whom to run the server as: None for ourselves, someone else when we are root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Yield the DATABASE_URL of a server that stops when the context is left."""
    programs = find_programs()
    if programs is None:
        raise FileNotFoundError(MISSING)
    user = unprivileged_user()
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    # A socket's path has to be short.
    with tempfile.TemporaryDirectory(
        prefix="pg-", dir="/tmp", ignore_cleanup_errors=True
    ) as folder:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        quiet = {"cwd": folder, "stdin": subprocess.DEVNULL, **identity}
        data = f"{folder}/data"
        options = ["-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        initdb = [programs / "initdb", "-D", data, *options]
        subprocess.run(initdb, check=True, capture_output=True, **quiet)
        with Path(folder, "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", folder, "-h", "", *SPEED],
                stdout=log,
                stderr=log,
                **quiet,
            )
        try:
            wait_until_ready(server, Path(folder))
            yield f"postgres://tests@{quote(folder, safe='')}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # drop whoever is still connected, then stop
            server.wait(timeout=30)


def wait_until_ready(server, folder):
    import psycopg

    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host=str(folder), user="tests", dbname="postgres").close()
            return
        time.sleep(0.05)
    raise RuntimeError((folder / "log").read_text(errors="replace"))


if __name__ == "__main__":
    folder = find_programs()
    print(folder or MISSING)
    sys.exit(folder is None)
