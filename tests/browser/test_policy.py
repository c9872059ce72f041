"""Pages that are not our own, the admin panel's and the account pages, keep our content policy.

The watch over every page fails a test in which the browser refused any of it.
"""

import re

from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import expect

from studyapp.models import User
from tests.browser.waits import follow


def administrator():
    return User.objects.create_superuser("admin", password="a long password")


def test_the_admin_panel_keeps_the_policy(page, sign_in, rf):
    request = rf.get("/")
    request.user = administrator()
    sign_in(page, request.user)
    addresses = [reverse("admin:index"), reverse("admin:password_change")]
    for model, options in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses.append(reverse(f"{name}_changelist"))
        if options.has_add_permission(request):
            addresses.append(reverse(f"{name}_add"))
    for address in addresses:
        assert page.goto(address).status == 200, address


def test_signing_in_to_the_admin_panel_keeps_the_policy(page):
    administrator()
    page.goto("/admin/")
    page.fill("[name=login]", "admin")
    page.fill("[name=password]", "a long password")
    follow(page, "main button.main")
    expect(page).to_have_url(re.compile("://[^/]+/admin/$"))


def test_the_doors_keep_the_policy(page):
    for name in ("account_login", "account_signup", "account_reset_password"):
        assert page.goto(reverse(name)).status == 200, name


def test_the_account_pages_keep_the_policy(page, sign_in):
    sign_in(page, administrator())
    # The last two ask for the password again first.
    names = ("account_change_password", "account_email", "account_logout", "account_reauthenticate")
    for name in (*names, "mfa_index", "mfa_activate_totp"):
        assert page.goto(reverse(name)).status == 200, name
