"""One published bulletin of the demonstration, and its three signatures: what a visitor of a trial finds."""

from datetime import timedelta

from django.utils import timezone

from demonstration.accounts import STAFF_OF
from demonstration.making import Tour
from reports.bulletins.drafting import Notes, draft_bulletin
from reports.bulletins.signing import sign

NOTES = Notes(
    notes="示例公报：全部数字均为演示数据。",
    notes_en="A sample: all figures are demonstration data.",
)


def publish_bulletin(tour: Tour) -> None:
    """Publish the figures as of the last day of the month before, where the three accounts are and the day is over.

    Call once the totals are drained.
    """
    signers = {code: tour.accounts[name] for name, code in STAFF_OF.items() if name in tour.accounts}
    programme = tour.stops[0].stop.programme if tour.stops else None
    as_of = tour.as_of.replace(day=1) - timedelta(days=1)
    if len(signers) < len(STAFF_OF) or programme is None:
        return
    if not programme.first_day <= as_of < timezone.localdate():
        return
    _outcome, bulletin = draft_bulletin(signers["NLC"], programme, as_of, NOTES)
    for code, account in signers.items():
        sign(account, bulletin.pk, code, bulletin.digest)
