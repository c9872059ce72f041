"""Static files: named by their content, compressed once, cached for ever; what pages need
together, in one file."""

from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import Storage as FileStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_OUTBOX = ("studyapp/js/answer-outbox.js", "studyapp/js/outbox-notice.js")
BUNDLES = {
    "studyapp/site.css": ("studyapp/css/main.css", "studyapp/css/parts.css"),
    "studyapp/site.js": ("django_htmx/htmx-2.min.js", *_OUTBOX),
    "studyapp/outbox.js": _OUTBOX,
    "studyapp/study.js": (
        "studyapp/js/answer-keys.js",
        "studyapp/js/answer-form.js",
        "studyapp/js/answer-ahead.js",
        "studyapp/js/answer-draft.js",
        "studyapp/js/order-list.js",
        "studyapp/js/word-bank.js",
    ),
    "studyapp/exam.js": (
        "studyapp/js/exam-clock.js",
        "studyapp/js/exam-held.js",
        "studyapp/js/exam-card.js",
        "studyapp/js/exam-marks.js",
        "studyapp/js/exam-paper.js",
    ),
}
"""Files that are served as one, in this order. Each stands by itself: a sheet opens with its
layers, a script is one function that only defines elements, which pages have or have not."""


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no types
    """Whitenoise's storage, which also makes the bundles."""

    def post_process(
        self, paths: dict[str, tuple[FileStorage, str]], *args: Any, **options: Any
    ) -> Any:
        """Make the bundles of what was collected, then name and compress all."""
        for name, parts in BUNDLES.items() if not options.get("dry_run") else ():
            self.delete(name)
            self.save(name, ContentFile(_joined([_content(*paths[part]) for part in parts])))
            paths[name] = (self, name)
        return super().post_process(paths, *args, **options)


def _content(storage: FileStorage, path: str) -> bytes:
    with storage.open(path) as file:
        content: bytes = file.read()
    return content


def _joined(parts: list[bytes]) -> bytes:
    """The parts, each on lines of its own: a script may end without a semicolon or in a comment."""
    return b"".join(part + b"\n" for part in parts)


def files_of(bundle: str) -> tuple[str, ...]:
    """What a page links for a bundle: the one file, or its parts where files are served as they
    are."""
    return (bundle,) if isinstance(staticfiles_storage, Storage) else BUNDLES[bundle]
