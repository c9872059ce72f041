"""What a browser sends: the forms of the study page filled in; and what it shows."""

import re

ENGLISH = {"accept-language": "en"}
HTMX = {"HX-Request": "true", "HX-Target": "card"}
KINDS = (
    *("choice", "bank", "typed", "list", "order", "outline"),
    *("judge", "source", "recite"),
)


def fields(attempt, *, right=True):
    """The form of an attempt filled in, rightly or not."""
    answers = attempt.question.right_answers
    if attempt.kind == "judge":
        holds = attempt.options == answers
        said = {"said": "holds"} if holds == right else {"said": "swapped"}
        return said | ({} if holds == right else {"answer": answers if right else ["别的词"]})
    if attempt.kind == "bank":
        places = [attempt.options.index(answer) for answer in answers]
        return {"answer": places if right else places[::-1]}
    if attempt.kind in ("choice", "source"):
        return {"answer": next(n for n, o in enumerate(attempt.options) if (o in answers) == right)}
    if attempt.kind == "order":
        order = answers if right else answers[::-1]
        return {f"place-{row}": order.index(o) + 1 for row, o in enumerate(attempt.options)}
    if attempt.kind == "recite":
        answers = [attempt.question.prompt["text"]]
    return {"answer": answers if right else ["答非所问的一句话"] * len(answers)}


def text_of(response):
    """The page as it is shown; what it carries for later, in templates, is not."""
    return re.sub(r"<template.*?</template>", "", response.content.decode(), flags=re.DOTALL)
