"""Static files: named by their content, compressed once, cached for ever."""

from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_BASE: Any = HashedFilesMixin  # its types leave out the patterns it keeps for subclasses


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no types
    """Whitenoise's storage, in which our JavaScript modules import each other by hashed names.

    Only ours: `django_htmx/ext/hx-sse-2.js` imports, in a comment, a file that is not there.
    """

    patterns = (*_BASE.patterns, ("studyapp/*.js", _BASE._js_module_import_aggregation_patterns[1]))
