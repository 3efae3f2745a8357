from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.utils.translation import gettext_lazy as _


class TourExhibitConfig(AppConfig):
    """The roof as an application: only its management commands are found through it."""

    name = "tourexhibit"
    verbose_name = _("Tour Exhibition Portal")


class PortalStaticFilesConfig(StaticFilesConfig):
    """Leaves out what nothing here serves: the browsable API's files and the second viewer of the API document."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "rest_framework", "redoc"]
