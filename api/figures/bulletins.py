"""Published bulletins: what the three institutions signed, public (rule 16); and figures as one of them froze them."""

import re
from typing import Any

from django.db.models import QuerySet
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.frame import lookups
from api.frame.conditional import Version, not_modified
from api.frame.parameters import DEMONSTRATION, Parameter, Wrong, day, wrong
from api.registry.serializers import ProgrammeName
from api.registry.views import PROGRAMME, RegistryView
from exhibitions import history
from reports.bulletins.chain import standing_signatures
from reports.bulletins.published_figures import NotFrozen
from reports.models import Bulletin
from visits.feed import BULLETIN

A_NUMBER = re.compile(r"[A-Za-z0-9-]{1,24}", re.ASCII)


def read_bulletin_number(text: str) -> str:
    """The number of a bulletin as it stands in its address. Raises Wrong."""
    if not A_NUMBER.fullmatch(text):
        raise Wrong("invalid_bulletin", _("Give the number of a published bulletin, such as TJ2026-001."))
    return text


AS_PUBLISHED = Parameter(
    "as_published",
    read_bulletin_number,
    "Number of a published bulletin: the figures as it froze them, whatever changed since. 404 where there is none, "
    "400 for what it does not hold.",
)


def published_bulletin(number: str) -> Bulletin:
    """The published bulletin of a number. Raises NotFound: a draft looks like none."""
    found = Bulletin.objects.published().select_related("programme").filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def not_frozen(error: NotFrozen) -> ValidationError:
    """What a bulletin does not hold, as the error of the parameter that asked for it."""
    return wrong(error.parameter, "not_frozen", str(error))


def told_of(bulletin: Bulletin | None) -> dict[str, Any] | None:
    """Which bulletin an answer is as published in; None where it is as of now."""
    if bulletin is None:
        return None
    return {
        "number": bulletin.number,
        "digest": bulletin.digest,
        "as_of": bulletin.as_of,
        "published_at": bulletin.published_at,
    }


class BulletinRow(serializers.Serializer):
    """One edition. `digest` is the SHA-256 of `/bulletins/<number>/content.json`, to the byte."""

    number = serializers.CharField()
    programme = ProgrammeName()
    as_of = serializers.DateField()
    edition = serializers.IntegerField()
    supersedes = serializers.SerializerMethodField(
        help_text="Number of the edition before; null for a first one."
    )
    superseded_by = serializers.SerializerMethodField(
        help_text="Number of the edition that took its place; null while it stands."
    )
    demonstration = serializers.BooleanField()
    digest = serializers.CharField()
    drafted_at = serializers.DateTimeField(help_text="When the figures were drawn.")
    published_at = serializers.DateTimeField()

    def get_supersedes(self, bulletin: Bulletin) -> str | None:
        return bulletin.supersedes.number if bulletin.supersedes else None

    def get_superseded_by(self, bulletin: Bulletin) -> str | None:
        return later.number if (later := bulletin.published_later) else None


class SignatureRow(serializers.Serializer):
    institution = serializers.CharField(help_text="NLC, LSC or CSTM.")
    signed_at = serializers.DateTimeField()


class BulletinDetail(BulletinRow):
    signatures = serializers.SerializerMethodField()
    content = serializers.DictField(source="told", help_text="What was signed, parsed.")

    def get_signatures(self, bulletin: Bulletin) -> SignatureRow(many=True):  # type: ignore[valid-type]
        return [
            {"institution": row.organisation.code, "signed_at": row.signed_at}
            for row in standing_signatures(bulletin)
        ]


class BulletinView(RegistryView):
    """Published bulletins. What is published never changes; a correction is a later edition with its own number."""

    lookup_field = "number"
    feed_type = BULLETIN
    row = BulletinRow
    detail_row = BulletinDetail
    orders = {"published_at": "published_at", "as_of": "as_of"}
    default_order = "-published_at"
    demonstration_field = "programme__demonstration"
    filters = (
        PROGRAMME,
        day("start", "As of this day or later."),
        day("end", "As of this day or earlier."),
        DEMONSTRATION,
    )

    def all_rows(self) -> QuerySet[Bulletin]:
        rows = Bulletin.objects.published().with_editions()
        return rows.without_content() if self.action == "list" else rows

    def narrowed(self, rows: QuerySet[Bulletin], query: dict[str, Any]) -> QuerySet[Bulletin]:
        lookups.refuse_reversed(query["start"], query["end"])
        if query["programme"]:
            rows = rows.filter(programme=lookups.programme(query["programme"]))
        for name, field in (("start", "as_of__gte"), ("end", "as_of__lte")):
            if query[name] is not None:
                rows = rows.filter(**{field: query[name]})
        return rows

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        bulletin: Bulletin = self.get_object()
        later = bulletin.published_later
        facts = f"{bulletin.digest}-{later.number if later else ''}-{request.get_full_path()}"
        version = Version(quote_etag(history.digest(facts)[:32]), None)
        unchanged = not_modified(request, version)
        if unchanged is not None:
            return unchanged
        return Response(self.get_serializer(bulletin).data, headers=version.headers())
