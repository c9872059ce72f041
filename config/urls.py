"""Every address of the site: the admin panel, accounts, and the app's own."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView
from django.views.i18n import set_language

from studyapp.urls import accounts
from studyapp.views import health

# Asked for by browsers on pages that name no icon: the admin panel's, a bare error page.
icon = RedirectView.as_view(url=lazy(static, str)("studyapp/icon.svg"))

urlpatterns = [
    path("favicon.ico", login_not_required(icon)),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("accounts/", include(accounts)),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("", include("studyapp.urls")),
]

handler400 = "studyapp.views.errors.bad_request"
handler429 = "studyapp.views.errors.too_many"
