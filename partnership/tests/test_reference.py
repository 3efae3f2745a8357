"""The agreement and the programmes as they are loaded, and that people's edits stay."""

from datetime import date

import pytest

from libraries.reference import Loaded
from partnership.models import Agreement, CooperationArea, Organisation, Programme, Signature, Target
from partnership.reference import load_partnership

pytestmark = pytest.mark.django_db


def test_the_agreement_of_2021():
    assert load_partnership() == Loaded(made=10)
    assert list(Organisation.objects.order_by("id").values_list("code", "name", "name_en", "kind")) == [
        ("NLC", "国家图书馆", "National Library of China", "partner"),
        ("LSC", "中国图书馆学会", "Library Society of China", "partner"),
        ("CSTM", "中国科学技术馆", "China Science and Technology Museum", "partner"),
    ]
    agreement = Agreement.objects.get()
    assert (agreement.signed_on, agreement.signed_at, agreement.signed_at_en) == (
        date(2021, 3, 11),
        "国家图书馆",
        "National Library of China",
    )
    assert list(
        Signature.objects.order_by("part__number", "id").values_list(
            "part__number", "organisation__code", "signatory", "signatory_en", "post"
        )
    ) == [
        (1, "NLC", "饶权", "Rao Quan", "馆长"),
        (1, "CSTM", "殷皓", "Yin Hao", "馆长"),
        (2, "LSC", "饶权", "Rao Quan", "理事长"),
        (2, "CSTM", "殷皓", "Yin Hao", "馆长"),
    ]
    assert list(CooperationArea.objects.values_list("part__number", "number", "title")) == [
        (1, 1, "联合举办展览与特色科普产品"),
        (1, 2, "科普活动"),
        (1, 3, "学术交流平台"),
        (1, 4, "文献资源共享与合作出版"),
        (1, 5, "数字资源共建共享"),
        (1, 6, "信息技术合作"),
    ]


def test_the_programmes_and_their_targets():
    load_partnership()
    assert list(
        Programme.objects.order_by("first_day").values_list("slug", "first_day", "last_day", "part__number")
    ) == [
        ("pilot-2020", date(2020, 1, 1), date(2020, 12, 31), None),
        ("14th-five-year-plan", date(2021, 1, 1), date(2025, 12, 31), 2),
        ("15th-five-year-plan", date(2026, 1, 1), date(2030, 12, 31), None),
    ]
    assert sorted(Target.objects.values_list("programme__slug", "measure", "value", "year")) == [
        ("14th-five-year-plan", "libraries", 40, 2021),
        ("14th-five-year-plan", "libraries", 200, None),
        ("14th-five-year-plan", "provinces", 17, 2021),
    ]


def test_again_keeps_what_people_changed():
    load_partnership()
    current = Programme.objects.get(slug="15th-five-year-plan")
    Target.objects.create(programme=current, measure="libraries", value=300)
    Target.objects.filter(year=2021, measure="provinces").delete()
    Programme.objects.filter(slug="pilot-2020").update(name="试点")
    CooperationArea.objects.filter(number=6).delete()
    assert load_partnership() == Loaded(unchanged=10)
    assert sorted(Target.objects.values_list("programme__slug", "value")) == [
        ("14th-five-year-plan", 40),
        ("14th-five-year-plan", 200),
        ("15th-five-year-plan", 300),
    ]
    assert Programme.objects.get(slug="pilot-2020").name == "试点"
    assert CooperationArea.objects.count() == 5


def test_each_area_and_institution_begins_its_history():
    load_partnership()
    for model in (CooperationArea, Organisation):
        assert all(row.history.count() == 1 for row in model.objects.all())
