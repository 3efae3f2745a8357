"""What institutions published: the pilot's "over 55,000", for its three libraries together, never split (rule 19)."""

from django.db import transaction

from exhibitions.reference import pilot_libraries
from libraries.reference import Loaded
from partnership.models import Programme
from visits.models import PublishedFigure
from visits.vocabulary import Measure

SOURCE = "国家图书馆英文网站关于三方签署战略合作框架协议的报道（2021 年 4 月）"
SOURCE_EN = "Report of the National Library of China's English website on the signing of the framework agreement (April 2021)"
SOURCE_ADDRESS = "http://www.nlc.cn/newen/nlcnews/202104/t20210409_200926.htm"


def load_published_figures() -> Loaded:
    """Make the pilot's published figure if it is missing; a figure that people corrected stays as they left it.

    Needs the pilot (`exhibitions.reference.load_pilot`).
    """
    with transaction.atomic():
        figure, made = PublishedFigure.objects.get_or_create(
            programme=Programme.objects.get(slug="pilot-2020"),
            measure=Measure.EXHIBITION_VISIT,
            defaults={
                "value": 55_000,
                "lower_bound": True,
                "source": SOURCE,
                "source_en": SOURCE_EN,
                "source_address": SOURCE_ADDRESS,
            },
        )
        if made:
            figure.libraries.set(pilot_libraries())
    return Loaded(made=int(made), unchanged=int(not made))
