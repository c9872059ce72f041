"""The rows: people, content, study. Import models from here."""

from .content import (
    Collection,
    CollectionEntry,
    Document,
    Import,
    Question,
    Revision,
    Scope,
    Section,
    Statement,
)
from .people import User
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
    "Memory",
    "Question",
    "Rating",
    "Recital",
    "Review",
    "Revision",
    "Rung",
    "Scope",
    "Section",
    "Sitting",
    "Standing",
    "Statement",
    "User",
]
