"""The one table of who may do what: a row a route. A route that is missing here fails the test.

To enter a new route add a row with the rule of each verb it offers. The rules below keep docs/rules.md;
a route that no rule fits wants a word why in its row. Pages of the administration stand in `table_of_admin`.
"""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from exhibitions.models import Stop
from reports.closing.state import closing_state
from tourexhibit.tests.who_may.rules import IN, Row, Rule, Write, rule
from tourexhibit.tests.who_may.world import Side
from uploads.tests.pictures import PDF, picture

# ---------------------------------------------------------------- rules

# Anyone; only a machine whose token was taken back is told so.
PUBLIC = rule(IN, revoked="401")
SIGNED_IN = rule(IN, anonymous="401", revoked="401")
NEVER = rule("404")
NO_FACTOR = rule("404", anonymous="401", revoked="401")

# The API: an account without a role is answered like nobody.
ANY_ROLE = rule(IN, nobody="401")
STATISTICS_OF = ANY_ROLE.but(province="in 404")
EXPORT_OF_ANOTHER = rule("404", nobody="401")
UNVERIFIED = rule(IN, nobody="401", partners="403")
EVIDENCE = rule("404", nobody="401", partners="403", librarian="in 404", coordinator="in 404", staff=IN)
# What is not confirmed or not released exists within reach alone; everybody else is told that there is nothing.
HIDDEN = rule("404", revoked="401")
DRAFT = rule("404", librarian="in 404", coordinator="in 404", staff=IN, revoked="401")
RECORD = rule("403", nobody="401", librarian="in 404", staff=IN)
REVIEW = rule("403", nobody="401", coordinator="in 404", staff=IN)
VERIFY = rule("403", nobody="401", staff=IN)

# Pages: an account without a role is signed in, and told that this is none of its business.
OWN_PAGES = rule("403", anonymous="401", revoked="401", librarian=IN, staff=IN)
RECORD_PAGES = OWN_PAGES.but(librarian="in 404")
REACH_PAGES = RECORD_PAGES.but(coordinator="in 404")
REVIEW_LISTS = rule("403", anonymous="401", revoked="401", coordinator=IN, staff=IN)
REVIEW_PAGES = REVIEW_LISTS.but(coordinator="in 404")
STAFF_PAGES = rule("403", anonymous="401", revoked="401", staff=IN)

KEPT = STAFF_PAGES.but(staff="in 403")
EXPORTERS = rule(IN, anonymous="401", no_role="403", revoked="401")
EXPORT_PAGE_OF_ANOTHER = rule("404", anonymous="401", no_role="403", revoked="401")
PARTNERS = rule("403", anonymous="401", revoked="401", partners=IN)
SUBSCRIBERS = PARTNERS.but(staff=IN, superuser=IN)
WEBHOOK = PARTNERS.but(province="404", staff="404", superuser="404")

# ---------------------------------------------------------------- bodies


def value(number: int, measure: str = "exhibition_visit") -> dict[str, Any]:
    return {"measure": measure, "audience": "adult", "value": number}


def tally(side: Side) -> dict[str, Any]:
    return {"revision": 1, "values": [value(5)], "basis": "counted", "method": "manual_tally"}


def filing(
    revision: int = 1, measure: str = "exhibition_visit", **more: Any
) -> Callable[[Side], dict[str, Any]]:
    return lambda side: {
        "revision": revision,
        "state": "counted",
        "values": [value(14, measure)],
        "basis": "counted",
        "method": "manual_tally",
        **more,
    }


def batch(side: Side) -> dict[str, Any]:
    named = {"stop": side.named["stop"], "day": str(side.named["today"])}
    return {"tallies": [{**tally(side), **named, "counter": "11111111-1111-4111-8111-111111111111"}]}


def told_event(side: Side) -> dict[str, Any]:
    return {"revision": 2, "kind": "workshop", "title": "改期", "day": str(side.named["today"])}


def revision(number: int = 1, **more: str) -> Callable[[Side], dict[str, Any]]:
    return lambda side: {"revision": number, **more}


def day_form(side: Side) -> dict[str, Any]:
    return {
        "revision": 1,
        "state": "counted",
        "exhibition_visit_adult": 9,
        "exhibition_visit_basis": "counted",
        "exhibition_visit_method": "manual_tally",
    }


def week_form(side: Side) -> dict[str, Any]:
    row = {"revision": 1, "state": "counted", "adult": 9, "shown": ""}
    cells = {f"{side.named['today']}-{name}": content for name, content in row.items()}
    return {"basis": "counted", "method": "manual_tally", **cells}


def attendance_form(side: Side) -> dict[str, Any]:
    return {"revision": 1, "state": "counted", "adult": 9, "basis": "counted", "method": "register"}


def event_form(number: int, key: str) -> Callable[[Side], dict[str, Any]]:
    return lambda side: {
        "revision": number,
        "key": side.named.get(key, key),
        "kind": "workshop",
        "title": "动手做",
        "day": side.named["today"],
    }


def invitation(side: Side) -> dict[str, Any]:
    return {
        "form_key": "55555555-5555-4555-8555-555555555555",
        "role": "librarian",
        "library": side.named["code"],
        "display_name": "王老师",
    }


def renewal(side: Side) -> dict[str, Any]:
    return {"form_key": "66666666-6666-4666-8666-666666666666"}


def photo_form(side: Side) -> dict[str, Any]:
    return {
        "form_key": "22222222-2222-4222-8222-222222222222",
        "photos": SimpleUploadedFile("hall.jpg", picture(colour="olive"), "image/jpeg"),
    }


def closing_form(side: Side) -> dict[str, Any]:
    stop = Stop.objects.with_place().get(pk=side.ended.pk)
    return {
        "act": "submit",
        "revision": 2,
        "figures_digest": closing_state(stop)["figures_digest"],
        "volunteers": 4,
        "comments": "缺报的日子停电",
        "prepared_by": "张三",
        "checked_by": "李四",
        "responsible": "王五",
    }


def scan_form(side: Side) -> dict[str, Any]:
    return {"scan": SimpleUploadedFile("stamped.pdf", PDF + b"%", "application/pdf")}


def picks(side: Side) -> dict[str, Any]:
    return {"picks": f"{side.named['stop']}/{side.named['day']}/1"}


# ---------------------------------------------------------------- the table


def registry(name: str, key: str, list_rule: Rule = PUBLIC, **names: str) -> list[Row]:
    return [
        Row(f"api:{name}", get=list_rule),
        Row(f"api:{name}-detail", get=list_rule, names={key: names.get("named", name)}),
    ]


API = [
    Row("api:schema", get=PUBLIC),
    Row("api:docs", get=PUBLIC),
    Row("api:guide-zh", get=PUBLIC),
    Row("api:guide-en", get=PUBLIC),
    Row(
        "api:unknown", get=NEVER, post=Write(NEVER), put=Write(NEVER), patch=Write(NEVER), delete=Write(NEVER)
    ),
    *registry("divisions", "code", named="code"),
    *registry("libraries", "pk", named="library"),
    *registry("programmes", "slug", named="programme"),
    *registry("exhibitions", "pk", named="exhibition"),
    *registry("kits", "pk", ANY_ROLE, named="kit"),
    *registry("stops", "pk", named="stop"),
    *registry("events", "pk", named="event"),
    Row("api:stops-detail", get=DRAFT, names={"pk": "draft"}, by_all=True),
    Row("api:seals", get=PUBLIC),
    Row("api:bulletins", get=PUBLIC),
    Row("api:bulletins-detail", get=PUBLIC, names={"number": "published"}),
    Row("api:coverage", get=ANY_ROLE, query="programme=tour", by_all=True),
    Row("api:changes", get=ANY_ROLE),
    Row("api:statistics-days", get=ANY_ROLE),
    Row("api:statistics-days", get=UNVERIFIED, query="status=filed"),
    # An export is the account's alone that ordered it.
    Row("api:exports", get=ANY_ROLE, post=Write(ANY_ROLE, lambda side: {"resource": "libraries"})),
    Row("api:export", get=EXPORT_OF_ANOTHER, delete=Write(EXPORT_OF_ANOTHER), names={"pk": "export"}),
    Row("api:export-file", get=EXPORT_OF_ANOTHER, names={"pk": "export"}),
    Row("api:statistics-structure", get=PUBLIC),
    Row("api:statistics", get=ANY_ROLE),
    Row("api:statistics", get=UNVERIFIED, query="status=filed"),
    Row("api:statistics", get=UNVERIFIED, query="status=all&by=library,day&start=2026-10-01&end=2026-10-31"),
    # Verified figures are for everybody with a role; a partner of a province asks for its own.
    Row(
        "api:statistics",
        get=STATISTICS_OF,
        query=lambda side: f"division={side.named['code'][:2]}",
        names={"query": "division"},
    ),
    Row("api:statistics", get=STATISTICS_OF, query=lambda side: f"library={side.named['library']}"),
    Row("api:statistics", get=STATISTICS_OF, query=lambda side: f"stop={side.named['stop']}"),
    Row("api:day", get=EVIDENCE, put=Write(RECORD, filing()), names={"day": "today"}, by_all=True),
    # Once verified it is asked back by the librarian (409), and amended by staff with a reason.
    Row(
        "api:day",
        put=Write(RECORD.but(librarian="409 404"), filing(2, reason="复核")),
        names={"day": "verified"},
    ),
    Row("api:day-history", get=EVIDENCE),
    Row("api:tally", put=Write(RECORD, tally), names={"day": "today"}),
    Row("api:batch", post=Write(rule("403", nobody="401", librarian=IN, staff=IN), batch)),
    Row("api:dismiss", post=Write(RECORD, revision(reason="已核对"))),
    Row("api:return", post=Write(REVIEW, revision(reason="看错行"))),
    Row("api:endorse", post=Write(REVIEW, revision())),
    Row("api:verify", post=Write(VERIFY, revision())),
    Row("api:closing-report", get=EVIDENCE, names={"stop": "ended"}),
    Row("api:event-of-stop", get=EVIDENCE, put=Write(RECORD, told_event), names={"key": "loose_key"}),
    Row(
        "api:event-of-stop",
        delete=Write(RECORD, lambda side: {}),
        names={"key": "loose_key"},
        query="revision=1",
    ),
    Row("api:attendance", get=EVIDENCE, put=Write(RECORD, filing(2, "event_attendance", reason="补录"))),
    Row("api:attendance-return", post=Write(REVIEW, revision(reason="看错行"))),
    Row("api:attendance-endorse", post=Write(REVIEW, revision())),
    Row("api:attendance-verify", post=Write(VERIFY, revision())),
]

MY = [
    Row("librarian:my", get=OWN_PAGES, by_all=True),
    Row("librarian:receipts", get=OWN_PAGES),
    Row("librarian:reminders", get=OWN_PAGES),
    Row("librarian:reminders-mail", post=Write(OWN_PAGES, lambda side: {"mail": "no"})),
    Row("librarian:reminders-read", post=Write(OWN_PAGES, revision())),
    Row("librarian:counting-worker", get=rule(IN)),
    Row("librarian:count", get=RECORD_PAGES),
    Row("librarian:day", get=RECORD_PAGES, post=Write(RECORD_PAGES, day_form), names={"day": "today"}),
    Row("librarian:week", get=RECORD_PAGES, post=Write(RECORD_PAGES, week_form), names={"day": "today"}),
    Row("librarian:dismiss", post=Write(RECORD_PAGES, revision(reason="已核对"))),
    Row("librarian:step", get=RECORD_PAGES, post=Write(RECORD_PAGES), names={"kind": "step"}),
    Row("librarian:reading", get=RECORD_PAGES, post=Write(RECORD_PAGES)),
    Row("librarian:event-reading", get=RECORD_PAGES, post=Write(RECORD_PAGES)),
    Row("librarian:events", get=RECORD_PAGES),
    Row(
        "librarian:new-event",
        get=RECORD_PAGES,
        post=Write(RECORD_PAGES, event_form(1, "33333333-3333-4333-8333-333333333333")),
    ),
    Row(
        "librarian:event",
        get=RECORD_PAGES,
        post=Write(RECORD_PAGES, attendance_form),
        names={"event_id": "loose_event"},
    ),
    Row(
        "librarian:change-event",
        get=RECORD_PAGES,
        post=Write(RECORD_PAGES, event_form(2, "loose_key")),
        names={"event_id": "loose_event"},
    ),
    Row("librarian:delete-event", post=Write(RECORD_PAGES, revision()), names={"event_id": "loose_event"}),
    Row("librarian:photos", get=REACH_PAGES, post=Write(RECORD_PAGES, photo_form)),
    Row("librarian:photo", get=DRAFT),
    Row("librarian:photo-small", get=DRAFT),
    Row("librarian:photo-change", post=Write(RECORD_PAGES, lambda side: {"act": "delete"})),
    Row(
        "librarian:closing-report",
        get=REACH_PAGES,
        post=Write(RECORD_PAGES, closing_form),
        names={"stop_id": "ended"},
    ),
    Row("librarian:closing-print", get=REACH_PAGES, names={"stop_id": "ended"}),
    Row(
        "librarian:closing-return",
        post=Write(REVIEW_PAGES, revision(reason="缺少照片")),
        names={"stop_id": "ended"},
    ),
    Row("librarian:closing-accept", post=Write(STAFF_PAGES, revision()), names={"stop_id": "ended"}),
    Row("librarian:closing-scans", post=Write(RECORD_PAGES, scan_form), names={"stop_id": "ended"}),
    Row("librarian:closing-scan", get=REACH_PAGES, names={"stop_id": "ended"}),
]

REVIEWING = [
    Row("review:worklist", get=REVIEW_LISTS),
    Row("review:worklist", get=REVIEW_PAGES, query=lambda side: f"library={side.named['library']}"),
    Row(
        "review:worklist",
        get=REVIEW_PAGES,
        query=lambda side: f"open={side.named['stop']}-{side.named['day']}",
    ),
    *[
        Row(f"review:{name}", get=REVIEW_LISTS)
        for name in ("closing-reports", "completeness", "completeness-table")
    ],
    Row("review:closing-reports", get=REVIEW_LISTS, query="review=all"),
    # A foreign day in a bulk decision is answered as one that is not there, each for itself.
    Row("review:together", get=REVIEW_LISTS, post=Write(REVIEW_LISTS, picks)),
    Row("review:remind", post=Write(REVIEW_PAGES, revision())),
    Row("review:remind-all", post=Write(REVIEW_LISTS, revision())),
    Row("review:return", post=Write(REVIEW_PAGES, revision(reason="看错行"))),
    Row("review:endorse", post=Write(REVIEW_PAGES, revision())),
    Row("review:verify", post=Write(STAFF_PAGES, revision()), by_all=True),
    Row("review:keep", post=Write(STAFF_PAGES, revision(2, reason="维持")), names={"day": "amended"}),
    Row(
        "review:withdraw",
        post=Write(STAFF_PAGES, revision(1, reason="重核")),
        names={"day": "verified"},
    ),
    Row("review:dismiss", post=Write(STAFF_PAGES, revision(reason="已核对"))),
    Row("review:event-return", post=Write(REVIEW_PAGES, revision(reason="看错行"))),
    Row("review:event-endorse", post=Write(REVIEW_PAGES, revision())),
    Row("review:event-verify", post=Write(STAFF_PAGES, revision())),
]

SIGN = Write(STAFF_PAGES, lambda side: {"institution": "NLC", "digest": side.named["digest"]})
BULLETINS = [
    Row("bulletins:list", get=PUBLIC),
    *[
        Row(f"bulletins:{name}", get=PUBLIC, names={"number": "published"}, slow="pdf" in name)
        for name in ("bulletin", "print", "content", "coverage", "visits", "pdf-zh", "pdf-en")
    ],
    Row("bulletins:drafts", get=STAFF_PAGES, post=Write(STAFF_PAGES)),
    Row("bulletins:draft", get=STAFF_PAGES),
    Row("bulletins:draft-pdf", get=STAFF_PAGES, slow=True),
    Row("bulletins:sign", post=SIGN),
    Row("bulletins:withdraw", post=SIGN),
    Row("bulletins:discard", post=SIGN),
    Row("bulletins:remind", post=SIGN),
    *[Row(f"bulletins:{name}", post=Write(STAFF_PAGES)) for name in ("redraw", "later")],
]

DASHBOARDS = [
    Row("public:home", get=PUBLIC),
    Row("public:start", get=SIGNED_IN),
    Row("public:suggestions", get=PUBLIC, query="q=33"),
    Row("public:division", get=PUBLIC),
    Row("public:stop", get=PUBLIC),
    Row("public:stop", get=DRAFT, names={"stop_id": "draft"}),
    Row("public:calendar", get=PUBLIC),
    Row("public:division-calendar", get=PUBLIC),
    Row("public:library-calendar", get=PUBLIC),
    Row("public:stop-calendar", get=PUBLIC),
    Row("public:stop-calendar", get=HIDDEN, names={"stop_id": "draft"}),
    # What other sites show, and what search engines may read.
    *[
        Row(f"public:{name}", get=PUBLIC)
        for name in ("embed-coverage", "embed-stops", "embed-script", "sitemap", "robots")
    ],
    # No map is installed here.
    Row("public:base-map", get=NEVER),
    Row("public:embed-reading", get=PUBLIC, query="exhibition=physics"),
    Row("public:oembed", get=PUBLIC, query="url=http://testserver/"),
    Row("public:embeddings", get=STAFF_PAGES),
    Row("dashboard:dashboard", get=REVIEW_LISTS, by_all=True),
    Row("dashboard:figures", get=REVIEW_LISTS),
    Row("dashboard:table_csv", get=REVIEW_LISTS),
    Row("dashboard:burn_up_csv", get=REVIEW_LISTS),
    Row("healthz", get=PUBLIC),
    Row("catalog", get=PUBLIC),
]

# The partnership is public; its records are kept by the staff of the institution that owns them.
INITIATIVE = {"kind": "initiative_kind", "record_id": "initiative"}
PARTNERSHIP = [
    *[Row(f"partnership:{name}", get=PUBLIC) for name in ("agreement", "area", "initiative")],
    Row("partnership:campaign", get=PUBLIC, names={"slug": "campaign"}),
    # There is none; private files are tested where they are made.
    Row("partnership:document", get=NEVER, names={"kind": "document_kind", "record_id": "no_document"}),
    Row("partnership:work_plan", get=STAFF_PAGES, names={"plan_id": "work_plan"}),
    Row("partnership:work_plan_print", get=STAFF_PAGES, names={"plan_id": "work_plan"}),
    Row("partnership:exhibition_reading", get=STAFF_PAGES, post=Write(STAFF_PAGES)),
    Row("partnership:open_resource", get=PUBLIC, names={"resource_id": "resource"}),
    # A demonstration's address is never gone to.
    Row(
        "partnership:check_link",
        post=Write(STAFF_PAGES.but(staff="404", superuser="404")),
        names={"resource_id": "resource"},
    ),
    Row(
        "partnership:new_record",
        get=STAFF_PAGES,
        post=Write(STAFF_PAGES),
        names={"kind": "initiative_kind", "query": "division"},
        query=lambda side: f"of={side.named['area']}",
    ),
    Row("partnership:change_record", get=KEPT, post=Write(KEPT), names=INITIATIVE),
    Row("partnership:record_history", get=KEPT, names=INITIATIVE),
    *[
        Row(f"partnership:{name}_record", post=Write(KEPT), names=INITIATIVE)
        for name in ("remove", "put_back", "return")
    ],
]

# The own account; whose it is the session says, so there is nothing foreign to ask for.
ACCOUNTS = [
    Row("account", get=SIGNED_IN, by_all=True),
    Row("sessions", get=SIGNED_IN),
    # Somebody else's is as good as none, for everybody.
    Row("session_end", post=Write(NO_FACTOR), names={"session_id": "session"}),
    Row("sessions_end_others", post=Write(SIGNED_IN)),
    Row("invitations", get=REVIEW_LISTS, post=Write(REVIEW_LISTS, invitation)),
    Row("invitation_renew", post=Write(REVIEW_PAGES, renewal)),
    Row("invitation_revoke", post=Write(REVIEW_PAGES, renewal)),
    # Whoever has the link may use it.
    Row("invited", get=PUBLIC, post=Write(PUBLIC)),
    Row("partners:tokens", get=PARTNERS, post=Write(PARTNERS)),
    Row("partners:webhooks", get=SUBSCRIBERS),
    Row("partners:webhook-new", get=SUBSCRIBERS, post=Write(SUBSCRIBERS)),
    # A webhook is its account's alone.
    Row(
        "partners:webhook",
        get=WEBHOOK,
        post=Write(WEBHOOK, lambda side: {"act": "pause"}),
        names={"number": "webhook"},
    ),
    Row("partners:webhook-change", get=WEBHOOK, post=Write(WEBHOOK), names={"number": "webhook"}),
    Row("account_login", get=PUBLIC, post=Write(PUBLIC), plain=True),
    Row("account_logout", get=PUBLIC, post=Write(PUBLIC), plain=True),
    Row("account_inactive", get=PUBLIC, plain=True),
    Row("account_reauthenticate", get=SIGNED_IN, post=Write(SIGNED_IN), plain=True),
    Row("account_change_password", get=SIGNED_IN, post=Write(SIGNED_IN), plain=True),
    Row("account_reset_password", get=PUBLIC, post=Write(PUBLIC), plain=True),
    Row("account_reset_password_done", get=PUBLIC, plain=True),
    Row(
        "account_reset_password_from_key",
        get=PUBLIC,
        post=Write(PUBLIC),
        names={"key": "reset_key"},
        plain=True,
    ),
    Row("account_reset_password_from_key_done", get=PUBLIC, plain=True),
    Row("mfa_index", get=SIGNED_IN, plain=True),
    # In the middle of signing in; otherwise it leads to where that begins, or to where it ends.
    Row("mfa_authenticate", get=SIGNED_IN, post=Write(SIGNED_IN), plain=True),
    Row("mfa_reauthenticate", get=SIGNED_IN, post=Write(SIGNED_IN), plain=True),
    Row("mfa_activate_totp", get=SIGNED_IN, post=Write(SIGNED_IN), plain=True),
    # There is nothing to take away or to show without a second factor.
    Row("mfa_deactivate_totp", get=NO_FACTOR, post=Write(NO_FACTOR), plain=True),
    Row("mfa_view_recovery_codes", get=NO_FACTOR, plain=True),
    Row("mfa_generate_recovery_codes", get=SIGNED_IN, post=Write(SIGNED_IN), plain=True),
    *[
        Row(route, get=NEVER, post=Write(NEVER), plain=True)
        for route in (
            "account_signup",
            "account_email",
            "account_email_verification_sent",
            "account_set_password",
        )
    ],
]

# An export is the account's alone that ordered it; what it may hold the API's rules say.
EXPORTS = [
    Row("exports:exports", get=EXPORTERS, post=Write(EXPORTERS)),
    Row("exports:exports", get=EXPORTERS, query="resource=statistics/days&status=filed"),
    Row("exports:rows", get=EXPORTERS),
    Row(
        "exports:export",
        post=Write(EXPORT_PAGE_OF_ANOTHER, lambda side: {"act": "withdraw"}),
        names={"pk": "export"},
    ),
    Row("exports:file", get=EXPORT_PAGE_OF_ANOTHER, names={"pk": "export"}),
]

TABLE = [*API, *MY, *REVIEWING, *BULLETINS, *PARTNERSHIP, *DASHBOARDS, *ACCOUNTS, *EXPORTS]
