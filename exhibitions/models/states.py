"""The states of a stop, and which of them hold, have opened, have closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The life of a stop; the moves between states stand in `exhibitions.life`."""

    PROPOSED = "proposed", _("proposed")
    APPLIED = "applied", _("applied")
    CONFIRMED = "confirmed", _("confirmed")
    IN_TRANSIT = "in_transit", _("in transit")
    INSTALLING = "installing", _("installing")
    OPEN = "open", _("open")
    SUSPENDED = "suspended", _("suspended")
    DE_INSTALLING = "de_installing", _("de-installing")
    HANDED_OVER = "handed_over", _("handed over")
    REPORT_DUE = "report_due", _("report due")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")
    ARCHIVED = "archived", _("archived")
    CANCELLED = "cancelled", _("cancelled")
    POSTPONED = "postponed", _("postponed")


# States that hold the kit and the hall (rule 22): from confirmed to de-installing.
HOLDING_STATES = [
    State.CONFIRMED,
    State.IN_TRANSIT,
    State.INSTALLING,
    State.OPEN,
    State.SUSPENDED,
    State.DE_INSTALLING,
]
# States after the last open day.
CLOSED_STATES = [
    State.DE_INSTALLING,
    State.HANDED_OVER,
    State.REPORT_DUE,
    State.SUBMITTED,
    State.RETURNED,
    State.ACCEPTED,
    State.ARCHIVED,
]
OPENED_STATES = [State.OPEN, State.SUSPENDED, *CLOSED_STATES]
LEFT_STATES = [State.CANCELLED, State.POSTPONED]
