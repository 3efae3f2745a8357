"""What the tables of this room refuse by themselves, on both engines."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from partnership.models import Agreement, AgreementPart, CooperationArea, Organisation, Signature, Target
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_organisations():
    factories.organisation("NLC", name="国家图书馆")
    refused(lambda: Organisation.objects.create(code="NLC", name="另一个", kind="partner"))
    refused(lambda: Organisation.objects.create(code="X", name="国家图书馆", kind="partner"))
    refused(lambda: Organisation.objects.create(code="", name="无代码", kind="partner"))
    for name in ("甲县科协", "乙县科协"):
        Organisation.objects.create(name=name, kind="science_association")


def test_agreements():
    agreement = Agreement.objects.create(
        slug="a", title="协议", title_en="Agreement", signed_on=date(2021, 3, 11)
    )
    part = AgreementPart.objects.create(agreement=agreement, number=1, title="一", title_en="One")
    refused(lambda: AgreementPart.objects.create(agreement=agreement, number=1, title="二", title_en="Two"))
    organisation = factories.organisation("NLC")
    Signature.objects.create(part=part, organisation=organisation)
    refused(lambda: Signature.objects.create(part=part, organisation=organisation))
    CooperationArea.objects.create(part=part, number=1, title="一", title_en="One")
    refused(lambda: CooperationArea.objects.create(part=part, number=1, title="二", title_en="Two"))
    for kept in (agreement, part, organisation):
        with pytest.raises(ProtectedError):
            kept.delete()


def test_programmes_and_targets():
    programme = factories.programme(target=200)
    refused(lambda: factories.programme(slug=programme.slug))
    refused(lambda: factories.programme(first_day=date(2026, 1, 2), last_day=date(2026, 1, 1)))
    refused(lambda: Target.objects.create(programme=programme, measure="libraries", value=1))
    Target.objects.create(programme=programme, measure="libraries", year=2026, value=40)
    refused(lambda: Target.objects.create(programme=programme, measure="libraries", year=2026, value=41))
    refused(lambda: Target.objects.create(programme=programme, measure="provinces", value=0))
    refused(lambda: Target.objects.create(programme=programme, measure="visits", value=1))
    factories.stop(programme=programme)
    with pytest.raises(ProtectedError):
        programme.delete()
