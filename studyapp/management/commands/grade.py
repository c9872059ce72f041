"""Grade answers from the standard input, one JSON object a line, without a database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from studyapp.questions.grading import grade_blank
from studyapp.questions.recitation import recite


class Command(BaseCommand):
    help = (
        "Read lines of JSON and write one for each: "
        '{"id", "sentence", "span", "key", "response"} for a blank, '
        '{"id", "text", "response"} for a recitation.'
    )
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        # JSON is UTF-8, whatever the locale of the machine says.
        for answer in grade_lines(sys.stdin.buffer):
            self.stdout.write(json.dumps(answer))


def grade_lines(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The grade of every line that is not blank. Raises CommandError with the line's number."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = _object(line)
            yield _grade_recitation(asked) if "text" in asked else _grade_blank(asked)
        except (ValueError, TypeError, KeyError, RecursionError) as problem:
            message = _("Line %(number)d: cannot be graded: %(problem)s.")
            raise CommandError(
                message % {"number": number, "problem": _account(problem)}
            ) from problem


def _object(line: bytes) -> dict[str, Any]:
    asked = json.loads(line)
    if not isinstance(asked, dict):
        raise TypeError(_("it is not a JSON object"))
    return asked


def _account(problem: Exception) -> str:
    if isinstance(problem, KeyError):
        return _("%(field)s is missing") % {"field": problem.args[0]}
    if isinstance(problem, json.JSONDecodeError | UnicodeDecodeError | RecursionError):
        return _("it is not JSON")
    return str(problem)


def _grade_blank(asked: dict[str, Any]) -> dict[str, Any]:
    sentence = _string(asked, "sentence")
    start, end = _span(asked, len(sentence))
    grade = grade_blank(
        [_string(asked, "key")],
        _string(asked, "response"),
        before=sentence[:start],
        after=sentence[end:],
    )
    verdict = "wrong" if grade.verdict == "missing" else grade.verdict
    return {"id": asked["id"], "verdict": verdict, "reason": grade.reason}


def _grade_recitation(asked: dict[str, Any]) -> dict[str, Any]:
    told = recite(_string(asked, "text"), _string(asked, "response"))
    clauses = [{"span": c.span, "verdict": c.verdict, "reason": c.reason} for c in told.clauses]
    return {"id": asked["id"], "score": round(told.score, 4), "clauses": clauses}


def _string(asked: dict[str, Any], field: str) -> str:
    if not isinstance(asked[field], str):
        raise TypeError(_("%(field)s is not a text") % {"field": field})
    return str(asked[field])


def _span(asked: dict[str, Any], length: int) -> tuple[int, int]:
    span = asked["span"]
    if not (isinstance(span, list) and len(span) == 2 and all(type(at) is int for at in span)):
        raise TypeError(_("span is not two numbers"))
    if not 0 <= span[0] <= span[1] <= length:
        raise ValueError(_("span lies outside the sentence"))
    return span[0], span[1]
