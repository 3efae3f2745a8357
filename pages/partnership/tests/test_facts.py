"""Every sentence of the facts behind the portal: read on a page in both languages, and changed from there as data."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from exhibitions.reference import load_pilot
from libraries.reference import load_divisions
from partnership.models import (
    Agreement,
    AgreementPart,
    BackgroundFact,
    Campaign,
    CooperationArea,
    Programme,
)
from partnership.reference import load_partnership
from tourexhibit.tests import factories
from visits.models import PublishedFigure
from visits.reference import load_published_figures

PAGE = "/partnership/"


@dataclass(frozen=True)
class Fact:
    """What is told in Chinese and English, the row that holds it, and a field to change there."""

    chinese: str
    english: str
    model: type
    of: dict
    field: str
    value: str = "改过的话"

    def edited_at(self) -> str:
        row = self.model._default_manager.get(**self.of)
        kinds = {BackgroundFact: "fact", Campaign: "campaign"}
        if self.model in kinds:
            return reverse("partnership:change_record", args=[kinds[self.model], row.pk])
        return reverse(f"admin:{self.model._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def of_programme(chinese: str, english: str, slug: str, field: str, value: str = "改过的话") -> Fact:
    return Fact(chinese, english, Programme, {"slug": slug}, field, value)


def of_area(number: int, chinese: str, english: str) -> Fact:
    return Fact(chinese, english, CooperationArea, {"number": number}, "description")


def published(position: int, chinese: str, english: str) -> Fact:
    return Fact(chinese, english, BackgroundFact, {"position": position}, "text")


FACTS = [
    # Who signed what, and when.
    Fact("2021年3月11日", "11 March 2021", Agreement, {}, "signed_at"),
    Fact("国家图书馆与中国科学技术馆签署", "the National Library of China and the China Science and Technology Museum signed",
         AgreementPart, {"number": 1}, "description"),
    Fact("中国图书馆学会与中国科学技术馆签署", "the Library Society of China and the China Science and Technology Museum signed",
         AgreementPart, {"number": 2}, "description"),
    # The six areas.
    of_area(1, "联合举办展览与特色科普产品", "Joint exhibitions and featured science-popularization products"),
    of_area(2, "举办科普讲座、青少年夏令营、主题科学教育活动进校园和社区",
            "Lectures, youth summer camps, themed science education on campus and in the community"),
    of_area(3, "搭建学术交流平台，开展研究，培养人才", "A platform for academic exchange: research and talent"),
    of_area(4, "文献资源共享与合作出版", "Sharing and joint publishing of literature resources"),
    of_area(5, "数字资源共建共享", "Joint development and sharing of digital resources"),
    of_area(6, "相互嵌入，探索 AR、VR、人工智能应用，共建科普资源服务平台",
            "embedded in one another; AR, VR and AI; one resource and service platform for science popularization"),
    # The tour exhibition project.
    Fact("联合县科协，在县级公共图书馆免费开展", "free of charge, in county-level public libraries together with the county associations",
         AgreementPart, {"number": 2}, "description"),
    Fact("以中国流动科技馆为载体，配套专题讲座、线上资源与科普书目推荐", "with special lectures, online resources and recommended popular-science reading around it",
         AgreementPart, {"number": 2}, "description"),
    Fact("把实体科技馆的线下展品与数字科技馆的线上资源结合起来", "offline exhibits of physical museums and online resources of digital museums are integrated",
         AgreementPart, {"number": 2}, "description"),
    # The pilot.
    published(5, "德清（浙江）、樟树（江西）、敦煌（甘肃）三地进行，为期两个月",
              "two months in Deqing (Zhejiang), Zhangshu (Jiangxi) and Dunhuang (Gansu)"),
    Fact("超过 55,000", "over 55,000", PublishedFigure, {}, "value", "56000"),
    # The targets and the campaigns.
    of_programme("2021：不少于 40", "2021: no fewer than 40", "14th-five-year-plan", "targets-0-value", "4321"),
    of_programme("17", "no fewer than 17 distinct provinces", "14th-five-year-plan", "targets-1-value", "3987"),
    of_programme("不少于 200", "no fewer than 200", "14th-five-year-plan", "targets-2-value", "8765"),
    Fact("每年4月23日", "23 April each year", Campaign, {"slug": "world-book-day"}, "usual_time"),
    Fact("每年5月", "May each year", Campaign, {"slug": "science-and-technology-activity-week"}, "usual_time"),
    # A programme with its years is data.
    of_programme("2021–2025", "2021–2025", "14th-five-year-plan", "name"),
    of_programme("2026–2030", "2026–2030", "15th-five-year-plan", "name"),
    # How such kits tour in practice.
    published(1, "每套展览约有50件互动展品，在一地停留2至3个月", "about 50 interactive exhibits and stays two to three months"),
    published(2, "3万至5万人次；2020年试点平均每站约18,300人次", "30,000 to 50,000 visits; the pilot of 2020 drew about 18,300"),
    published(3, "布展约需一周；周一、周二常为检修闭展日", "about a week; Monday and Tuesday are often closed for maintenance"),
    published(4, "658套展览已在1,888个县级行政区巡展5,686站，平均每县约三站；因此覆盖按不同的图书馆计",
              "658 sets had made 5,686 stops in 1,888 county-level areas, about three stops a county; so coverage"),
]  # fmt: skip


@pytest.fixture
def loaded(db):
    load_divisions()
    load_partnership()
    load_pilot()
    load_published_figures()


def filled_in(answer) -> dict[str, str]:
    """What a browser sends when the form of the answer is sent as it stands."""
    if "adminform" in answer.context:
        forms = [answer.context["adminform"].form]
        for inline in answer.context["inline_admin_formsets"]:
            forms += [inline.formset.management_form, *inline.formset.forms]
    else:
        forms = [answer.context["form"]]
    sent = {}
    for field in (field for form in forms for field in form):
        value = field.value()
        if value is not None and value is not False:
            sent[field.html_name] = value
    return sent


def read(client, language: str) -> str:
    return client.get(f"{PAGE}?lang={language}").content.decode()


def test_each_fact_is_read_and_changed_from_the_page_that_tells_it(client, loaded):
    staff = Client()
    staff.force_login(factories.staff())
    for fact in FACTS:
        assert fact.chinese in read(client, "zh-hans")
        assert fact.english in read(client, "en")
        address = fact.edited_at()
        assert f'href="{address}"' not in read(client, "en")
        before = read(staff, "zh-hans")
        assert f'href="{address}"' in before
        with transaction.atomic():
            answer = staff.post(address, {**filled_in(staff.get(address)), fact.field: fact.value})
            assert answer.status_code == 302, (fact.english, answer.content.decode()[:4000])
            after = read(staff, "zh-hans")
            # Each from the same beginning: several facts stand in one row.
            transaction.set_rollback(True)
        shown = f"{int(fact.value):,}" if fact.value.isdecimal() else fact.value
        assert shown not in before
        assert shown in after
