"""The host's own part of a closing report: what a person adds to the figures derived from the days."""

from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exhibitions import history
from reports.models import ClosingReport
from reports.models.closing import MOST_COSTS
from uploads.refusals import Refused
from uploads.remarks import read_remark

NAMES = ("prepared_by", "checked_by", "responsible")


@dataclass(frozen=True)
class ClosingContent:
    """What the host completes. None is not known, which is not zero; texts may be empty.

    Visits of school groups are person-times and already among the exhibition visits; costs are in yuan.
    """

    school_groups: int | None = None
    school_group_visitors: int | None = None
    volunteers: int | None = None
    volunteer_hours: int | None = None
    staff_trained: int | None = None
    exhibits_working_at_open: int | None = None
    exhibits_working_at_close: int | None = None
    repairs: str = ""
    incidents: str = ""
    publicity_items: int | None = None
    publicity_links: str = ""
    survey_answers: int | None = None
    survey_score: Decimal | None = None
    local_costs: Decimal | None = None
    comments: str = ""
    prepared_by: str = ""
    checked_by: str = ""
    responsible: str = ""

    @classmethod
    def of(cls, report: ClosingReport) -> "ClosingContent":
        return cls(**{field.name: getattr(report, field.name) for field in fields(cls)})

    def put_into(self, report: ClosingReport) -> None:
        for field in fields(self):
            setattr(report, field.name, getattr(self, field.name))

    def plain(self) -> dict[str, Any]:
        """The content as JSON has it; a decimal is a text with its digits, so that no engine changes its digest."""
        digits = {"survey_score": 1, "local_costs": 2}
        return {
            name: f"{value:.{digits[name]}f}" if isinstance(value, Decimal) else value
            for name, value in asdict(self).items()
        }

    def digest(self) -> str:
        return history.digest(history.canonical_json(self.plain()))


def checked_closing_content(content: ClosingContent) -> ClosingContent:
    """The content with its texts cleaned. Raises Refused, with the field it is about as the code, in words."""
    texts: dict[str, Any] = {
        field.name: _checked_text(field.name, getattr(content, field.name))
        for field in fields(content)
        if field.type is str
    }
    cleaned = replace(content, **texts)
    for field in fields(cleaned):
        value = getattr(cleaned, field.name)
        if value is not None and not isinstance(value, str):
            _check_number(field.name, value)
    if cleaned.survey_score is not None and not cleaned.survey_answers:
        raise Refused("survey_answers", _("A score needs the number of answers it is the mean of."))
    if cleaned.school_group_visitors and cleaned.school_groups == 0:
        raise Refused("school_groups", _("There are visits in school groups, but no group."))
    return cleaned


def _checked_text(name: str, text: str) -> str:
    try:
        cleaned = read_remark(text)
    except Refused as refused:
        raise Refused(name, refused.message) from refused
    if name in NAMES:
        cleaned = " ".join(cleaned.split())
    most = ClosingReport._meta.get_field(name).max_length or 0
    if len(cleaned) > most:
        raise Refused(name, _("This text has at most {most} characters.").format(most=most))
    return cleaned


def _check_number(name: str, value: int | Decimal) -> None:
    if name == "survey_score":
        if not 0 <= value <= 100:
            raise Refused(name, _("A score is from 0 to 100."))
    elif name == "local_costs":
        if not 0 <= value <= MOST_COSTS:
            raise Refused(name, _("Give an amount from 0 to {most} yuan.").format(most=f"{MOST_COSTS:,}"))
    else:
        try:
            ClosingReport._meta.get_field(name).run_validators(value)
        except ValidationError as error:
            raise Refused(name, error.messages[0]) from error
