"""The addresses of the pages. One address, one resource."""

from django.urls import path

from studyapp.views import account, enrolments, library, offline, progress, study, today

urlpatterns = [
    path("", today.today, name="today"),
    path("library/", library.library, name="library"),
    path("documents/<int:pk>/", library.document, name="document"),
    path("documents/<int:pk>/read/", library.read, name="read"),
    path("documents/<int:pk>/read/whole/", library.read_whole, name="read_whole"),
    path("documents/<int:pk>/read/<int:number>/", library.read, name="page"),
    path("documents/<int:pk>/sections/<int:position>/", library.section, name="section"),
    path("documents/<int:pk>/place/", library.place, name="place"),
    path("study/", study.start, name="start"),
    path("study/sittings/<int:pk>/", study.sitting, name="sitting"),
    path("study/sittings/<int:pk>/next/", study.next_attempt, name="next_attempt"),
    path("study/sittings/<int:pk>/finish/", study.finish, name="finish"),
    path("study/sittings/<int:pk>/today/", study.into_today, name="into_today"),
    path("study/attempts/<uuid:pk>/", study.attempt, name="attempt"),
    path("study/attempts/<uuid:pk>/hint/", study.hint, name="hint"),
    path("study/attempts/<uuid:pk>/undo/", study.undo, name="undo"),
    path("study/attempts/<uuid:pk>/override/", study.override, name="override"),
    path("study/shell/", offline.shell, name="shell"),
    path("worker.js", offline.worker, name="worker"),
    path("progress/", progress.progress, name="progress"),
    path("progress/counts/", progress.counts, name="counts"),
    path("progress/mistakes/", progress.mistakes, name="mistakes"),
    path("progress/mistakes/sheet/", progress.mistakes_sheet, name="mistakes_sheet"),
    path("progress/mistakes/practise/", progress.practise_mistakes, name="practise_mistakes"),
    path("progress/mistakes/today/", progress.mistakes_today, name="mistakes_today"),
    path("enrolments/", enrolments.enrolments, name="enrolments"),
    path("enrolments/<int:document>/", enrolments.enrolment, name="enrolment"),
    path("enrolments/<int:document>/move/", enrolments.move, name="move_enrolment"),
    path("enrolments/<int:document>/pause/", enrolments.pause, name="pause_enrolment"),
    path("account/", account.account, name="account"),
]
