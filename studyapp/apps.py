from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StudyAppConfig(AppConfig):
    name = "studyapp"
    verbose_name = _("Chengsong")

    def ready(self) -> None:
        from studyapp.editors import make_group  # noqa: PLC0415 - models are there only now

        post_migrate.connect(make_group, sender=self)


class AdminConfig(admin_apps.SimpleAdminConfig):
    """Django's admin panel, with a door of ours, which reads its pages when they are needed."""

    default = False
    default_site = "studyapp.admin_site.Site"
