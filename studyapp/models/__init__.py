"""The rows: people, content, study. Import models from here."""

from .collections import Collection, CollectionEntry, Tag
from .content import (
    Document,
    Import,
    Passage,
    Question,
    Revision,
    Scope,
    Section,
    Statement,
)
from .people import Invitation, User
from .quality import QuestionFigures, Report
from .recital import Recital
from .study import (
    Attempt,
    Correction,
    Enrolment,
    Memory,
    Rating,
    Review,
    Rung,
    Sitting,
    Standing,
)

__all__ = [
    "Attempt",
    "Collection",
    "CollectionEntry",
    "Correction",
    "Document",
    "Enrolment",
    "Import",
    "Invitation",
    "Memory",
    "Passage",
    "Question",
    "QuestionFigures",
    "Rating",
    "Recital",
    "Report",
    "Review",
    "Revision",
    "Rung",
    "Scope",
    "Section",
    "Sitting",
    "Standing",
    "Statement",
    "Tag",
    "User",
]
