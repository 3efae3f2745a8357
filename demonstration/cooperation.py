"""The demonstration of the partnership: initiatives, records of every area, campaigns and a work plan, as examples.

Every row is flagged; real figures count none of them (rule 20). Made within the areas of the agreement that there is;
without one nothing is made.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from demonstration import cooperation_words as words
from demonstration.making import Tour
from partnership.embedding import Embedding, EmbeddingUse
from partnership.models import (
    Activity,
    Campaign,
    CampaignEdition,
    CooperationArea,
    DigitalResource,
    Evidence,
    Exchange,
    Indicator,
    Initiative,
    JointExhibition,
    JointPublication,
    Milestone,
    Organisation,
    Output,
    Product,
    Programme,
    Publication,
    ResourceOpening,
    ResourceUse,
    ResponsibleUnit,
    SharedHolding,
    WorkPlan,
    WorkPlanItem,
)

Kind = CooperationArea.Kind


@dataclass
class Making:
    """What the parts of the demonstration share; `make` stores one flagged row under a key of its own."""

    as_of: date
    random: Random
    areas: dict[str, CooperationArea]
    organisations: dict[str, Organisation]
    campaigns: dict[str, Campaign]
    programme: Programme
    initiatives: dict[str, Initiative] = field(default_factory=dict)
    number: int = 0

    def make(self, model: Any, **fields: Any) -> Any:
        self.number += 1
        key = uuid5(NAMESPACE_URL, f"demonstration/{model._meta.model_name}/{self.number}")
        return model.objects.create(key=key, demonstration=True, **fields)

    def ago(self, days: int) -> date:
        return self.as_of - timedelta(days=days)


def make_cooperation(tour: Tour) -> int:
    """Make the examples as they would stand on the tour's day; returns how many records."""
    areas = {
        area.kind: area
        for area in CooperationArea.objects.order_by("-part__agreement__signed_on", "-part__number")
    }
    organisations = {each.code: each for each in Organisation.objects.filter(kind=Organisation.Kind.PARTNER)}
    if set(words.NEEDED) - areas.keys() or {"NLC", "LSC", "CSTM"} - organisations.keys():
        return 0
    making = Making(
        as_of=tour.as_of,
        random=Random(f"{tour.seed}/cooperation"),  # noqa: S311 - an example, not a secret
        areas=areas,
        organisations=organisations,
        campaigns={campaign.slug: campaign for campaign in Campaign.objects.present()},
        programme=Programme.objects.get(demonstration=True),
    )
    parts: Iterable[Callable[[Making], None]] = (
        _initiatives,
        _exhibitions,
        _activities,
        _exchange,
        _literature,
        _resources,
        _embeddings,
        _editions,
        _work_plan,
    )
    with transaction.atomic():
        for part in parts:
            part(making)
    return making.number


def _initiatives(making: Making) -> None:
    for kind, title, title_en, state, began, owners, indicator, milestones in words.INITIATIVES:
        initiative = making.make(
            Initiative,
            area=making.areas[kind],
            title=title,
            title_en=title_en,
            state=state,
            first_day=making.ago(began),
            description=words.INITIATIVE_TEXT[0],
            description_en=words.INITIATIVE_TEXT[1],
        )
        making.initiatives[kind] = making.initiatives.get(kind, initiative)
        for code in owners:
            name, name_en = words.UNITS[code]
            making.make(
                ResponsibleUnit,
                initiative=initiative,
                organisation=making.organisations[code],
                name=name,
                name_en=name_en,
            )
        counts, name, name_en, unit, unit_en, target = indicator
        counted = making.make(
            Indicator,
            initiative=initiative,
            title=name,
            title_en=name_en,
            counts=counts,
            programme=making.programme if counts in Indicator.OF_PROGRAMMES else None,
            unit=unit,
            unit_en=unit_en,
            target=target,
            due_on=date(making.as_of.year, 12, 31),
        )
        for name, name_en, due, reached in milestones:
            making.make(
                Milestone,
                initiative=initiative,
                title=name,
                title_en=name_en,
                due_on=making.ago(due),
                reached_on=making.ago(reached) if reached is not None else None,
            )
        if counts == Indicator.Counts.OUTPUTS:
            _outputs(making, initiative, counted)


def _outputs(making: Making, initiative: Initiative, indicator: Indicator) -> None:
    for days, (title, title_en) in zip((200, 90, 20), words.OUTPUTS, strict=True):
        output = making.make(
            Output,
            initiative=initiative,
            indicator=indicator,
            title=title,
            title_en=title_en,
            day=making.ago(days),
            quantity=making.random.randint(1, 3),
        )
    making.make(
        Evidence,
        initiative=initiative,
        output=output,
        title=words.EVIDENCE[0],
        title_en=words.EVIDENCE[1],
        address=words.ADDRESS,
        public=True,
    )


def _exhibitions(making: Making) -> None:
    shared = _shared(making, Kind.EXHIBITIONS, "CSTM")
    for days, (title, title_en, place) in zip((400, 150, -40), words.EXHIBITIONS, strict=True):
        making.make(
            JointExhibition,
            title=title,
            title_en=title_en,
            place=place[0],
            place_en=place[1],
            first_day=making.ago(days),
            last_day=making.ago(days - 60),
            **shared,
        )
    for days, (kind, title, title_en) in zip((300, 120), words.PRODUCTS, strict=True):
        making.make(
            Product, kind=kind, title=title, title_en=title_en, released_on=making.ago(days), **shared
        )


def _activities(making: Making) -> None:
    """Of this year and the one before: by campaign in spring, camps in summer, the rest through the year."""
    for year in (making.as_of.year - 1, making.as_of.year):
        for month, day, kind, campaign, title, title_en, place, owner in words.ACTIVITIES:
            on = date(year, month, day)
            to_come = on > making.as_of
            registered = making.random.randint(40, 260)
            cancelled = kind == "community" and year != making.as_of.year and month == 10
            attended = None if to_come or cancelled else round(registered * making.random.uniform(0.6, 1.1))
            making.make(
                Activity,
                **_shared(making, Kind.ACTIVITIES, owner),
                campaign=making.campaigns.get(campaign),
                kind=kind,
                title=title,
                title_en=title_en,
                day=on,
                last_day=on + timedelta(days=4) if kind == "summer_camp" else None,
                place=place,
                place_en=words.PLACES[place],
                registered=registered,
                attended=attended,
                basis="" if attended is None else making.random.choice(["counted", "counted", "estimated"]),
                cancelled=cancelled,
            )


def _exchange(making: Making) -> None:
    for days, (kind, title, title_en) in zip((330, 210, 75), words.EXCHANGES, strict=True):
        making.make(
            Exchange,
            **_shared(making, Kind.EXCHANGE, "LSC" if kind == "training" else "NLC"),
            kind=kind,
            title=title,
            title_en=title_en,
            first_day=making.ago(days),
            last_day=making.ago(days - 2),
            participants=making.random.randint(20, 140),
        )


def _literature(making: Making) -> None:
    shared = _shared(making, Kind.LITERATURE, "NLC")
    title, title_en, rights = words.HOLDING
    making.make(
        SharedHolding,
        title=title,
        title_en=title_en,
        rights=rights[0],
        rights_en=rights[1],
        items=1200,
        shared_on=making.ago(500),
        **shared,
    )
    publication = Publication.objects.create(
        title=words.PUBLICATION, publisher=words.PUBLISHER, year=making.as_of.year - 1, demonstration=True
    )
    making.make(JointPublication, publication=publication, **shared)


def _resources(making: Making) -> None:
    months = [(making.as_of.replace(day=1) - timedelta(days=28 * back)).replace(day=1) for back in (3, 2, 1)]
    for kind, title, title_en, owner in words.RESOURCES:
        resource = making.make(
            DigitalResource,
            **_shared(making, Kind.DIGITAL, owner),
            kind=kind,
            title=title,
            title_en=title_en,
            rights=words.RIGHTS[0],
            rights_en=words.RIGHTS[1],
            address=f"{words.ADDRESS}{kind}/",
            shared_on=making.ago(250),
        )
        for month in sorted(set(months)):
            making.make(ResourceUse, resource=resource, month=month, number=making.random.randint(200, 4000))
        ResourceOpening.objects.bulk_create(
            ResourceOpening(resource=resource, day=making.ago(days), number=making.random.randint(1, 30))
            for days in range(1, 61)
        )


def _embeddings(making: Making) -> None:
    """Sites of nobody, with a month of displays; the last of them silent for ten days, to be looked after."""
    for position, ((site, site_en), origin, (purpose, purpose_en), owner, shown) in enumerate(
        words.EMBEDDINGS
    ):
        embedding = Embedding.objects.create(
            site=site,
            site_en=site_en,
            origin=origin,
            purpose=purpose,
            purpose_en=purpose_en,
            owner=making.organisations[owner],
            demonstration=True,
        )
        silent = 10 if position == len(words.EMBEDDINGS) - 1 else 0
        EmbeddingUse.objects.bulk_create(
            EmbeddingUse(
                embedding=embedding,
                day=making.ago(days),
                widget=widget,
                shown=round(daily * making.random.uniform(0.6, 1.3)),
            )
            for widget, daily in shown.items()
            for days in range(silent, 31)
        )


def _editions(making: Making) -> None:
    for slug, first, last in words.EDITIONS:
        campaign = making.campaigns.get(slug)
        for year in (making.as_of.year - 1, making.as_of.year) if campaign else ():
            making.make(
                CampaignEdition,
                campaign=campaign,
                year=year,
                first_day=date(year, *first),
                last_day=date(year, *last),
                theme=words.THEME[0],
                theme_en=words.THEME[1],
            )


def _work_plan(making: Making) -> None:
    plan = making.make(
        WorkPlan,
        agreement=making.areas[Kind.EXHIBITIONS].part.agreement,
        year=making.as_of.year,
        aim=words.AIM[0],
        aim_en=words.AIM[1],
    )
    for kind, title, title_en, owner, (month, day), outcome in words.PLAN:
        due = date(making.as_of.year, month, day)
        past = due < making.as_of
        making.make(
            WorkPlanItem,
            plan=plan,
            area=making.areas[kind],
            initiative=making.initiatives.get(kind),
            responsible=making.organisations[owner],
            title=title,
            title_en=title_en,
            due_on=due,
            outcome=outcome if past else "",
        )


def _shared(making: Making, kind: str, owner: str) -> dict[str, Any]:
    """What the records of an area have in common: where they belong, whose they are."""
    return {
        "area": making.areas[kind],
        "initiative": making.initiatives.get(kind),
        "owner": making.organisations[owner],
    }
