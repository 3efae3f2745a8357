"""Drafting a bulletin: draw the figures, prove them, freeze them; draw them anew; discard; begin a later edition.

Each function is one write; the same request again has no second effect. What is published is never touched here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scope import scope_of
from exhibitions import history
from exhibitions.models import StaleDay
from partnership.models import Programme
from reports.bulletins import chain
from reports.bulletins.content import draw
from reports.bulletins.edition_changes import restatement_of
from reports.bulletins.proof import differences_from_facts
from reports.models import Bulletin, BulletinEntry
from uploads.refusals import Conflict, NotAllowed, NotFound, Refused
from uploads.remarks import read_remark
from visits.sql import hold_one_moment
from visits.totals.drain import drain_all

Action = BulletinEntry.Action
State = Bulletin.State

LONGEST_NOTE = 1000
MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class Notes:
    """What the drafter adds in words, in both languages: remarks on method, and for a later edition the reason."""

    notes: str = ""
    notes_en: str = ""
    reason: str = ""
    reason_en: str = ""


def draft_bulletin(user, programme: Programme, as_of: date, notes: Notes) -> tuple[str, Bulletin]:
    """Draft the first edition for `programme` as of `as_of`; returns ("created" | "same", bulletin).

    "same" is the draft that stands for this day already, whoever made it. Raises NotAllowed or Refused: for a day
    that is not over or before the programme, for totals that wait for the drain, for figures that the facts do not
    prove; and where an edition is published, for then a later edition is due.
    """
    _refuse_others(user, programme)
    notes = _checked(notes)
    if as_of >= timezone.localdate():
        raise Refused("as_of", _("This day is not over. Give an earlier one."))
    if as_of < programme.first_day:
        raise Refused("as_of", _("The programme began on {day}.").format(day=programme.first_day.isoformat()))
    standing = _first_edition(programme, as_of)
    if standing is None:
        content, at = _proved_content(programme, as_of)
        for _attempt in range(MOST_ATTEMPTS):
            try:
                with transaction.atomic():
                    number = _next_number(programme, as_of)
                    return "created", _store(user, programme, as_of, number, None, content, at, notes)
            except IntegrityError:
                # Somebody took the number or the day meanwhile.
                standing = _first_edition(programme, as_of)
                if standing is not None:
                    break
        else:
            raise Refused("busy", _("Others are drafting at this moment. Try again."))
    if standing.state == State.PUBLISHED:
        raise Refused(
            "published",
            _("Bulletin {number} is published for this day. Begin a later edition of it.").format(
                number=standing.number
            ),
        )
    return "same", standing


def draft_later_edition(user, bulletin_id: int, notes: Notes) -> tuple[str, Bulletin]:
    """Draft the edition after the published one `bulletin_id`; returns ("created" | "same", bulletin).

    Its content says what changed since, when and by which institution, and the reason in words, which is required.
    Refused where nothing changed.
    """
    refuse_role_that_never_drafts(user)
    earlier = Bulletin.objects.published().select_related("programme").filter(pk=bulletin_id).first()
    if earlier is None:
        raise NotFound
    programme = earlier.programme
    _refuse_others(user, programme)
    notes = _checked(notes)
    if not notes.reason:
        raise Refused("reason", _("Say why the figures are published anew."))
    standing = _later_edition(earlier)
    if standing is not None:
        return "same", standing
    content, at = _proved_content(programme, earlier.as_of)
    base = earlier.number if earlier.edition == 1 else earlier.number.rsplit("-", 1)[0]
    try:
        with transaction.atomic():
            chain.lock(earlier.pk)
            number = f"{base}-{earlier.edition + 1}"
            return "created", _store(user, programme, earlier.as_of, number, earlier, content, at, notes)
    except IntegrityError:
        standing = _later_edition(earlier)
        if standing is None:
            raise
        return "same", standing


def redraw(user, bulletin_id: int, digest: str, notes: Notes) -> str:
    """Draw the figures of a draft anew and take these notes; returns "stored", or "same" where nothing changed.

    `digest` is of the content that the person saw. Signatures under the content before are void.
    """
    notes = _checked(notes)
    seen = _readable_draft(user, bulletin_id)
    if seen.edition > 1 and not notes.reason:
        raise Refused("reason", _("Say why the figures are published anew."))
    content, at = _proved_content(seen.programme, seen.as_of)
    with transaction.atomic():
        bulletin = chain.lock(bulletin_id)
        refuse_unless_draft(bulletin, digest)
        text = _text(content, bulletin.number, bulletin.edition, bulletin.supersedes, notes)
        if _but_moment(text) == _but_moment(bulletin.content):
            return "same"
        before = bulletin.digest
        bulletin.content, bulletin.digest = text, history.digest(text)
        bulletin.drafted_by_id, bulletin.drafted_at = user.pk, at
        bulletin.save()
        bulletin.signatures.filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
        chain.append(
            bulletin,
            Action.REDRAW,
            by_id=user.pk,
            at=timezone.now(),
            content={"before": before, "digest": bulletin.digest},
        )
    return "stored"


def discard(user, bulletin_id: int, digest: str) -> str:
    """Give a draft up; its number is free again. A published bulletin stays for good. Returns "stored" or "same"."""
    with transaction.atomic():
        bulletin = _locked_for_staff(user, bulletin_id)
        if bulletin.state == State.DISCARDED:
            return "same"
        refuse_unless_draft(bulletin, digest)
        bulletin.state = State.DISCARDED
        bulletin.save(update_fields=["state"])
        chain.append(
            bulletin, Action.DISCARD, by_id=user.pk, at=timezone.now(), content={"digest": bulletin.digest}
        )
    return "stored"


def refuse_unless_draft(bulletin: Bulletin, digest: str) -> None:
    """Nobody changes or signs what is no draft, or what they have not seen."""
    if bulletin.state != State.DRAFT:
        raise Conflict(
            "state",
            _("The bulletin is {state}; that cannot be done now.").format(state=bulletin.get_state_display()),
            current={"state": bulletin.state},
            sent={},
        )
    if bulletin.digest != digest:
        raise Conflict(
            "digest",
            _("The content is not the one you looked at. Look at it again."),
            current={"digest": bulletin.digest},
            sent={"digest": digest},
        )


def refuse_role_that_never_drafts(user) -> None:
    """Bulletins are drafted by staff of the three institutions alone."""
    if not scope_of(user).is_staff:
        raise NotAllowed("role", _("Only staff of the partner institutions draft bulletins."))


def refuse_demonstration_account(user, programme: Programme) -> None:
    """An account whose password is printed acts for no institution: it drafts and signs demonstrations only."""
    if user.demonstration and not programme.demonstration:
        raise NotAllowed(
            "demonstration", _("Demonstration accounts draft and sign bulletins of the demonstration only.")
        )


# ---------------------------------------------------------------- drawing and storing


def _proved_content(programme: Programme, as_of: date) -> tuple[dict[str, Any], datetime]:
    """The figures of one moment, drained and held against the facts. Raises Refused."""
    drain_all()
    at = timezone.now()
    with transaction.atomic():
        hold_one_moment()
        if StaleDay.objects.filter(stop__programme=programme).exists():
            raise Refused(
                "stale",
                _("Totals of this programme are not up to date. Wait a moment, then draw the figures again."),
            )
        content = draw(programme, as_of, at)
        wrong = differences_from_facts(content, programme)
    if wrong:
        raise Refused(
            "unproved",
            _("The totals do not agree with the facts, so nothing was frozen: {differences}").format(
                differences="; ".join(wrong)
            ),
        )
    return content, at


def _store(
    user,
    programme: Programme,
    as_of: date,
    number: str,
    earlier: Bulletin | None,
    content: dict[str, Any],
    at: datetime,
    notes: Notes,
) -> Bulletin:
    edition = earlier.edition + 1 if earlier else 1
    text = _text(content, number, edition, earlier, notes)
    bulletin = Bulletin.objects.create(
        number=number,
        programme=programme,
        as_of=as_of,
        edition=edition,
        supersedes=earlier,
        content=text,
        digest=history.digest(text),
        drafted_by_id=user.pk,
        drafted_at=at,
    )
    chain.append(bulletin, Action.DRAFT, by_id=user.pk, at=at, content={"digest": bulletin.digest})
    return bulletin


def _text(content: dict[str, Any], number: str, edition: int, earlier: Bulletin | None, notes: Notes) -> str:
    """The whole content as it is hashed. Raises Refused for a later edition without any change."""
    restatement = None
    if earlier is not None:
        restatement = restatement_of(earlier, content, notes.reason, notes.reason_en)
        if not restatement["changes"]:
            raise Refused(
                "unchanged", _("No figure changed since edition {number}.").format(number=earlier.number)
            )
    return history.canonical_json(
        {
            **content,
            "number": number,
            "edition": edition,
            "notes": {"zh": notes.notes, "en": notes.notes_en},
            "restatement": restatement,
        }
    )


def _but_moment(text: str) -> dict[str, Any]:
    """A content without what differs by the moment alone."""
    content = history.read_body(text)
    return {name: content[name] for name in content if name not in ("drawn_at", "seal")}


def _next_number(programme: Programme, as_of: date) -> str:
    """The lowest number of the year that no draft and no published bulletin holds: TJ2026-001 (统计)."""
    prefix = f"{'DEMO' if programme.demonstration else 'TJ'}{as_of.year}-"
    taken = set(
        Bulletin.objects.standing().filter(number__startswith=prefix).values_list("number", flat=True)
    )
    number = 1
    while f"{prefix}{number:03}" in taken:
        number += 1
    return f"{prefix}{number:03}"


def _first_edition(programme: Programme, as_of: date) -> Bulletin | None:
    return Bulletin.objects.standing().filter(programme=programme, as_of=as_of, edition=1).first()


def _later_edition(earlier: Bulletin) -> Bulletin | None:
    """The draft of the next edition. Raises Refused where that one is published already."""
    standing = Bulletin.objects.standing().filter(supersedes=earlier).first()
    if standing is not None and standing.state == State.PUBLISHED:
        raise Refused("published", _("There is a later edition, {number}.").format(number=standing.number))
    return standing


# ---------------------------------------------------------------- refusals


def _refuse_others(user, programme: Programme) -> None:
    refuse_role_that_never_drafts(user)
    refuse_demonstration_account(user, programme)


def _readable_draft(user, bulletin_id: int) -> Bulletin:
    refuse_role_that_never_drafts(user)
    bulletin = Bulletin.objects.select_related("programme").filter(pk=bulletin_id).first()
    if bulletin is None:
        raise NotFound
    _refuse_others(user, bulletin.programme)
    return bulletin


def _locked_for_staff(user, bulletin_id: int) -> Bulletin:
    refuse_role_that_never_drafts(user)
    bulletin = chain.lock(bulletin_id)
    _refuse_others(user, bulletin.programme)
    return bulletin


def _checked(notes: Notes) -> Notes:
    """The notes cleaned. Raises Refused, with the field it is about as the code."""
    cleaned = {}
    for name, text in vars(notes).items():
        try:
            cleaned[name] = read_remark(text)
        except Refused as refused:
            raise Refused(name, refused.message) from refused
        if len(cleaned[name]) > LONGEST_NOTE:
            raise Refused(name, _("This text has at most {most} characters.").format(most=LONGEST_NOTE))
    return Notes(**cleaned)
