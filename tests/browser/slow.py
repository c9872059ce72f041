"""A slow site, for telling which tests read a page before it is there.

With SLOW=0.25 in the environment every page comes in three pieces (its head, half of its body, the
rest) that many seconds apart, and every form is thought over as long. A test that fails only then
does not wait for what it asserts: see waits.py.
"""

import os
import time

from django.core.handlers.wsgi import WSGIHandler

PAUSE_S = float(os.environ.get("SLOW", "0"))
HEAD_ENDS = b"</head>"

answer = WSGIHandler.__call__


def slowly(handler, environ, start_response):
    if environ["REQUEST_METHOD"] == "POST":
        time.sleep(PAUSE_S)
    response = answer(handler, environ, start_response)
    is_page = getattr(response, "headers", {}).get("Content-Type", "").startswith("text/html")
    return Pieces(response) if is_page else response


class Pieces:
    """The body of an answer; what htmx asks for has no head, and comes late but whole."""

    def __init__(self, response):
        self.response = response
        self.close = response.close

    def __iter__(self):
        body = b"".join(self.response)
        head = body.find(HEAD_ENDS) + len(HEAD_ENDS) if HEAD_ENDS in body else 0
        # Not within a tag: a browser holds that back as it does what has not come.
        half = body.rfind(b"<", 0, (head + len(body)) // 2)
        yield body[:head]
        for piece in (body[head:half], body[half:]) if head else (body,):
            time.sleep(PAUSE_S)
            yield piece
