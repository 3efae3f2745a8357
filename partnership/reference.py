"""The agreement of 11 March 2021, its three institutions and six areas, the programmes and their targets.

Real at the start (rule 19). Only what is missing is made: what people have changed since stays as they left it.
"""

from datetime import date

from django.db import transaction

from libraries.reference import Loaded
from partnership.models import (
    Agreement,
    AgreementPart,
    BackgroundFact,
    Campaign,
    CooperationArea,
    Organisation,
    Programme,
    Signature,
    Target,
)

AGREEMENT = "strategic-cooperation-2021"

SOURCES = [
    "http://www.nlc.cn/newen/nlcnews/202104/t20210409_200926.htm",
    "https://news.sciencenet.cn/htmlnews/2021/3/454460.shtm",
]

INSTITUTIONS = {
    "NLC": ("国家图书馆", "National Library of China"),
    "LSC": ("中国图书馆学会", "Library Society of China"),
    "CSTM": ("中国科学技术馆", "China Science and Technology Museum"),
}

# Who signed, and in which post: one person signed for two institutions, for one in each part.
SIGNATORIES = {
    "NLC": ("饶权", "Rao Quan", "馆长", "Director"),
    "LSC": ("饶权", "Rao Quan", "理事长", "Chairman"),
    "CSTM": ("殷皓", "Yin Hao", "馆长", "Director"),
}

# Number, title, the institutions, what they agreed; of each part of the agreement.
PARTS = [
    (
        1,
        "国家图书馆与中国科学技术馆战略合作",
        "Strategic cooperation of the National Library of China and the China Science and Technology Museum",
        ["NLC", "CSTM"],
        "2021年3月11日，国家图书馆与中国科学技术馆签署战略合作框架协议，在六个领域开展合作：联合举办展览与特色科普产品、科普活动、"
        "学术交流平台、文献资源共享与合作出版、数字资源共建共享、信息技术合作。",
        "On 11 March 2021 the National Library of China and the China Science and Technology Museum signed a strategic "
        "cooperation framework agreement on six areas: joint exhibitions and featured products, science-popularization "
        "activities, an academic exchange platform, literature resources, digital resources, and information technology.",
    ),
    (
        2,
        "中国图书馆学会与中国科学技术馆战略合作：“十四五”时期县级公共图书馆科普展览巡展项目",
        "Strategic cooperation of the Library Society of China and the China Science and Technology Museum: the "
        "tour exhibition project in county-level public libraries in the 14th Five-Year Plan period",
        ["LSC", "CSTM"],
        "同日，中国图书馆学会与中国科学技术馆签署战略合作框架协议，在“十四五”时期（2021—2025年）联合县科协，在县级公共图书馆免费开展"
        "科普展览巡展。巡展以中国流动科技馆为载体，配套专题讲座、线上资源与科普书目推荐，把实体科技馆的线下展品与数字科技馆的线上资源结合起来。",
        "On the same day the Library Society of China and the China Science and Technology Museum signed a strategic "
        "cooperation framework agreement. In the 14th Five-Year Plan period (2021–2025) they run the tour exhibition "
        "project, free of charge, in county-level public libraries together with the county associations for science and "
        "technology. It is carried by the touring exhibition “China Mobile Science and Technology Museum”, with special "
        "lectures, online resources and recommended popular-science reading around it; offline exhibits of physical "
        "museums and online resources of digital museums are integrated.",
    ),
]

# The six areas of part 1: title, description, both in Chinese and English; and which records they have.
AREA_KINDS = ["exhibitions", "activities", "exchange", "literature", "digital", "technology"]
AREAS = [
    (
        "联合举办展览与特色科普产品",
        "Joint exhibitions and featured science-popularization products",
        "共同开展展览与展示，提供特色科普文化产品与服务。",
        "Exhibitions and displays held together; featured products and services of science culture.",
    ),
    (
        "科普活动",
        "Science-popularization activities",
        "举办科普讲座、青少年夏令营、主题科学教育活动进校园和社区。",
        "Lectures, youth summer camps, themed science education on campus and in the community.",
    ),
    (
        "学术交流平台",
        "Academic exchange platform",
        "搭建学术交流平台，开展研究，培养人才。",
        "A platform for academic exchange: research and talent.",
    ),
    (
        "文献资源共享与合作出版",
        "Sharing and joint publishing of literature resources",
        "共享文献资源，合作出版。",
        "Literature resources shared and published together.",
    ),
    (
        "数字资源共建共享",
        "Joint development and sharing of digital resources",
        "围绕中国数字科技馆和国家数字图书馆的资源，共建共享。",
        "Resources of the China Digital Science and Technology Museum and the National Digital Library, developed "
        "and shared together.",
    ),
    (
        "信息技术合作",
        "Cooperation in information technology",
        "数字图书馆、手机图书馆与中国数字科技馆相互嵌入，探索 AR、VR、人工智能应用，共建科普资源服务平台。",
        "The Digital Library, the Mobile Library and the China Digital Science and Technology Museum embedded in one "
        "another; AR, VR and AI; one resource and service platform for science popularization.",
    ),
]

# Slug, names, short names, years, targets as (year or None, measure, value). A target that is open is not there.
PROGRAMMES = [
    (
        "pilot-2020",
        ("县级公共图书馆巡展试点", "Pilot in county-level public libraries"),
        ("2020 年试点", "Pilot 2020"),
        (2020, 2020),
        [],
    ),
    (
        "14th-five-year-plan",
        ("“十四五”时期县级公共图书馆巡展", "County library tour, 14th Five-Year Plan period"),
        ("“十四五”", "14th Five-Year Plan"),
        (2021, 2025),
        [(None, "libraries", 200), (2021, "libraries", 40), (2021, "provinces", 17)],
    ),
    (
        "15th-five-year-plan",
        ("“十五五”时期县级公共图书馆巡展", "County library tour, 15th Five-Year Plan period"),
        ("“十五五”", "15th Five-Year Plan"),
        (2026, 2030),
        [],
    ),
]

# Short name, title, usual time, what it is; in Chinese and English. Days of an edition are entered by people.
CAMPAIGNS = [
    (
        "world-book-day",
        ("世界读书日", "World Book Day"),
        ("每年4月23日", "23 April each year"),
        (
            "合作各方共同采用的阅读推广活动日。",
            "A day for the promotion of reading that the partners use together.",
        ),
    ),
    (
        "science-and-technology-activity-week",
        ("全国科技活动周", "National Science and Technology Activity Week"),
        ("每年5月", "May each year"),
        (
            "合作各方共同采用的科普活动周。",
            "A week of science popularization that the partners use together.",
        ),
    ),
]

PRACTICE = (
    "中国流动科技馆公开报道（2017—2023年）",
    "Published reports on the China Mobile Science and Technology Museum (2017–2023)",
)
PRACTICE_2023 = ("新华社报道（2023年5月）", "Report of Xinhua News Agency (May 2023)")
# Statement in Chinese and English, and its source: how such kits tour, as published.
FACTS = [
    (
        "每套展览约有50件互动展品，在一地停留2至3个月。",
        "One set has about 50 interactive exhibits and stays two to three months in one place.",
        PRACTICE_2023,
    ),
    (
        "每站通常接待参观3万至5万人次；2020年试点平均每站约18,300人次。",
        "A stop usually draws 30,000 to 50,000 visits; the pilot of 2020 drew about 18,300 a stop on average.",
        PRACTICE_2023,
    ),
    (
        "布展约需一周；周一、周二常为检修闭展日。",
        "Installation takes about a week; Monday and Tuesday are often closed for maintenance.",
        PRACTICE,
    ),
    (
        "截至2023年，全国658套展览已在1,888个县级行政区巡展5,686站，平均每县约三站；因此覆盖按不同的图书馆计，不按站次计。",
        "By 2023, 658 sets had made 5,686 stops in 1,888 county-level areas, about three stops a county; so coverage "
        "counts distinct libraries, never stops.",
        PRACTICE_2023,
    ),
    (
        "2020年试点在德清（浙江）、樟树（江西）、敦煌（甘肃）三地进行，为期两个月，共接待参观超过5.5万人次，无分地数字。",
        "The pilot of 2020 ran for two months in Deqing (Zhejiang), Zhangshu (Jiangxi) and Dunhuang (Gansu) with over "
        "55,000 visits in all; no split by place is known.",
        (SOURCES[0], ""),
    ),
    (
        "目标：2021年在17个省（自治区、直辖市）的40个县级公共图书馆巡展，2021至2025年不少于200个。",
        "Targets: 40 county-level public libraries in 17 provinces, autonomous regions and municipalities in 2021; no "
        "fewer than 200 from 2021 to 2025.",
        (SOURCES[0], ""),
    ),
]


def load_partnership() -> Loaded:
    """Make what is missing of the institutions, the agreement and the programmes. Parts come with their whole.

    So an area that people renamed, or a target that they set or took away, stays as they left it.
    """
    with transaction.atomic():
        made = [_load_institution(code, *names) for code, names in INSTITUTIONS.items()]
        made.append(_load_agreement())
        made += [_load_programme(*programme) for programme in PROGRAMMES]
        made += [_load_campaign(*campaign) for campaign in CAMPAIGNS]
        made.append(_load_facts())
    return Loaded(made=sum(made), unchanged=len(made) - sum(made))


def _load_institution(code: str, name: str, name_en: str) -> bool:
    defaults = {"name": name, "name_en": name_en, "kind": Organisation.Kind.PARTNER}
    return Organisation.objects.get_or_create(code=code, defaults=defaults)[1]


def _load_agreement() -> bool:
    agreement, made = Agreement.objects.get_or_create(
        slug=AGREEMENT,
        defaults={
            "title": "战略合作框架协议",
            "title_en": "Strategic cooperation framework agreement",
            "signed_on": date(2021, 3, 11),
            "signed_at": "国家图书馆",
            "signed_at_en": "National Library of China",
            "sources": "\n".join(SOURCES),
        },
    )
    if made:
        institutions = {
            organisation.code: organisation for organisation in Organisation.objects.exclude(code="")
        }
        for number, title, title_en, parties, text, text_en in PARTS:
            part = AgreementPart.objects.create(
                agreement=agreement,
                number=number,
                title=title,
                title_en=title_en,
                description=text,
                description_en=text_en,
            )
            Signature.objects.bulk_create(
                Signature(part=part, organisation=institutions[code], **_signatory(code)) for code in parties
            )
        part = agreement.parts.get(number=1)
        for number, (kind, (title, title_en, text, text_en)) in enumerate(
            zip(AREA_KINDS, AREAS, strict=True), start=1
        ):
            # One by one: each area begins its own history.
            CooperationArea.objects.create(
                part=part,
                number=number,
                title=title,
                title_en=title_en,
                kind=kind,
                description=text,
                description_en=text_en,
            )
    return made


def _signatory(code: str) -> dict[str, str]:
    return dict(zip(("signatory", "signatory_en", "post", "post_en"), SIGNATORIES[code], strict=True))


def _load_programme(
    slug: str,
    names: tuple[str, str],
    short_names: tuple[str, str],
    years: tuple[int, int],
    targets: list[tuple[int | None, str, int]],
) -> bool:
    programme, made = Programme.objects.get_or_create(
        slug=slug,
        defaults={
            "name": names[0],
            "name_en": names[1],
            "short_name": short_names[0],
            "short_name_en": short_names[1],
            "first_day": date(years[0], 1, 1),
            "last_day": date(years[1], 12, 31),
            "part": AgreementPart.objects.filter(agreement__slug=AGREEMENT, number=2).first()
            if slug == "14th-five-year-plan"
            else None,
        },
    )
    if made:
        for year, measure, value in targets:
            # One by one: each target begins its own history.
            Target.objects.create(programme=programme, year=year, measure=measure, value=value)
    return made


def _load_campaign(slug: str, names: tuple[str, str], times: tuple[str, str], texts: tuple[str, str]) -> bool:
    defaults = {
        "title": names[0],
        "title_en": names[1],
        "usual_time": times[0],
        "usual_time_en": times[1],
        "description": texts[0],
        "description_en": texts[1],
    }
    return Campaign.objects.get_or_create(slug=slug, defaults=defaults)[1]


def _load_facts() -> bool:
    """The statements, all or none: those that people changed, added or took away stay as they left them."""
    if BackgroundFact.objects.exists():
        return False
    for position, (text, text_en, (source, source_en)) in enumerate(FACTS, start=1):
        BackgroundFact.objects.create(
            position=position, text=text, text_en=text_en, source=source, source_en=source_en
        )
    return True
