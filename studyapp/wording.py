"""The sentences that people read for what the pure rooms, or the system, tell in codes."""

from __future__ import annotations

import errno
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "exact": _("Exactly right."),
    "width": _("Full-width and half-width count as the same."),
    "punctuation": _("Punctuation does not count here."),
    "space": _("Spaces do not count."),
    "case": _("Capital letters do not count."),
    "script": _("Traditional and simplified characters count as the same."),
    "numeral": _("The same number, written another way."),
    "repeated": _("What stands beside the blank was typed with it; that does not count."),
    "alternative": _("Another answer that is accepted."),
    "empty": _("Nothing was written here."),
    "dont_know": "",
    "number": _("Another number."),
    "unit": _("Another unit."),
    "no_unit": _("The number is right; its unit or percent sign is missing."),
    "negation": _("A negation too many or too few."),
    "modal": _("Another degree of duty: must, should, may and must not differ."),
    "one_character": _("One character differs."),
    "one_short": _("One character is missing."),
    "one_over": _("One character too many."),
    "slip": _("One character differs; it is shown, and not counted as lost."),
    "extra": _("There is more here than the text has."),
    "missing": _("Part of it is missing."),
    "left_out": _("Left out."),
    "different": _("That is not what the text says."),
    "order": _("Right, but in another place."),
    "moved": _("Right, but in another place."),
    "elsewhere": _("Another member of this list stood for it: neither right nor lost."),
    "holds": _("It stands so in the text."),
    "unswapped": _("Nothing was swapped here."),
    "swapped": _("A term was swapped here."),
    "recited": "",
}

INSTRUCTIONS: dict[str, str | Promise] = {
    "read": _("New: read it once, then go on"),
    "choice": _("Which is it?"),
    "judge": _("True, or one term swapped?"),
    "section": _("Under which heading does it stand?"),
    "speaker": _("Who said it?"),
    "order": _("Put them in the right order"),
    "recite": _("Write it from memory"),
}


def reason(code: str) -> str:
    """The sentence for a grader's reason; an unknown code says nothing."""
    return str(REASONS.get(code, ""))


def instruction(
    kind: str, *, count: int = 1, ordered: bool = False, asks: str = "", total: int = 0
) -> str:
    """What a kind of question asks the learner to do, in a few words.

    `count` is how many blanks, members or headings; `ordered` whether the order of members
    counts; `asks` what a source asks for: the section or the speaker; `total` how many members a
    list has of which this question asks some.
    """
    if kind == "list" and total > count:
        known = {"count": count, "total": total}
        return gettext("Name these %(count)s of the list’s %(total)s members") % known
    if kind == "bank":
        return gettext("Put the words into the %(count)s blanks") % {"count": count}
    if kind == "source":
        kind = asks
    if kind == "typed":
        return ngettext("Fill in the blank", "Fill in %(count)s blanks", count) % {"count": count}
    if kind == "outline":
        return gettext("Name the %(count)s headings") % {"count": count}
    if kind == "list" and ordered:
        return gettext("Name the %(count)s members, in order") % {"count": count}
    if kind == "list":
        return gettext("Name the %(count)s members, in any order") % {"count": count}
    return str(INSTRUCTIONS[kind])


def nothing_given(kind: str) -> str:
    """What is said of an answer in which nothing is given; "" where nothing is asked."""
    if kind == "read":
        return ""
    if kind == "order":
        return gettext("Nothing is in its place yet. Put them in order, or choose “I don’t know”.")
    if kind == "bank":
        return gettext("No word is in its place yet. Put some in, or choose “I don’t know”.")
    if kind == "judge":
        return gettext("Say whether it is true as it stands, or choose “I don’t know”.")
    return gettext("Nothing is filled in yet. Write something, or choose “I don’t know”.")


def signed_in_anew() -> str:
    """What is said to who sends an answer from a page that another sign-in has outdated."""
    return gettext("You signed in anew since this question was shown. Send your answer once more.")


def no_term() -> str:
    """What is said to who calls a term swapped, and does not say by which."""
    return gettext("Write the term that belongs there, or choose “I don’t know”.")


def hint(kind: str, keys: list[str], *, level: int) -> str:
    """What a hint tells: how the answers begin (level 1), then how long they are.

    A recitation is too long to count: its second hint is how each clause begins.
    """
    if level == 1:
        begun = " · ".join(f"{key[:1]}……" for key in keys)
        return gettext("It begins: %(beginning)s") % {"beginning": begun}
    if kind == "recite":
        begun = "".join(f"{key[:1]}……" for key in keys)
        return gettext("Each clause begins: %(beginning)s") % {"beginning": begun}
    lengths = " · ".join(f"{key[:1]}{'○' * (len(key) - 1)}" for key in keys)
    return gettext("So long: %(length)s") % {"length": lengths}


def headline(verdict: str, *, right: int, missed: int, dont_know: bool = False) -> str:
    """What became of an answer in a few words: of `right + missed` parts, so many."""
    if verdict in ("read", "skipped"):
        return pgettext("verdict", "Read") if verdict == "read" else gettext("Skipped")
    if verdict == "right":
        return gettext("All %(count)s right") % {"count": right} if right > 1 else gettext("Right")
    if dont_know:
        return gettext("Not known yet")
    if right:
        return gettext("%(right)s right, %(missed)s missed") % {"right": right, "missed": missed}
    return gettext("Almost right") if verdict == "close" else gettext("Not right")


def recited(kept: int, total: int) -> str:
    """How much of a recitation stands, by clauses."""
    return gettext("%(kept)s of %(total)s clauses right") % {"kept": kept, "total": total}


def once_more(right: int, total: int) -> str:
    """What is told after a first try that was not right: nothing of the answer."""
    if total > 1 and right:
        return gettext("%(right)s of %(total)s right. Once more?") % {
            "right": right,
            "total": total,
        }
    return gettext("Not right yet. Once more?")


def missed_blank(key: str, why: str, *, number: int, total: int) -> str:
    """What a blank should hold and why the answer is not that. Blanks are counted from 1."""
    names = {"key": key, "number": number, "why": why}
    if total > 1 and why:
        return gettext("Blank %(number)s is “%(key)s”. %(why)s") % names
    if total > 1:
        return gettext("Blank %(number)s is “%(key)s”.") % names
    if why:
        return gettext("The text has “%(key)s”. %(why)s") % names
    return gettext("The text has “%(key)s”.") % names


def swapped(shown: str, key: str) -> str:
    """What a false statement said, and what the text says there."""
    return gettext("“%(shown)s” was put there; the text has “%(key)s”.") % {
        "shown": shown,
        "key": key,
    }


def on_your_word(given: str) -> str:
    """What was written where the learner says that it is right."""
    return gettext("You wrote “%(given)s”.") % {"given": given}


def graded_again(before: str, after: str) -> str:
    """That an answer was graded again, and why."""
    if before == after:
        return gettext("Graded again, for what is accepted here has changed.")
    said = {
        "right": pgettext("counted as", "right"),
        "close": pgettext("counted as", "almost right"),
        "wrong": pgettext("counted as", "wrong"),
    }
    return gettext(
        "Graded again, for what is accepted here has changed: "
        "it counted as %(before)s, it counts as %(after)s now."
    ) % {"before": said.get(before, before), "after": said.get(after, after)}


def about(numbers: list[int], why: str) -> str:
    """A reason that holds for some of the parts, counted from 1."""
    listed = "、".join(map(str, numbers))
    return gettext("No. %(numbers)s: %(reason)s") % {"numbers": listed, "reason": why}


def waiting(seconds: int) -> str:
    """When something may be tried again, as words to put into a sentence: “in 3 minutes”."""
    minutes = ceil(seconds / 60)
    if minutes <= 1:
        return gettext("in a minute")
    if minutes <= 90:
        words = ngettext("in %(minutes)d minute", "in %(minutes)d minutes", minutes)
        return words % {"minutes": minutes}
    hours = ceil(minutes / 60)
    return ngettext("in %(hours)d hour", "in %(hours)d hours", hours) % {"hours": hours}


SYSTEM: dict[int, str | Promise] = {
    errno.ENOENT: _("there is no such file or folder"),
    errno.EACCES: _("this user may not read or write it"),
    errno.EPERM: _("this user may not read or write it"),
    errno.EISDIR: _("it is a folder"),
    errno.ENOTDIR: _("its path leads through a file"),
    errno.ENAMETOOLONG: _("its name is too long"),
    errno.ENOSPC: _("the disk is full"),
    errno.EDQUOT: _("the disk is full"),
    errno.EROFS: _("the disk can only be read"),
    errno.EIO: _("the disk does not answer as it should"),
}


def of_system(problem: OSError) -> str:
    """Why the operating system did not do something; in its own words where that is rare."""
    return str(SYSTEM.get(problem.errno or 0, problem.strerror or type(problem).__name__))


def in_one_line(problem: Exception) -> str:
    """What a database says of a problem, which may be several lines."""
    return " ".join(str(problem).split())
