"""The state mark: a shape, then the word, colour last, so that no state is told by colour alone."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

WORDS = {
    "draft": _("Draft"),
    "filed": _("Filed"),
    "returned": _("Returned"),
    "endorsed": _("Endorsed"),
    "verified": _("Verified"),
    "published": _("Published"),
    "closed": _("Closed"),
    "missing": _("Missing"),
    "late": _("Late"),
    "due": _("Not due yet"),
    "preparing": _("In preparation"),
    "trial": _("On trial"),
    "running": _("Running"),
    "offline": _("Offline"),
    "conflict": _("Two numbers differ"),
}


@register.inclusion_tag("components/state.html")
def state(name: str, word: str = "") -> dict:
    """{% state "filed" %}, or with other words beside the same shape: {% state "filed" waiting %}."""
    return {"name": name, "word": word or WORDS[name]}
