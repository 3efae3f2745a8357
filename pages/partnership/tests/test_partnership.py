"""The partnership's pages: what anyone reads, who keeps which record, progress that nobody types in."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.scope import ANONYMOUS, Scope
from pages.partnership.kinds import KINDS
from pages.partnership.progress import progress_of
from partnership import links
from partnership.models import (
    Activity,
    AgreementDocument,
    BackgroundFact,
    Campaign,
    CampaignEdition,
    CooperationArea,
    DigitalResource,
    Evidence,
    Indicator,
    Initiative,
    JointPublication,
    Output,
    Publication,
    ResourceUse,
    ResponsibleUnit,
    WorkPlan,
    WorkPlanItem,
)
from partnership.reference import load_partnership
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def new(kind: str, parent=None) -> str:
    address = reverse("partnership:new_record", args=[kind])
    return f"{address}?of={parent.pk}" if parent else address


def address(act: str, kind: str, record) -> str:
    return reverse(f"partnership:{act}", args=[kind, record.pk])


def typed(**fields) -> dict:
    return {"key": str(uuid.uuid4()), "revision": "1", **fields}


def text(answer) -> str:
    return answer.content.decode()


# ---------------------------------------------------------------- reading


def test_every_fact_is_on_the_page_and_is_data(client):
    load_partnership()
    page = text(client.get("/partnership/?lang=en"))
    for fact in (
        "11 March 2021",
        "National Library of China",
        "Library Society of China",
        "China Science and Technology Museum",
        "free of charge, in county-level public libraries together with the county associations",
        "no fewer than 200 distinct county libraries",
        "17 distinct provinces",
        "over 55,000 visits",
        "658 sets had made 5,686 stops in 1,888 county-level areas",
        "about 50 interactive exhibits",
        "World Book Day",
        "23 April",
        "National Science and Technology Activity Week",
    ):
        assert fact in page, fact
    chinese = text(client.get("/partnership/?lang=zh-hans"))
    for area in CooperationArea.objects.all():
        assert area.title in chinese
        assert area.description in chinese
        assert client.get(reverse("partnership:area", args=[area.pk])).status_code == 200
    fact = BackgroundFact.objects.present().first()
    fact.text_en = "Changed by people"
    fact.save()
    load_partnership()
    assert "Changed by people" in text(client.get("/partnership/?lang=en"))


def test_without_an_agreement_the_page_says_what_to_do(client):
    assert "No agreement yet" in text(client.get("/partnership/?lang=en"))


@pytest.mark.parametrize("kind", list(CooperationArea.Kind.values))
@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_the_same_number_of_queries(client, enter, kind, number, django_assert_max_num_queries):
    area = factories.area(kind)
    owner = factories.organisation("NLC")
    for position in range(number):
        initiative = factories.initiative("NLC CSTM", area=area)
        Indicator.objects.create(initiative=initiative, title="指标", unit="个", target=3)
        for each in KINDS.values():
            if each.area == kind and each.name != "publication":
                dates = {
                    field.name: timezone.localdate()
                    for field in each.model._meta.fields
                    if field.name in ("day", "first_day") and not field.null
                }
                extra = {"address": "https://a.example/"} if each.name == "resource" else {}
                each.model.objects.create(
                    area=area, owner=owner, initiative=initiative, title=f"{position}", **dates, **extra
                )
    enter(factories.staff())
    with django_assert_max_num_queries(20):
        assert client.get(reverse("partnership:area", args=[area.pk])).status_code == 200
    with django_assert_max_num_queries(32):
        assert client.get("/partnership/").status_code == 200
    with django_assert_max_num_queries(24):
        assert client.get(reverse("partnership:initiative", args=[initiative.pk])).status_code == 200


def test_examples_are_part_of_no_real_number(client):
    area, owner = factories.area(), factories.organisation("NLC")
    yesterday = timezone.localdate() - timedelta(days=1)
    for demonstration, attended in ((False, 7), (True, 1000)):
        Activity.objects.create(
            area=area, owner=owner, title="讲座", day=yesterday, attended=attended, basis="counted",
            demonstration=demonstration,
        )  # fmt: skip
    page = text(client.get("/partnership/?lang=en"))
    assert "<b>1</b> <small>activities held</small>" in page
    assert "and 1 in the demonstration" in page
    sums = client.get(reverse("partnership:area", args=[area.pk]) + f"?year={yesterday.year}").context["sums"]
    assert [(row["demonstration"], row["held"], row["attended"]) for row in sums] == [
        (False, 1, 7),
        (True, 1, 1000),
    ]


@pytest.mark.parametrize("year", ["", "0000", "1", "99999999999999999999", "x", "２０２６"])
def test_a_year_that_is_none_shows_this_one(client, year):
    area = factories.area()
    answer = client.get(reverse("partnership:area", args=[area.pk]), {"year": year})
    assert (answer.status_code, answer.context["year"]) == (200, timezone.localdate().year)


def test_what_is_not_there_is_not_found(client):
    for route, number in (("area", 4711), ("initiative", 4711), ("area", 10**25)):
        assert client.get(f"/partnership/{route}s/{number}/").status_code == 404
    assert client.get("/partnership/campaigns/none/").status_code == 404
    assert client.get("/partnership/files/document/1/").status_code == 404
    assert client.get("/partnership/files/initiative/1/").status_code == 404


# ---------------------------------------------------------------- progress


def value_of(indicator, scope=ANONYMOUS):
    return progress_of([indicator], scope, timezone.localdate())[indicator.pk].value


def indicator_of(initiative, counts="outputs", **fields):
    return Indicator.objects.create(initiative=initiative, title="指标", unit="个", counts=counts, **fields)


def test_outputs_add_up_until_they_are_taken_away():
    today = timezone.localdate()
    indicator = indicator_of(initiative := factories.initiative(), target=5)
    shared = {"initiative": initiative, "title": "成果", "indicator": indicator}
    first = Output.objects.create(**shared, day=today, quantity=3)
    Output.objects.create(**shared, day=today, quantity=4)
    Output.objects.create(**shared, day=today + timedelta(days=1), quantity=100)
    assert value_of(indicator) == 7
    first.removed_at = timezone.now()
    first.save()
    progress = progress_of([indicator], ANONYMOUS, today)[indicator.pk]
    assert (progress.value, progress.remaining, progress.reached, progress.share) == (4, 1, False, 80.0)


def test_activities_count_once_held_and_an_example_never_for_a_real_initiative():
    today = timezone.localdate()
    initiative = factories.initiative()
    shared = {"area": initiative.area, "initiative": initiative, "owner": factories.organisation("NLC")}
    counted = {"attended": 20, "basis": "counted"}
    Activity.objects.create(**shared, title="已办", day=today, **counted)
    Activity.objects.create(**shared, title="未办", day=today, cancelled=True)
    Activity.objects.create(**shared, title="将办", day=today + timedelta(days=1))
    Activity.objects.create(**shared, title="示例", day=today, demonstration=True, **counted)
    assert value_of(indicator_of(initiative, "activities")) == 1
    assert value_of(indicator_of(initiative, "activity_attendance")) == 20


READER = {"User-Agent": "Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0"}


def open_it(client, resource, method="get", **headers):
    address = reverse("partnership:open_resource", args=[resource.pk])
    return getattr(client, method)(address, headers={**READER, **headers})


def openings(resource) -> list[tuple[date, int]]:
    return list(resource.openings.order_by("day").values_list("day", "number"))


def test_a_reader_is_led_to_a_resource_and_counted_by_the_day(client):
    resource = factories.resource(address="https://site.example/video/")
    for _each in range(3):
        answer = open_it(client, resource)
        assert (answer.status_code, answer.url) == (302, "https://site.example/video/")
    assert openings(resource) == [(timezone.localdate(), 3)]
    # Nothing of the reader is kept or told on.
    assert not answer.cookies
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("get", {"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"}),
        ("get", {"User-Agent": "curl/8.5"}),
        ("get", {"User-Agent": ""}),
        ("get", {"Sec-Purpose": "prefetch;prerender"}),
        ("get", {"Sec-Fetch-Mode": "no-cors"}),
        ("get", {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "cross-site"}),
    ],
)
def test_programs_are_led_there_and_not_counted(client, method, headers):
    resource = factories.resource()
    assert open_it(client, resource, method, **headers).status_code == 302
    assert openings(resource) == []


def test_a_resource_that_is_not_there_leads_nowhere(client):
    resource = factories.resource(removed_at=timezone.now())
    assert open_it(client, resource).status_code == 404
    assert client.get("/partnership/resources/4711/open/", headers=READER).status_code == 404
    assert client.post(f"/partnership/resources/{resource.pk}/open/").status_code == 405
    assert "Disallow: /partnership/resources/" in text(client.get("/robots.txt"))


def test_a_month_counts_by_the_owner_s_number_or_by_the_openings_and_never_by_both(client):
    initiative = factories.initiative(area=factories.area("digital"))
    resource = factories.resource(initiative=initiative)
    indicator = indicator_of(initiative, "resource_uses")
    for day, number in ((date(2026, 1, 3), 5), (date(2026, 1, 31), 6), (date(2026, 2, 1), 7)):
        resource.openings.create(day=day, number=number)
    assert value_of(indicator) == 18
    entered = [
        ResourceUse.objects.create(resource=resource, month=date(2026, month, 1), number=100)
        for month in (1, 3)
    ]
    assert value_of(indicator) == 100 + 7 + 100
    # The page tells the two apart, each once.
    [(row, _keeps, _health)] = client.get(f"/partnership/areas/{resource.area_id}/").context["resources"]
    assert (row.used, row.opened) == (200, 18)
    entered[0].removed_at = timezone.now()
    entered[0].save()
    assert value_of(indicator) == 18 + 100
    # Those of an example count for no real initiative.
    DigitalResource.objects.update(demonstration=True)
    assert value_of(indicator) == 0


def test_what_there_is_in_chinese_alone_says_so_on_an_english_page(client):
    area = factories.area("digital")
    resource = factories.resource(rights="馆内 <使用>")
    address = reverse("partnership:area", args=[area.pk])
    assert '<span lang="zh-Hans">馆内 &lt;使用&gt;</span>' in text(client.get(f"{address}?lang=en"))
    assert 'lang="zh-Hans">馆内' not in text(client.get(f"{address}?lang=zh-hans"))
    resource.rights_en = "On the premises"
    resource.save()
    page = text(client.get(f"{address}?lang=en"))
    assert "On the premises" in page
    assert "馆内" not in page


def test_uses_of_resources_add_up():
    initiative = factories.initiative(area=factories.area("digital"))
    resource = factories.resource(initiative=initiative)
    for month in (1, 2):
        ResourceUse.objects.create(resource=resource, month=date(2026, month, 1), number=10 * month)
    assert value_of(indicator_of(initiative, "resource_uses")) == 30


def test_coverage_is_public_and_visits_are_for_those_with_a_role():
    initiative, programme = factories.initiative(), factories.programme()
    library = factories.library()
    for opens, closes in ((date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 3, 1), date(2026, 3, 31))):
        factories.stop(programme=programme, library=library, opens=opens, closes=closes)
    assert value_of(indicator_of(initiative, "libraries", programme=programme)) == 1
    visits = indicator_of(initiative, "exhibition_visits", programme=programme)
    assert value_of(visits) is None
    assert value_of(visits, Scope(user_id=1, organisations=frozenset(["NLC"]))) == 0


# ---------------------------------------------------------------- who keeps what


def test_staff_of_another_institution_and_other_roles_are_refused(client, enter):
    initiative = factories.initiative("NLC")
    acts = [
        ("get", address("change_record", "initiative", initiative)),
        ("get", address("record_history", "initiative", initiative)),
        ("get", new("milestone", initiative)),
        ("post", address("remove_record", "initiative", initiative)),
        ("post", address("put_back_record", "initiative", initiative)),
        ("post", address("return_record", "initiative", initiative)),
    ]
    others = [
        factories.staff("CSTM"),
        factories.librarian(factories.library()),
        factories.coordinator("33"),
        factories.partner(),
        factories.user(),
    ]
    for other in others:
        enter(other)
        for method, path in acts:
            assert getattr(client, method)(path).status_code == 403, (other, path)
    initiative.refresh_from_db()
    assert (initiative.revision, initiative.removed_at) == (1, None)
    enter(factories.staff("NLC"))
    assert client.get(acts[0][1]).status_code == 200
    assert client.get(f"/partnership/records/initiative/{initiative.pk + 1}/change/").status_code == 404
    assert client.get("/partnership/records/nothing/1/change/").status_code == 404


def test_a_record_is_made_for_the_own_institution_only(client, enter):
    area, cstm = factories.area(), factories.organisation("CSTM")
    nlc = factories.organisation("NLC")
    enter(factories.staff("NLC"))
    fields = {"title": "讲座", "kind": "lecture", "day": "2026-03-01"}
    assert client.post(new("activity", area), typed(**fields, owner=cstm.pk)).status_code == 400
    assert client.post(new("activity", area), typed(**fields, owner=nlc.pk)).status_code == 302
    assert Activity.objects.get().owner == nlc


def test_a_kind_of_record_belongs_to_its_kind_of_area(client, enter):
    enter(factories.staff())
    for parent in (factories.area("exchange"), None):
        assert client.get(new("activity", parent)).status_code == 404


# ---------------------------------------------------------------- keeping


def test_an_initiative_is_entered_with_its_first_unit_and_twice_is_once(client, enter):
    area, nlc = factories.area(), factories.organisation("NLC")
    enter(factories.staff("NLC"))
    sent = typed(title="夏令营", state="preparing", organisation=nlc.pk, unit="社会教育部")
    for _time in range(2):
        answer = client.post(new("initiative", area), sent)
        assert answer.status_code == 302
    initiative = Initiative.objects.get()
    assert answer.url == reverse("partnership:initiative", args=[initiative.pk])
    assert [unit.name for unit in ResponsibleUnit.objects.all()] == ["社会教育部"]
    assert initiative.history.get().history_user.username
    other = client.post(new("initiative", area), {**sent, "title": "别的"})
    assert other.status_code == 409
    assert Initiative.objects.get().title == "夏令营"


def every_kind():
    """The name of each kind of record, and what a person types for one besides its title and owner."""
    today = "2026-03-01"
    return {
        "initiative": {"state": "running", "unit": "部门"},
        "unit": {"name": "部门"},
        "milestone": {"due_on": today},
        "indicator": {"counts": "activities", "unit": "场", "target": "20"},
        "output": {"day": today, "quantity": "1"},
        "evidence": {"address": "https://a.example/"},
        "document": {"address": "https://a.example/"},
        "fact": {"text": "每套约五十件展品", "position": "1"},
        "exhibition": {"first_day": today},
        "product": {"kind": "print"},
        "activity": {"kind": "lecture", "day": today, "attended": "１２", "basis": "counted"},
        "exchange": {"kind": "forum", "first_day": today},
        "holding": {"items": "1,200"},
        "publication": {"language": "zh"},
        "resource": {"kind": "video", "address": "https://a.example/", "rights": "公开"},
        "use": {"month": today, "number": "30", "basis": "counted"},
        "campaign": {"slug": "day"},
        "edition": {"year": "2026", "first_day": today, "last_day": today},
        "plan": {"year": "2026"},
        "item": {"due_on": today},
    }


def parent_of(kind):
    """Something that a record of this kind can belong to."""
    initiative = factories.initiative("NLC")
    if kind.parent is CooperationArea:
        return factories.area(kind.area or "activities")
    return {
        "initiative": lambda: initiative,
        "agreement": lambda: initiative.area.part.agreement,
        "resource": factories.resource,
        "campaign": lambda: Campaign.objects.create(slug="week", title="周"),
        "plan": lambda: WorkPlan.objects.create(agreement=initiative.area.part.agreement, year=2025),
        "": lambda: None,
    }[kind.parent_field]()


@pytest.mark.parametrize("name", list(KINDS))
def test_every_kind_is_entered_changed_and_taken_away(client, enter, name):
    kind = KINDS[name]
    parent = parent_of(kind)
    nlc = factories.organisation("NLC")
    other = factories.organisation("CSTM")
    enter(factories.staff("NLC"))
    path = new(name, parent)
    assert client.get(path).status_code == 200
    known = kind.model.objects.count()
    sent = typed(
        title="标题",
        owner=nlc.pk,
        organisation=other.pk if name == "unit" else nlc.pk,
        responsible=nlc.pk,
        area=factories.area().pk,
        **every_kind()[name],
    )
    for _time in range(2):
        answer = client.post(path, sent)
        assert answer.status_code == 302, answer.context["form"].errors
    record = kind.model.objects.latest("pk")
    assert (kind.model.objects.count(), record.revision) == (known + 1, 1)
    assert client.get(answer.url).status_code == 200
    assert client.get(address("change_record", name, record)).status_code == 200
    assert client.get(address("record_history", name, record)).status_code == 200
    gone = client.post(address("remove_record", name, record))
    assert client.get(gone.url).status_code == 200
    back = client.post(address("put_back_record", name, record))
    assert client.get(back.url).status_code == 200


def test_what_cannot_be_right_is_told_at_its_field_and_kept(client, enter):
    initiative = factories.initiative()
    enter(factories.staff())
    answer = client.post(
        new("output", initiative), typed(title="成果 13812345678", day="32.13.2026", quantity="-3")
    )
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"title", "day", "quantity"}
    assert "32.13.2026" in text(answer)
    assert not Output.objects.exists()
    for broken in ({"key": "x"}, {"key": "x" * 36}, {}, {"key": str(uuid.uuid4()), "revision": "9" * 30}):
        assert (
            client.post(new("output", initiative), {"title": "x", "day": "2026-01-01", **broken}).status_code
            == 400
        )


def test_constraints_speak_in_the_readers_language(client, enter):
    initiative = factories.initiative("NLC")
    enter(factories.staff())
    nlc = factories.organisation("NLC")
    answer = client.post(f"{new('unit', initiative)}&lang=en", typed(organisation=nlc.pk, name="部门"))
    assert answer.status_code == 400
    assert "This institution has a responsible unit already; change that one." in text(answer)
    answer = client.post(f"{new('evidence', initiative)}&lang=en", typed(title="佐证"))
    assert "Choose a file, or give an address: one of the two." in text(answer)


def test_two_people_changing_one_record_see_both(client, enter):
    initiative = factories.initiative("NLC", title="原来")
    enter(factories.staff("NLC"))
    path = address("change_record", "initiative", initiative)
    sent = {"key": str(initiative.key), "revision": "2", "state": "running"}
    assert client.post(path, {**sent, "title": "她的"}).status_code == 302
    assert client.post(path, {**sent, "title": "她的"}).status_code == 302
    conflict = client.post(path, {**sent, "title": "我的"})
    assert conflict.status_code == 409
    assert "她的" in text(conflict)
    assert "我的" in text(conflict)
    assert 'name="revision" value="3"' in text(conflict)
    assert client.post(path, {**sent, "revision": "3", "title": "我的"}).status_code == 302
    assert [each.title for each in initiative.history.order_by("history_id")] == ["原来", "她的", "我的"]


def test_taking_away_can_be_undone_and_so_can_a_change(client, enter):
    initiative = factories.initiative("NLC", title="原来")
    enter(factories.staff("NLC"))
    client.post(
        address("change_record", "initiative", initiative),
        {"key": str(initiative.key), "revision": "2", "state": "running", "title": "改了"},
    )
    gone = client.post(address("remove_record", "initiative", initiative))
    page = client.get(gone.url)
    assert address("put_back_record", "initiative", initiative) in text(page)
    shown = reverse("partnership:initiative", args=[initiative.pk])
    assert client.get(shown).status_code == 404
    assert client.post(address("put_back_record", "initiative", initiative)).url == shown
    history = text(client.get(address("record_history", "initiative", initiative) + "?lang=en"))
    assert "原来 → 改了" in history
    first = initiative.history.order_by("history_id").first()
    answer = client.post(
        address("return_record", "initiative", initiative), {"version": first.history_id, "revision": 5}
    )
    assert answer.status_code == 302
    initiative.refresh_from_db()
    assert (initiative.title, initiative.revision) == ("原来", 5)
    assert (
        client.post(address("return_record", "initiative", initiative), {"version": "x"}).status_code == 400
    )


def test_what_was_typed_survives_the_end_of_the_session(client, enter):
    initiative = factories.initiative("NLC")
    path = new("milestone", initiative)
    answer = client.post(path, typed(title="长长的里程碑", due_on="2026-05-01"))
    assert answer.url.startswith(reverse("account_login"))
    enter(factories.staff("NLC"))
    assert "长长的里程碑" in text(client.get(path))


def test_a_form_without_a_token_stores_nothing_and_loses_nothing(settings):
    settings.CSRF_FAILURE_VIEW = "pages.csrf_failure.csrf_failure"
    initiative = factories.initiative("NLC")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(pk=factories.staff("NLC").pk))
    sent = typed(title="长长的里程碑", due_on="2026-05-01")
    refused = strict.post(new("milestone", initiative), sent)
    assert (refused.status_code, "长长的里程碑" in text(refused)) == (403, True)
    token = {"csrfmiddlewaretoken": str(refused.context["csrf_token"])}
    assert strict.post(new("milestone", initiative), {**sent, **token}).status_code == 302
    change = address("change_record", "initiative", initiative)
    assert strict.post(change, {"title": "改了的"}).status_code == 403
    assert strict.post(new("milestone", factories.initiative("CSTM")), sent).status_code == 403
    assert strict.post("/accounts/logout/", {}).status_code == 403
    initiative.refresh_from_db()
    assert initiative.title != "改了的"


def test_the_public_page_sets_no_cookie_and_may_be_kept(client):
    load_partnership()
    answer = client.get("/partnership/")
    assert (answer["Cache-Control"], answer.cookies) == ("public, max-age=0, s-maxage=60", {})


def test_files_are_private_until_they_are_said_to_be_public(client, enter, tmp_path):
    initiative = factories.initiative("NLC")
    enter(factories.staff("NLC"))
    sent = typed(title="报告", file=SimpleUploadedFile("report.pdf", PDF, "application/pdf"))
    assert client.post(new("evidence", initiative), sent).status_code == 302
    evidence = Evidence.objects.get()
    path = reverse("partnership:document", args=["evidence", evidence.pk])
    assert client.get(path).content == PDF
    client.logout()
    assert client.get(path).status_code == 404
    assert "报告" not in text(client.get(reverse("partnership:initiative", args=[initiative.pk])))
    evidence.public = True
    evidence.save()
    answer = client.get(path)
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_none_is_refused_in_words(client, enter):
    load_partnership()
    enter(factories.staff("LSC"))
    agreement = CooperationArea.objects.first().part.agreement
    script = SimpleUploadedFile("x.pdf", b"<script>alert(1)</script>", "application/pdf")
    answer = client.post(new("document", agreement), typed(title="协议", file=script))
    assert (answer.status_code, AgreementDocument.objects.count()) == (400, 0)
    assert "file" in answer.context["form"].errors


def test_a_joint_publication_is_found_by_its_isbn_and_listed_once(client, enter):
    area, nlc = factories.area("literature"), factories.organisation("NLC")
    enter(factories.staff("NLC"))
    sent = {"isbn": "978-0-306-40615-7", "title": "身边的科学", "language": "zh", "owner": nlc.pk}
    assert (
        client.post(new("publication", area), typed(**{**sent, "isbn": "9780306406158"})).status_code == 400
    )
    assert client.post(new("publication", area), typed(**sent)).status_code == 302
    again = client.post(new("publication", area), typed(**sent))
    assert again.status_code == 400
    assert "isbn" in again.context["form"].errors
    assert (Publication.objects.get().isbn, JointPublication.objects.count()) == ("9780306406157", 1)
    assert "身边的科学[M]" in text(client.get(reverse("partnership:area", args=[area.pk])))


def test_an_exhibitions_reading_list_is_kept_by_staff(client, enter):
    exhibition = factories.exhibition()
    path = reverse("partnership:exhibition_reading", args=[exhibition.pk])
    enter(factories.librarian(factories.library()))
    assert client.get(path).status_code == 403
    enter(factories.staff())
    book = {"title": "身边的科学", "language": "zh"}
    for _time in range(2):
        assert client.post(path, book).status_code == 302
    entry = exhibition.reading_list.get()
    removed = client.post(path, {"remove": entry.pk})
    assert "身边的科学" in text(client.get(removed.url))
    client.post(path, {"add": entry.publication_id})
    assert exhibition.reading_list.count() == 1
    assert client.post(path, {"remove": "x"}).status_code == 400


# ---------------------------------------------------------------- campaigns, plans


def test_editions_are_compared_year_on_year(client, enter):
    nlc, area = factories.organisation("NLC"), factories.area()
    campaign = Campaign.objects.create(slug="day", title="读书日", title_en="Book Day")
    for year, attended in ((2025, 30), (2026, 50)):
        CampaignEdition.objects.create(
            campaign=campaign, year=year, first_day=date(year, 4, 23), last_day=date(year, 4, 23)
        )
        Activity.objects.create(
            area=area, owner=nlc, campaign=campaign, title="讲座", day=date(year, 4, 22), attended=attended,
            basis="counted",
        )  # fmt: skip
    path = reverse("partnership:campaign", args=["day"])
    (example, columns, rows), *others = client.get(path).context["tables"]
    assert (example, [each.year for each in columns], others) == (False, [2026, 2025], [])
    assert {str(row.label): row.cells for row in rows}["活动参加人次"] == [(50, 20), (30, None)]
    labels = [str(row.label) for row in rows]
    assert "站点活动已核实参加人次" not in labels
    enter(factories.staff())
    labels = [str(row.label) for row in client.get(path).context["tables"][0][2]]
    assert "站点活动已核实参加人次" in labels


def test_a_year_has_one_edition_and_its_days_lie_in_it(client, enter):
    campaign = Campaign.objects.create(slug="day", title="读书日")
    enter(factories.staff())
    sent = {"year": "2026", "first_day": "2026-04-23", "last_day": "2026-04-23"}
    assert client.post(new("edition", campaign), typed(**{**sent, "year": "2025"})).status_code == 400
    assert client.post(new("edition", campaign), typed(**sent)).status_code == 302
    assert client.post(new("edition", campaign), typed(**sent)).status_code == 400


def test_a_work_plan_is_for_staff_and_shows_derived_progress(client, enter):
    initiative = factories.initiative("NLC")
    indicator = indicator_of(initiative, target=4)
    Output.objects.create(
        initiative=initiative, indicator=indicator, title="成果", day=timezone.localdate(), quantity=3
    )
    plan = WorkPlan.objects.create(agreement=initiative.area.part.agreement, year=2026, aim="目标")
    WorkPlanItem.objects.create(
        plan=plan, area=initiative.area, initiative=initiative, title="事项", due_on=date(2026, 3, 1),
        responsible=factories.organisation("NLC"),
    )  # fmt: skip
    for page in ("work_plan", "work_plan_print"):
        path = reverse(f"partnership:{page}", args=[plan.pk])
        client.logout()
        assert client.get(path).status_code == 302
        enter(factories.coordinator("33"))
        assert client.get(path).status_code == 403
        enter(factories.staff("LSC"))
        shown = text(client.get(path))
        assert "事项" in shown
        assert "/ 4" in shown
    assert client.get(reverse("partnership:work_plan", args=[plan.pk + 1])).status_code == 404


def test_an_item_keeps_to_its_area_and_its_institution(client, enter):
    initiative = factories.initiative("NLC")
    other, nlc = factories.area("exchange"), factories.organisation("NLC")
    plan = WorkPlan.objects.create(agreement=other.part.agreement, year=2026)
    enter(factories.staff("NLC"))
    sent = {"title": "事项", "due_on": "2026-05-01", "responsible": nlc.pk, "initiative": initiative.pk}
    assert client.post(new("item", plan), typed(**sent, area=other.pk)).status_code == 400
    assert client.post(new("item", plan), typed(**sent, area=initiative.area_id)).status_code == 302


def test_a_link_is_looked_at_on_demand_but_never_an_examples(client, enter, monkeypatch):
    monkeypatch.setattr(links, "look_at", lambda address: links.Found("broken", "404"))
    resource = factories.resource(owner="NLC")
    example = factories.resource(address="https://example.org/", demonstration=True)
    path = reverse("partnership:check_link", args=[resource.pk])
    enter(factories.staff("CSTM"))
    assert client.post(path).status_code == 403
    enter(factories.staff("NLC"))
    assert client.post(path).status_code == 302
    assert client.post(reverse("partnership:check_link", args=[example.pk])).status_code == 404
    assert "does not work" in text(client.get(f"/partnership/areas/{resource.area_id}/?lang=en"))
