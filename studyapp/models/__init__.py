"""The rows: people, content, questions, study, memory. Import models from here."""

from .collections import Collection, CollectionEntry, Tag
from .content import (
    Document,
    Passage,
    Revision,
    Scope,
    Section,
    Statement,
)
from .imports import Import
from .memory import Memory, Rating, Review, Standing
from .people import Invitation, User
from .quality import QuestionFigures, Report
from .questions import Question
from .recital import Recital
from .study import Attempt, Correction, Enrolment, Rung, Sitting

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
