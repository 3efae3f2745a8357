from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = _("Partners")

    def ready(self) -> None:
        from api.feed.triggers import put_in_place  # imports models, which are there by now

        post_migrate.connect(put_in_place, sender=self, dispatch_uid="api.feed.triggers")
