"""English blanks that are nothing to know: what any sentence says, or half of a phrase."""

from __future__ import annotations

from collections.abc import Sequence

from studyapp.questions.candidates import Candidate
from studyapp.questions.terms import DocumentTerms
from studyapp.questions.wordlists import ENGLISH_DETERMINERS, ENGLISH_PREPOSITIONS
from studyapp.text.segment import Word

COMMON, COMMON_SHARE = 6, 0.025
"""Statements, and share of them, from which on a single word says what all of the document is."""
EVERYWHERE = 0.05
"""Share of the statements from which on a name is what the document is about: State Party."""
NO_ANSWER = frozenset(
    """
    ability access account action activity addition advantage aim amount answer applicant
    application approach area aspect attention authority basis beginning behalf being body bulk
    capacity care category cause chance change character choice circumstance class company concern
    condition conduct conformity consideration contrary course date day degree difference
    difficulty effect effort element end enjoyment event evidence exception existence experience
    extent fact factor failure feature field figure force form framework function goal group hand
    head idea importance individual information instance institution instrument interest issue
    item job kind lack lead length level life light limit line list look main majority man manner
    material matter mean measure meeting member mention method mind minute moment move name nature
    need note notice number object occasion office opinion opportunity option order organization
    others part party passage pattern people period person place plan point position possibility
    practice presence problem procedure process product progress proportion provision purpose
    quality quantity question range rate reason reference regard relation relationship request
    requirement respect response result return right risk role rule same scale scope sense service
    set shape share side sign situation size sort source specific spirit stage standard state
    statement step structure subject success support system task term thing topic total trouble
    turn type unit use value variety view volume want way week whole will wish word work world
    year
    """.split()
)
"""Nouns that a dozen others could replace wherever they stand."""
_ADJECTIVES = frozenset(
    """
    able ahead apart back forth forward
    adequate ancient apparent appropriate apt available aware better certain clear common
    competent complete concrete consistent convenient correct current dead deep different early
    easy efficient equal evident exact extra false fit former frequent full good great hard high
    important inconsistent independent inferior large later latter likely long main moderate modern
    necessary new obsolete old open ordinary particular permanent plain poor present private proper
    public ready real recent relevant respective responsible rich short similar simple small so
    strong sufficient sure temporary true urgent voluntary weak wide worth wrong young
    """.split()
)
_OPENS_OBJECT = frozenset(
    "a an the any each every his her its their our your my this these those such him them".split()
)
"""Words before which a small word is a verb, and no noun."""
_BEFORE_A_VERB = frozenset(
    "shall may must will can should would could might not to those who which that been is are was"
    " were be being".split()
)
_POINTING = frozenset(
    "foregoing aforesaid said preceding above following same such present".split()
)
_BEFORE_AN_ACT = frozenset({"to", "of"})
_HELD = frozenset({"right", "rights", "power", "powers", "duty", "authority", "obligation"})
"""What one has to do something, or of something: little else could stand there."""


def is_idle_english(words: Sequence[Word], one: Candidate, document: DocumentTerms) -> bool:
    """Whether an English blank, no amount, asks for nothing or is not a phrase by itself."""
    return is_half_english(words, one, document) or _says_nothing(words, one, document)


def is_half_english(words: Sequence[Word], one: Candidate, document: DocumentTerms) -> bool:
    """Whether an English blank is a verb, an adjective, or half of a phrase."""
    parts = one.text.split(" ")
    after = words[one.last + 1] if one.last + 1 < len(words) else None
    following = after.text.lower() if after is not None else ""
    before = words[one.first - 1].text.lower() if one.first else ""
    if one.text.islower() and (following in _OPENS_OBJECT or before in _BEFORE_A_VERB):
        return True  # shall encourage | the provision, shall | exist
    if parts[0].lower() in _POINTING or (not one.text.islower() and parts[-1].islower()):
        return True  # foregoing Powers; general Laws | prescribe
    if any(part.endswith(("'s", "’s")) for part in parts) or parts[-1].lower() in _ADJECTIVES:
        return True
    if len(parts) == 1:
        return False
    return not (_is_proper(parts) or _is_whole(words, one, document))


def _says_nothing(words: Sequence[Word], one: Candidate, document: DocumentTerms) -> bool:
    """Whether any other sentence could say it, or the whole document does."""
    parts = one.text.split(" ")
    if one.text in document.framed:
        return True  # Secretary-General of the | United Nations
    if len(parts) > 1:
        ends = parts[0].lower(), parts[-1].lower()
        if _is_proper(parts):
            return document.counts.get(one.text, 0) > max(COMMON, EVERYWHERE * document.statements)
        return any(map(_is_no_answer, ends))
    key = one.text.lower()
    after = words[one.last + 1].text.lower() if one.last + 1 < len(words) else ""
    if _is_no_answer(key) or len(key) < 3 or (key in _HELD and after in _BEFORE_AN_ACT):
        return True
    return _is_everywhere(one.text, document)


def _is_no_answer(word: str) -> bool:
    return word in NO_ANSWER or word.removesuffix("s") in NO_ANSWER


def _is_everywhere(key: str, document: DocumentTerms) -> bool:
    count = document.counts.get(key, 0)
    return count >= COMMON and count > COMMON_SHARE * document.statements


def _is_proper(parts: Sequence[str]) -> bool:
    return all(part[:1].isupper() or part in ("of", "the", "and") for part in parts)


def _may_close_in_verb(key: str) -> bool:
    """Whether the last word may be what the one before it does: notebook asks."""
    return key.islower() and key.endswith("s") and not key.endswith(("ss", "us", "is", "ics"))


def _is_whole(words: Sequence[Word], one: Candidate, document: DocumentTerms) -> bool:
    """Several small words: said more than once, or between a determiner and a word that joins."""
    if document.counts.get(one.text, 0) > 1:
        return True
    before = words[one.first - 1].text.lower() if one.first else ""
    after = words[one.last + 1] if one.last + 1 < len(words) else None
    if one.first == 1 and _may_close_in_verb(one.text):
        return False  # The | notebook asks for: what opens a sentence may hold its verb
    closes = after is None or after.pos in ("stop", "x")
    return closes and before in ENGLISH_DETERMINERS | ENGLISH_PREPOSITIONS
