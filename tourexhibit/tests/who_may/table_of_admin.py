"""The administration: a line a model, from which the rows of its pages are made."""

from dataclasses import dataclass

from tourexhibit.tests.who_may.rules import IN, Row, Rule, Write, rule
from tourexhibit.tests.who_may.table import STAFF_PAGES

# Coordinators read: of their own province, what is the nation's, or nothing.
PROVINCE = rule("403", anonymous="401", revoked="401", coordinator="in 404", staff=IN)
NATION = rule("403", anonymous="401", revoked="401", coordinator=IN, staff=IN)
STAFF = STAFF_PAGES
# A superuser's account is changed by superusers alone.
STAFF_BUT_SUPERUSERS = STAFF.but(staff="in 403")
NOBODY = rule("403", anonymous="401", revoked="401")


@dataclass(frozen=True)
class Model:
    """Who reads a model's rows, and who adds, changes and deletes them."""

    reads: Rule
    adds: Rule = STAFF
    changes: Rule = STAFF
    deletes: Rule = STAFF
    historical: bool = True


MODELS = {
    "accounts.deniedwrite": Model(STAFF, NOBODY, NOBODY, NOBODY, historical=False),
    "accounts.user": Model(STAFF, changes=STAFF_BUT_SUPERUSERS, deletes=STAFF_BUT_SUPERUSERS),
    "api.partnertoken": Model(STAFF, adds=NOBODY, deletes=NOBODY),
    "api.webhookdelivery": Model(STAFF, NOBODY, NOBODY, NOBODY, historical=False),
    "api.webhooksubscription": Model(STAFF, NOBODY, NOBODY, NOBODY),
    "exhibitions.event": Model(PROVINCE),
    "exhibitions.exhibition": Model(NATION),
    "exhibitions.kit": Model(NATION),
    "exhibitions.staleday": Model(STAFF, NOBODY, NOBODY, NOBODY, historical=False),
    "exhibitions.stop": Model(PROVINCE),
    "exhibitions.tourplan": Model(STAFF, historical=False),
    "libraries.countylibrary": Model(PROVINCE),
    "libraries.division": Model(PROVINCE, adds=NOBODY, deletes=NOBODY, historical=False),
    "libraries.hall": Model(PROVINCE),
    "libraries.holiday": Model(NATION),
    "partnership.agreement": Model(NATION),
    "partnership.agreementpart": Model(NATION),
    "partnership.cooperationarea": Model(NATION),
    "partnership.embedding": Model(STAFF),
    "partnership.organisation": Model(PROVINCE),
    "partnership.programme": Model(NATION),
    "partnership.publication": Model(NATION),
    "reports.closingreport": Model(PROVINCE, NOBODY, NOBODY, NOBODY, historical=False),
    "visits.dayreport": Model(PROVINCE, NOBODY, NOBODY, NOBODY, historical=False),
    "visits.eventreport": Model(PROVINCE, NOBODY, NOBODY, NOBODY, historical=False),
    "exhibitions.historyentry": Model(PROVINCE, NOBODY, NOBODY, NOBODY, historical=False),
    "visits.publishedfigure": Model(NATION),
    "reports.seal": Model(NATION, NOBODY, NOBODY, NOBODY, historical=False),
}


def rows_of(label: str, model: Model) -> list[Row]:
    name = f"admin:{label.replace('.', '_')}"
    named = {"object_id": label}
    lists = model.reads.but(coordinator=model.reads.cells["coordinator"][0])
    rows = [
        Row(f"{name}_changelist", get=lists, post=Write(lists), plain=True),
        Row(f"{name}_add", get=model.adds, post=Write(model.adds), plain=True),
        Row(f"{name}_change", get=model.reads, post=Write(model.changes), names=named, plain=True),
        Row(
            f"{name}_delete",
            get=model.deletes,
            post=Write(model.deletes, lambda side: {"post": "yes"}),
            names=named,
            plain=True,
        ),
        Row(f"{name}_history", get=model.reads, names=named, plain=True),
    ]
    if model.historical:
        rows.append(
            Row(
                f"{name}_simple_history",
                get=model.reads,
                names={"0": label, "1": f"version of {label}"},
                plain=True,
            )
        )
    return rows


TABLE = [
    *[row for label, model in MODELS.items() for row in rows_of(label, model)],
    Row("admin:index", get=NATION, plain=True, by_all=True),
    Row("admin:app_list", get=NATION, plain=True),
    Row("admin:jsi18n", get=NATION, plain=True),
    Row("admin:login", get=rule("403", coordinator=IN, staff=IN, anonymous="401", revoked="401"), plain=True),
    Row("admin:logout", post=Write(NATION), plain=True),
    Row("admin:password_change", get=NATION, post=Write(NATION), plain=True),
    Row("admin:password_change_done", get=NATION, plain=True),
    Row(
        "admin:autocomplete",
        get=NATION,
        query="app_label=exhibitions&model_name=stop&field_name=library",
        plain=True,
    ),
    Row(
        "admin:auth_user_password_change",
        get=STAFF_BUT_SUPERUSERS,
        post=Write(STAFF_BUT_SUPERUSERS),
        names={"id": "accounts.user"},
        plain=True,
    ),
    Row(
        "admin:accounts_remove_factor",
        get=NOBODY.but(superuser=IN),
        post=Write(NOBODY.but(superuser=IN)),
        names={"account_id": "accounts.user"},
        plain=True,
    ),
    Row("admin:libraries_register", get=STAFF, post=Write(STAFF), plain=True),
    Row(
        "admin:libraries_relocate", get=STAFF, post=Write(STAFF), names={"library_id": "library"}, plain=True
    ),
    Row(
        "admin:exhibitions_stop_move",
        get=STAFF,
        post=Write(STAFF),
        query=lambda side: f"ids={side.named['draft']}",
        plain=True,
    ),
    Row(
        "admin:exhibitions_stop_correct", get=STAFF, post=Write(STAFF), names={"stop_id": "draft"}, plain=True
    ),
]
