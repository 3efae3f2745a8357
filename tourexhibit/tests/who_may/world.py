"""A small tour in two provinces with something private of every kind on both sides, and everybody who may call.

What the callers may see is side A (Zhejiang); side B (Jiangxi) is the mirror of it and somebody else's. Whatever is
private at B bears `SECRET`, so that an answer that tells of it is found out.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from accounts import invitations
from accounts.invitations import Gift
from accounts.models import DeniedWrite, User
from api.exports.models import Export
from api.tokens.models import PartnerToken
from api.webhooks.models import WebhookDelivery, WebhookSubscription
from exhibitions.models import Event, Exhibition, HistoryEntry, StaleDay, State, Stop, TourPlan
from libraries.models import CountyLibrary, Hall, Holiday
from partnership.embedding import Embedding
from partnership.models import (
    Agreement,
    AgreementPart,
    Campaign,
    CooperationArea,
    Organisation,
    WorkPlan,
)
from partnership.publications import Publication
from reports.bulletins.drafting import Notes, draft_bulletin
from reports.bulletins.signing import sign
from reports.closing import recording as closing
from reports.closing.content import ClosingContent
from reports.closing.state import closing_state
from reports.models import SIGNATORIES, ClosingReport, Reminder
from reports.seals import seal
from tourexhibit.tests import factories
from uploads.tests.pictures import PDF, picture
from visits.models import DayReport, EventReport, PublishedFigure
from visits.recording import photos
from visits.recording.days import file_day, verify_day
from visits.recording.event_reports import file_event
from visits.recording.tallies import record_tally
from visits.totals.drain import drain_all
from visits.values import Value

SECRET = "外馆机密"
MISSING = 987654
# Who calls, by the kind of caller that a rule of the table answers.
GROUPS = {
    "anonymous": "anonymous",
    "inactive": "anonymous",  # a session of an account that was switched off since
    "no_role": "no_role",
    "flag_only": "no_role",  # Django's is_staff without any membership opens nothing
    "librarian": "librarian",
    "coordinator": "coordinator",
    "staff_nlc": "staff",
    "staff_lsc": "staff",
    "staff_cstm": "staff",
    "superuser": "superuser",
    "partner": "partner",
    "partner_province": "province",
    "revoked": "revoked",
    "expired": "revoked",
}


@dataclass
class Side:
    """One province's library with its stops; `named` holds what the variable parts of addresses stand for."""

    library: CountyLibrary
    librarian: User
    stop: Stop
    ended: Stop
    draft: Stop
    mark: str
    named: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    a: Side
    b: Side
    today: date
    people: dict[str, User]
    sessions: dict[str, str]
    tokens: dict[str, str]

    def client(self, caller: str, *, token: bool) -> Client:
        """A fresh browser, or with `token` a partner's machine, of the caller."""
        client = Client()
        if token and caller in self.tokens:
            client.defaults["HTTP_AUTHORIZATION"] = f"Token {self.tokens[caller]}"
        elif caller in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[caller]
        return client


def came(number: int, measure: str = "exhibition_visit") -> list[Value]:
    return [Value(measure, "adult", number, "counted", "manual_tally")]


def make_world() -> World:
    today = timezone.localdate()
    programme = factories.programme(slug="tour")
    reviewers = {"staff": factories.staff("NLC"), "superuser": factories.user(is_superuser=True)}
    a = make_side("330521", today, programme, reviewers, mark="本馆")
    b = make_side("360982", today, programme, reviewers, mark=SECRET)
    seal(today)
    people = {
        "no_role": factories.user("no-role"),
        "flag_only": factories.user("flag-only", is_staff=True),
        "inactive": factories.staff("NLC", username="inactive"),
        "librarian": a.librarian,
        "coordinator": factories.coordinator("33", username="coordinator", is_staff=True),
        "staff_nlc": factories.staff("NLC", username="staff-nlc"),
        "staff_lsc": factories.staff("LSC", username="staff-lsc"),
        "staff_cstm": factories.staff("CSTM", username="staff-cstm"),
        "superuser": factories.user("superuser", is_superuser=True, is_staff=True),
        "partner": factories.partner(username="partner"),
        "partner_province": factories.partner("33", username="partner-province"),
        "revoked": factories.partner(username="revoked"),
        "expired": factories.partner(username="expired"),
    }
    User.objects.filter(pk__in=[user.pk for user in people.values()]).update(
        password=make_password("one-for-all-4711")
    )
    sessions = {name: session_of(user) for name, user in people.items() if name not in ("revoked", "expired")}
    User.objects.filter(pk=people["inactive"].pk).update(is_active=False)
    tokens = {name: token_of(people[name]) for name in ("partner", "partner_province", "revoked")}
    tokens["expired"] = token_of(people["expired"], expiry=timedelta(days=-1))
    PartnerToken.objects.filter(user=people["revoked"]).delete()
    StaleDay.objects.all().delete()
    world = World(a, b, today, people, sessions, tokens)
    Exhibition.objects.filter(pk=a.stop.exhibition_id).update(slug="physics")
    make_ways_in(world)
    make_bulletins(world, reviewers["staff"])
    rows = make_rows(world)
    for label, (own, foreign) in rows.items():
        a.named[label], b.named[label] = own, foreign
        model = apps.get_model(label)
        if hasattr(model, "history"):
            for side in (a, b):
                version = model.history.filter(**{model._meta.pk.attname: side.named[label]}).latest()
                side.named[f"version of {label}"] = version.pk
    a.named["kit"] = b.named["kit"] = rows["exhibitions.kit"][0]
    return world


def session_of(user: User) -> str:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def token_of(user: User, **fields: Any) -> str:
    return PartnerToken.objects.create(user=user, name=user.username, **fields)[1]


def make_side(code: str, today: date, programme, reviewers: dict[str, User], mark: str) -> Side:
    """A library with a stop that is open, one that has ended and one that is only proposed."""
    library = factories.library(code)
    librarian = factories.librarian(library, username=f"librarian-{code}", display_name=f"填报员{mark}")
    staff = reviewers["staff"]
    common = {"programme": programme, "library": library}
    stop = factories.stop(opens=today - timedelta(days=5), closes=today + timedelta(days=30), **common)
    ended = factories.stop(
        opens=today - timedelta(days=60),
        closes=today - timedelta(days=40),
        state=State.REPORT_DUE,
        actual_close=today - timedelta(days=40),
        actual_removal_end=today - timedelta(days=38),
        **common,
    )
    draft = factories.stop(
        state=State.PROPOSED, confirmed_on=None, actual_open=None, note=f"拟定{mark}", **common
    )
    filed, verified, amended = (today - timedelta(days=back) for back in (1, 2, 3))
    record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, came(7), device=f"手机{mark}")
    record_tally(librarian, stop.pk, filed, uuid.uuid4(), 1, came(12), device=f"手机{mark}")
    for day in (filed, verified, amended):
        file_day(librarian, stop.pk, day, revision=1, state="counted", values=came(12), note=f"备注{mark}")
    record_tally(librarian, stop.pk, filed, uuid.uuid4(), 1, came(3), device=f"补报{mark}")
    for day in (verified, amended):
        verify_day(staff, stop.pk, day, revision=1)
    file_day(staff, stop.pk, amended, revision=2, state="counted", values=came(13), reason=f"复核{mark}")
    event = Event.objects.create(stop=stop, kind="lecture", title="讲座", day=filed)
    verified_event = Event.objects.create(stop=stop, kind="lecture", title="已核讲座", day=verified)
    for each in (event, verified_event):
        file_event(
            librarian,
            each.pk,
            revision=1,
            state="counted",
            values=came(30, "event_attendance"),
            note=f"到场{mark}",
        )
    loose_event = Event.objects.create(stop=stop, kind="workshop", title="工作坊", day=today)
    description = photos.Description(caption=f"照片{mark}")
    _done, photo = photos.add_photo(
        librarian, stop.pk, picture(colour="teal"), description, form_key=uuid.uuid4()
    )
    make_closing_report(librarian, ended, mark)
    _done, scan = closing.attach_scan(librarian, ended.pk, PDF, f"扫描{mark}.pdf")
    Reminder.objects.create(
        user=librarian,
        stop=stop,
        kind=Reminder.Kind.values[0],
        key=today.isoformat(),
        day=today,
        made_on=today,
    )
    return Side(
        library,
        librarian,
        stop,
        ended,
        draft,
        mark,
        {
            "library": library.pk,
            "code": library.division.code,
            "programme": programme.slug,
            "exhibition": stop.exhibition_id,
            "stop": stop.pk,
            "ended": ended.pk,
            "draft": draft.pk,
            "event": event.pk,
            "loose_event": loose_event.pk,
            "photo": photo.pk,
            "scan": scan.pk,
            "day": filed,
            "today": today,
            "verified": verified,
            "amended": amended,
            "key": event.key,
            "loose_key": loose_event.key,
        },
    )


def make_closing_report(librarian: User, stop: Stop, mark: str) -> None:
    """Submitted, so that it can be reviewed and scans be attached."""
    stop = Stop.objects.with_place().get(pk=stop.pk)
    closing.save_closing_report(
        librarian,
        stop.pk,
        revision=1,
        content=ClosingContent(
            comments=f"结项{mark}", prepared_by="张三", checked_by="李四", responsible="王五"
        ),
        submit=True,
        figures_digest=closing_state(stop)["figures_digest"],
    )


def make_ways_in(world: World) -> None:
    """An invitation of each side, the link of one, and a session that is somebody else's."""
    giver = User.objects.get(pk=world.people["staff_nlc"].pk)
    for side in (world.a, world.b):
        made, secret, _new = invitations.invite(
            giver,
            Gift("librarian", library=side.library),
            display_name=f"新同事{side.mark}",
            email="",
            form_key=uuid.uuid4(),
        )
        side.named["invitation"] = made.pk
        world.a.named.setdefault("secret", secret)
        side.named["secret"] = world.a.named["secret"]
        session = UserSession.objects.create(
            user=side.librarian,
            ip="203.0.113.5",
            user_agent=side.mark,
            session_key=f"elsewhere{side.library.pk}",
        )
        side.named["session"] = session.pk
        side.named["export"] = Export.objects.create(
            user=world.b.librarian, resource="libraries", format="csv", query={}, language="zh-hans"
        ).pk
    # Everybody's own list is asked for, so this one is nobody's of those who ask.
    UserSession.objects.update(user=world.b.librarian)


def make_bulletins(world: World, by: User) -> None:
    """A published bulletin, and a draft that waits for signatures."""
    drain_all()
    programme, named = world.a.stop.programme, {}
    staff = {code: factories.staff(code, username=f"signs-{code}") for code in SIGNATORIES}
    _done, first = draft_bulletin(by, programme, world.today - timedelta(days=2), Notes())
    for code, signatory in staff.items():
        sign(signatory, first.pk, code, first.digest)
    _done, draft = draft_bulletin(by, programme, world.today - timedelta(days=1), Notes())
    named = {"published": first.number, "bulletin": draft.pk, "digest": draft.digest}
    world.a.named |= named
    world.b.named |= named


def make_rows(world: World) -> dict[str, tuple[Any, Any]]:
    """Of each model of the administration a row of one's own and a foreign one; the same where it is the nation's."""
    a, b, people = world.a, world.b, world.people
    publication = Publication.objects.create(title="趣味物理学")
    holiday = Holiday.objects.create(day=date(2026, 10, 1), kind=Holiday.Kind.values[0], name="国庆节")
    kit = factories.kit()
    agreement = Agreement.objects.create(
        slug="agreement", title="协议", title_en="Agreement", signed_on=date(2020, 1, 1)
    )
    part = AgreementPart.objects.create(agreement=agreement, number=1, title="一")
    plan = TourPlan.objects.create(
        programme=a.stop.programme, name=f"草案{SECRET}", created_by=people["staff_nlc"]
    )
    figure = PublishedFigure.objects.create(
        programme=a.stop.programme, measure="exhibition_visit", value=55_000, source="公报"
    )
    embedding = Embedding.objects.create(
        site="县图书馆", origin="https://library.example", purpose="网站", owner=factories.organisation("NLC")
    )
    area = factories.area("digital")
    for side, owner in ((a, "NLC"), (b, "CSTM")):
        initiative = factories.initiative(owner, area=area)
        side.named |= {
            "area": area.pk,
            "initiative": initiative.pk,
            "resource": factories.resource(initiative=initiative, demonstration=True).pk,
        }
    bare_area = CooperationArea.objects.create(part=area.part, number=9, title="九", title_en="Nine")
    plan_of_year = WorkPlan.objects.create(agreement=area.part.agreement, year=2026)
    campaign = Campaign.objects.create(slug="reading-day", **dict.fromkeys(("title", "title_en"), "读书日"))
    for side in (a, b):
        side.named |= {"work_plan": plan_of_year.pk, "campaign": campaign.slug}
    webhook = WebhookSubscription.objects.create(
        owner=people["partner"], name="消息", url="https://partner.example/hook"
    )
    a.named["webhook"] = b.named["webhook"] = webhook.pk
    delivery = WebhookDelivery.objects.create(subscription=webhook, type="ping", subject="ping")
    denied = [
        DeniedWrite.objects.create(user=side.librarian, method="POST", route="librarian:day", status=403)
        for side in (a, b)
    ]
    token = PartnerToken.objects.get(user=people["partner"])

    def each(make) -> tuple[Any, Any]:
        return make(a), make(b)

    return {
        "accounts.deniedwrite": (denied[0].pk, denied[1].pk),
        # Staff may not touch a superuser; who was ever signed in is not deleted.
        "accounts.user": (
            factories.user("unused").pk,
            factories.user("unused-superuser", is_superuser=True).pk,
        ),
        "api.partnertoken": (token.pk, token.pk),
        "api.webhookdelivery": (delivery.pk, delivery.pk),
        "api.webhooksubscription": (webhook.pk, webhook.pk),
        "exhibitions.event": (a.named["loose_event"], b.named["loose_event"]),
        "exhibitions.exhibition": (a.stop.exhibition_id, b.stop.exhibition_id),
        "exhibitions.kit": (kit.pk, kit.pk),
        "exhibitions.staleday": each(
            lambda side: StaleDay.objects.create(stop=side.stop, day=world.today, error=side.mark).pk
        ),
        "exhibitions.stop": (a.draft.pk, b.draft.pk),
        "exhibitions.tourplan": (plan.pk, plan.pk),
        "libraries.countylibrary": (a.library.pk, b.library.pk),
        "libraries.division": (a.library.division_id, b.library.division_id),
        "libraries.hall": each(
            lambda side: Hall.objects.create(library=side.library, name=f"展厅{side.mark}").pk
        ),
        "libraries.holiday": (holiday.pk, holiday.pk),
        "partnership.agreement": (agreement.pk, agreement.pk),
        "partnership.agreementpart": (part.pk, part.pk),
        "partnership.cooperationarea": (bare_area.pk, bare_area.pk),
        "partnership.embedding": (embedding.pk, embedding.pk),
        "partnership.organisation": each(
            lambda side: (
                Organisation.objects.create(
                    code=f"AST{side.library.division.code[:2]}",
                    name=f"县科协{side.mark}",
                    name_en="Association",
                    kind=Organisation.Kind.values[-1],
                    division=side.library.division,
                ).pk
            )
        ),
        "partnership.programme": (a.stop.programme_id, a.stop.programme_id),
        "partnership.publication": (publication.pk, publication.pk),
        "reports.closingreport": each(lambda side: ClosingReport.objects.get(stop=side.ended).pk),
        "visits.dayreport": each(
            lambda side: DayReport.objects.get(stop=side.stop, day=side.named["day"]).pk
        ),
        "visits.eventreport": each(lambda side: EventReport.objects.get(event_id=side.named["event"]).pk),
        "exhibitions.historyentry": each(
            lambda side: HistoryEntry.objects.filter(stop=side.stop).earliest("pk").pk
        ),
        "visits.publishedfigure": (figure.pk, figure.pk),
        "reports.seal": (world.today, world.today),
    }
