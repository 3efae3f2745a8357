"""Small real objects for tests: factory functions with explicit keywords, everything else a sensible default."""

from datetime import date
from itertools import count

from accounts.models import Membership, User
from exhibitions.models import Exhibition, Kit, State, Stop
from libraries.models import CountyLibrary, Division, Level
from partnership.models import (
    Agreement,
    AgreementPart,
    CooperationArea,
    DigitalResource,
    Initiative,
    Organisation,
    Programme,
    ResponsibleUnit,
    Target,
)

_numbers = count(1)


def division(code: str = "330521", name: str = "", parent: Division | None = None, level: str = "", **fields):
    """The current division of `code`; made with its province, so that the tree is whole."""
    existing = Division.objects.filter(code=code, current=True).first()
    if existing:
        return existing
    if not level:
        level = Level.PROVINCE if code.endswith("0000") else Level.COUNTY
    if level != Level.PROVINCE and parent is None:
        parent = division(f"{code[:2]}0000")
    name = name or f"区划{code}"
    return Division.objects.create(
        code=code,
        name=name,
        short_name=name,
        name_en=f"Division {code}",
        pinyin="qu hua",
        initials="qh",
        level=level,
        parent=parent,
        county_level=level == Level.COUNTY,
        **fields,
    )


def library(code: str = "330521", name: str = "", **fields) -> CountyLibrary:
    name = name or f"图书馆{next(_numbers)}"
    return CountyLibrary.objects.create(
        division=division(code), name=name, name_en=f"{name} Library", **fields
    )


def programme(slug: str = "", target: int | None = 200, **fields) -> Programme:
    slug = slug or f"programme-{next(_numbers)}"
    defaults = {
        "name": slug,
        "name_en": slug,
        "short_name": slug[:20],
        "short_name_en": slug[:40],
        "first_day": date(2026, 1, 1),
        "last_day": date(2030, 12, 31),
    }
    made = Programme.objects.create(slug=slug, **{**defaults, **fields})
    if target is not None:
        Target.objects.create(programme=made, measure=Target.Measure.LIBRARIES, value=target)
    return made


def exhibition(slug: str = "", **fields) -> Exhibition:
    slug = slug or f"exhibition-{next(_numbers)}"
    return Exhibition.objects.create(slug=slug, **{"name": slug, "name_en": slug, **fields})


def kit(serial_number: str = "", **fields) -> Kit:
    fields.setdefault("exhibition", None)
    fields["exhibition"] = fields["exhibition"] or exhibition()
    return Kit.objects.create(serial_number=serial_number or str(next(_numbers)), **fields)


def stop(
    opens: date = date(2026, 3, 1), closes: date = date(2026, 5, 31), state: str = State.OPEN, **fields
) -> Stop:
    """A stop open from `opens`, planned to close on `closes` (both inclusive)."""
    fields.setdefault("library", None)
    fields["library"] = fields["library"] or library()
    fields.setdefault("programme", None)
    fields["programme"] = fields["programme"] or programme()
    fields.setdefault("exhibition", None)
    fields["exhibition"] = fields["exhibition"] or exhibition()
    defaults = {
        "state": state,
        "confirmed_on": opens,
        "planned_open": opens,
        "planned_close": closes,
        "actual_open": opens,
    }
    return Stop.objects.create(**{**defaults, **fields})


def user(username: str = "", **fields) -> User:
    return User.objects.create_user(username=username or f"user{next(_numbers)}", **fields)


def librarian(library: CountyLibrary, **fields) -> User:
    made = user(**fields)
    Membership.objects.create(user=made, role=Membership.Role.LIBRARIAN, library=library)
    return made


def coordinator(province: str = "33", **fields) -> User:
    made = user(**fields)
    Membership.objects.create(
        user=made, role=Membership.Role.COORDINATOR, division=division(f"{province[:2]}0000")
    )
    return made


def organisation(code: str = "NLC", **fields) -> Organisation:
    existing = Organisation.objects.filter(code=code).first()
    return existing or Organisation.objects.create(
        code=code, **{"name": code, "name_en": code, "kind": Organisation.Kind.PARTNER, **fields}
    )


def staff(code: str = "NLC", **fields) -> User:
    made = user(**{"is_staff": True, **fields})
    Membership.objects.create(user=made, role=Membership.Role.STAFF, organisation=organisation(code))
    return made


def partner(province: str = "", **fields) -> User:
    made = user(**fields)
    Membership.objects.create(
        user=made,
        role=Membership.Role.PARTNER,
        division=division(f"{province[:2]}0000") if province else None,
    )
    return made


def area(kind: str = "activities", **fields) -> CooperationArea:
    """An area of the one agreement that there is; one of each kind."""
    existing = CooperationArea.objects.filter(kind=kind).first()
    if existing:
        return existing
    agreement, _made = Agreement.objects.get_or_create(
        slug="agreement", defaults={"title": "协议", "title_en": "Agreement", "signed_on": date(2021, 3, 11)}
    )
    part, _made = AgreementPart.objects.get_or_create(
        agreement=agreement, number=1, defaults={"title": "一", "title_en": "One"}
    )
    number = part.areas.count() + 1
    defaults = {"number": number, "title": f"领域{number}", "title_en": f"Area {number}", "kind": kind}
    return CooperationArea.objects.create(part=part, **{**defaults, **fields})


def initiative(owners: str = "NLC", **fields) -> Initiative:
    """An initiative with a responsible unit at each of `owners`, codes set apart by blanks."""
    fields.setdefault("area", None)
    fields["area"] = fields["area"] or area()
    made = Initiative.objects.create(**{"title": f"项目{next(_numbers)}", "title_en": "Initiative", **fields})
    for code in owners.split():
        ResponsibleUnit.objects.create(
            initiative=made, organisation=organisation(code), name="部门", demonstration=made.demonstration
        )
    return made


def resource(address: str = "https://site.example/", owner: str = "NLC", **fields) -> DigitalResource:
    defaults = {"area": area("digital"), "owner": organisation(owner), "title": "视频", "rights": "公开"}
    return DigitalResource.objects.create(address=address, **{**defaults, **fields})
