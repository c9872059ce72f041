"""Learners answer while the server is killed and the network drops: every answer is there, once.

FAULT_ANSWERS and FAULT_KILLS make it longer, FAULT_SEED repeats a run.
"""

import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import PHONE, WIDE

ROOT = Path(__file__).resolve().parent.parent.parent
ANSWERS = int(os.environ.get("FAULT_ANSWERS", "200"))
KILLS = int(os.environ.get("FAULT_KILLS", "20"))
SEED = os.environ.get("FAULT_SEED", "1")
LEARNERS = 4
# A busy machine is no failure.
PATIENCE_S = 5 * ANSWERS

# As `quickstart` serves, without the preparations that a first start makes.
SERVE = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from studyapp.management.commands.quickstart import serve
serve()
"""


class Server:
    """A server with data of its own, in processes that can be killed."""

    def __init__(self, folder, port):
        self.address = f"http://127.0.0.1:{port}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder),
            "SITE_URL": self.address,
            "WORKERS": "1",
        }
        self.database = folder / "db.sqlite3"
        self.kills = 0
        self.process = None

    def run(self, *command):
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def start(self):
        self.process = self.run("-c", SERVE)

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def is_up(self):
        try:
            with urlopen(f"{self.address}/healthz", timeout=1):
                return True
        except (URLError, OSError):
            return False

    def wait_until_up(self):
        deadline = time.monotonic() + 60
        while not self.is_up():
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.05)

    def rows(self, query):
        with closing(sqlite3.connect(self.database, timeout=20)) as database:
            return database.execute(query).fetchall()


@pytest.fixture
def server(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Server(tmp_path, port)
    assert server.run("manage.py", "quickstart", "--no-serve").wait(120) == 0
    server.start()
    server.wait_until_up()
    yield server
    server.kill()


@contextmanager
def killed_again_and_again(server, learners, lot):
    """Kill the server and start it anew, at moments nobody expects while answers are given."""
    done = Event()
    moments = sorted(lot.sample(range(1, ANSWERS), KILLS))

    def kill():
        while moments and not done.wait(0.02):
            if sum(len(each.given) for each in learners) < moments[0]:
                continue
            del moments[0]
            done.wait(lot.uniform(0, 0.3))
            server.kill()
            server.kills += 1
            done.wait(lot.uniform(0, 0.5))
            server.start()
            server.wait_until_up()

    killer = Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        done.set()
        killer.join()


class Learner:
    """Someone who answers whatever their browser shows, in one window."""

    def __init__(self, browser, server, lot, number):
        phone = number % 2
        self.context = browser.new_context(
            base_url=server.address,
            viewport=PHONE if phone else WIDE,
            is_mobile=bool(phone),
            has_touch=bool(phone),
        )
        self.page = self.context.new_page()
        self.lot = lot
        self.offline_for = 0
        self.given = []
        self.acknowledged = set()
        self.page.on("response", self.on_response)

    def on_response(self, response):
        if response.request.method == "POST" and response.status == 200:
            path = response.url.split("/study/attempts/")
            if len(path) == 2 and path[1].count("/") == 1:
                self.acknowledged.add(path[1].strip("/").replace("-", ""))

    def begin(self, document):
        self.page.goto(document)
        self.page.select_option("select[name=kind]", "typed")
        self.page.click("form:has(select[name=kind]) button")
        self.page.wait_for_url("**/attempts/*/")
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        # From now on what does not come is given up soon.
        self.page.set_default_timeout(2_000)

    def step(self):
        """Do one thing: answer, go on, reload; the network comes and goes."""
        self.weather()
        try:
            if self.lot.random() < 0.02:
                self.page.reload()
            elif self.page.query_selector("answer-form[data-phase=question] .blank"):
                self.answer()
            elif self.page.query_selector("answer-form[data-phase=feedback]"):
                self.page.click("[data-next]:enabled", timeout=300)
            elif not self.page.query_selector("answer-form"):
                # The browser's own page about a site that is not there.
                self.page.reload()
        except Error:
            self.page.wait_for_timeout(20)

    def weather(self):
        self.offline_for -= 1
        if self.offline_for == 0:
            self.context.set_offline(False)
        elif self.offline_for < 0 and self.lot.random() < 0.03:
            self.context.set_offline(True)
            self.offline_for = self.lot.randint(3, 25)

    def answer(self):
        url = self.page.get_attribute("answer-form form", "action")
        pk = url.split("/")[3].replace("-", "")
        text = f"答案{len(self.given)}"
        for blank in self.page.query_selector_all("answer-form .blank"):
            blank.fill(text, timeout=300)
        self.page.focus("answer-form .blank >> nth=-1", timeout=300)
        if pk not in self.given:
            self.given.append(pk)
        # Unlike `page.press` this never fails after it has pressed, when the site does not answer.
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("answer-form[data-phase=feedback]", timeout=400)

    @property
    def waiting(self):
        return self.page.evaluate(
            "Object.keys(localStorage).filter((name) => name.startsWith('answer ')).length"
        )


def settle(learners, server):
    """Let what still waits be saved, as it is by itself once the site is there again."""
    deadline = time.monotonic() + 120
    for learner in learners:
        learner.context.set_offline(False)
        while True:
            try:
                if not learner.waiting:
                    break
            except Error:
                with suppress(Error):
                    learner.page.reload()
            learner.page.wait_for_timeout(100)
            assert time.monotonic() < deadline, "answers still wait"


def test_every_answer_is_there_once_whatever_is_killed(browser, server):
    lot = random.Random(SEED)
    learners = [Learner(browser, server, lot, number) for number in range(LEARNERS)]
    document = server.rows("select id from studyapp_document")[0][0]
    for learner in learners:
        learner.begin(f"/documents/{document}/")
    wanted = ANSWERS // LEARNERS
    deadline = time.monotonic() + PATIENCE_S
    with killed_again_and_again(server, learners, lot):
        while busy := [each for each in learners if len(each.given) < wanted]:
            for learner in busy:
                learner.step()
            assert time.monotonic() < deadline, [len(each.given) for each in learners]
        while server.kills < KILLS:
            learners[0].page.wait_for_timeout(50)
    settle(learners, server)

    given = [pk for learner in learners for pk in learner.given]
    answered = server.rows(
        "select a.id, a.response from studyapp_attempt a where received_at is not null"
    )
    assert len(given) == len(set(given)) == ANSWERS
    assert sorted(pk for pk, _response in answered) == sorted(given)
    assert all("答案" in response or "\\u" in response for _pk, response in answered)
    for learner in learners:
        assert learner.acknowledged <= set(learner.given)
    # An answer that was recorded twice would have moved its sitting on twice.
    assert server.rows("select sum(done) from studyapp_sitting")[0][0] == ANSWERS
    assert server.kills >= KILLS
    for learner in learners:
        learner.context.close()
