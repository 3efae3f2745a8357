from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PagesConfig(AppConfig):
    name = "pages"


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the portal's own site: who enters is asked of `accounts.scope`."""

    default = False
    default_site = "pages.administration.site.PortalAdminSite"
