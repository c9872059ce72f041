"""The addresses of the pages. One address, one resource."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from studyapp.http import members_only
from studyapp.views import (
    account,
    collections,
    enrolments,
    library,
    progress,
    reports,
    statements,
    study,
    texts,
    today,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("backlog/spread/", today.spread, name="spread"),
    path("library/", library.library, name="library"),
    path("collections/<int:pk>/", collections.collection, name="collection"),
    path("collections/<int:pk>/plan/", collections.plan, name="plan_collection"),
    path("documents/<int:pk>/", library.document, name="document"),
    path("documents/<int:pk>/read/", library.read, name="read"),
    path("documents/<int:pk>/read/whole/", library.read_whole, name="read_whole"),
    path("documents/<int:pk>/read/<int:number>/", library.read, name="page"),
    path("documents/<int:pk>/sections/<int:position>/", library.section, name="section"),
    path("documents/<int:pk>/revise/", texts.import_text, name="revise_text"),
    path("documents/<int:pk>/undo/", texts.undo_revision, name="undo_revision"),
    path("documents/<int:pk>/delete/", texts.delete_text, name="delete_text"),
    path("texts/import/", texts.import_text, name="import_text"),
    path("texts/imports/<int:pk>/", texts.preview_text, name="preview_text"),
    path("documents/<int:pk>/place/", library.place, name="place"),
    path("statements/<int:pk>/", statements.statement, name="statement"),
    path("statements/<int:pk>/aside/", statements.set_aside, name="set_aside"),
    path("statements/<int:pk>/today/", statements.into_today, name="statement_today"),
    path("study/", study.start, name="start"),
    path("study/sittings/<int:pk>/", study.sitting, name="sitting"),
    path("study/sittings/<int:pk>/next/", study.next_attempt, name="next_attempt"),
    path("study/sittings/<int:pk>/finish/", study.finish, name="finish"),
    path("study/sittings/<int:pk>/today/", study.into_today, name="into_today"),
    path("study/attempts/<uuid:pk>/", study.attempt, name="attempt"),
    path("study/attempts/<uuid:pk>/hint/", study.hint, name="hint"),
    path("study/attempts/<uuid:pk>/known/", study.known, name="known"),
    path("study/attempts/<uuid:pk>/undo/", study.undo, name="undo"),
    path("study/attempts/<uuid:pk>/override/", study.override, name="override"),
    path("study/attempts/<uuid:pk>/report/", reports.report, name="report"),
    path("reports/", reports.reports, name="reports"),
    path("progress/", progress.progress, name="progress"),
    path("progress/counts/", progress.counts, name="counts"),
    path("progress/mistakes/", progress.mistakes, name="mistakes"),
    path("progress/mistakes/sheet/", progress.mistakes_sheet, name="mistakes_sheet"),
    path("progress/mistakes/practise/", progress.practise_mistakes, name="practise_mistakes"),
    path("progress/mistakes/today/", progress.mistakes_today, name="mistakes_today"),
    path("enrolments/", enrolments.enrolments, name="enrolments"),
    path("enrolments/<int:document>/", enrolments.enrolment, name="enrolment"),
    path("enrolments/<int:document>/add/", enrolments.add, name="add_enrolment"),
    path("enrolments/<int:document>/remove/", enrolments.remove, name="remove_enrolment"),
    path("enrolments/<int:document>/move/", enrolments.move, name="move_enrolment"),
    path("enrolments/<int:document>/pause/", enrolments.pause, name="pause_enrolment"),
    path("account/", account.account, name="account"),
    path("account/email/", account.email, name="account_email"),
    path("account/export/", account.export_all, name="export"),
    path("account/delete/", account.delete, name="delete_account"),
    path("account/sessions/", account.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("join/<str:token>/", allauth.signup, name="join"),
]

# Of allauth's pages those that are needed here, under the names that it knows them by.
accounts = [
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", allauth.signup, name="account_signup"),
    path("reauthenticate/", members_only(allauth.reauthenticate), name="account_reauthenticate"),
    path("password/change/", members_only(allauth.password_change), name="account_change_password"),
    path("password/set/", members_only(allauth.password_set), name="account_set_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", members_only(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", members_only(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", members_only(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", members_only(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/",
        members_only(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        members_only(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        members_only(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
