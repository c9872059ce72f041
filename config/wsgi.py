"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
# Every page is read now: the first visitor shall not wait for it.
resolve("/healthz")
