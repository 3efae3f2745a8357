"""The form that orders an export: the parameters of a list as fields for people, filled from the page's address.

What an address carries and no field shows (`library`, `stop`, `fields` ...) goes along unseen by the form and is told in
words, so that a link from another page orders exactly its rows. The API judges all of it (`export_orders.place`).
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.scope import Scope
from api.exports.sources import FORMATS
from api.frame.parameters import Parameter
from api.tables.column_labels import LABELS
from exhibitions.models import Event, Exhibition, Kit, State
from libraries.models import CountyLibrary, Division, Level
from partnership.models import Programme
from reports.models import Bulletin
from visits.figures.statistics import GROUPS
from visits.vocabulary import Audience, Measure, Status

Choice = tuple[str, str | Promise]

# The lists, in the order in which people ask for them.
RESOURCES: dict[str, str | Promise] = {
    "statistics/days": _("Visits by stop and day"),
    "statistics/visits": _("Visits, grouped"),
    "stops": _("Stops"),
    "libraries": _("County libraries"),
    "events": _("Events"),
    "kits": _("Kits"),
    "exhibitions": _("Exhibitions"),
    "programmes": _("Programmes"),
    "divisions": _("Divisions"),
}
FORMAT_WORDS: dict[str, str | Promise] = {
    "xlsx": _("Excel (XLSX)"),
    "csv": _("CSV, of any length"),
    "ndjson": _("NDJSON, for programs"),
}
LONGEST_VALUE = 400  # characters of one parameter, as in the API
ANY: Choice = ("", _("All"))


class Words:
    """What comes from the database, each read once for a page: choices, and names of what `queries` name."""

    def __init__(self, scope: Scope, queries: Iterable[Mapping[str, str]]) -> None:
        self.scope = scope
        self.queries = list(queries)

    def _given(self, name: str) -> set[str]:
        return {query[name] for query in self.queries if query.get(name)}

    @cached_property
    def divisions(self) -> dict[str, str]:
        """By the digits that were given, `3305` as well as `330500`."""
        given = {text: text.ljust(6, "0")[:6] for text in self._given("division")}
        labels = {
            row.code: row.label for row in Division.objects.current().filter(code__in=set(given.values()))
        }
        return {text: f"{labels[code]} {text}" for text, code in given.items() if code in labels}

    @cached_property
    def libraries(self) -> dict[str, str]:
        numbers = {
            text for text in self._given("library") if text.isascii() and text.isdigit() and len(text) < 19
        }
        return {str(row.pk): row.label for row in CountyLibrary.objects.filter(pk__in=numbers)}

    @cached_property
    def programmes(self) -> list[Choice]:
        return [(row.slug, row.short_label) for row in Programme.objects.all()]

    @cached_property
    def exhibitions(self) -> list[Choice]:
        return [(row.slug or str(row.pk), row.label) for row in Exhibition.objects.order_by("pk")]

    @cached_property
    def provinces(self) -> list[Choice]:
        """Of today; for a partner of one province this alone."""
        rows = Division.objects.current().provinces().order_by("code")
        rows = rows.filter(code__startswith=self.scope.partner_prefix)
        return [(row.code, row.label) for row in rows]

    @cached_property
    def bulletins(self) -> list[Choice]:
        rows = Bulletin.objects.published().without_content().newest_first()
        return [(row.number, row.number) for row in rows]

    @cached_property
    def statuses(self) -> list[Choice]:
        if not self.scope.may_see_unverified:
            return [(Status.VERIFIED.value, Status.VERIFIED.label)]
        return [(status.value, status.label) for status in (Status.VERIFIED, Status.FILED, Status.ALL)]


def _choice(label: Any, choices: Callable[[Words], list[Choice]], first: Choice | None = ANY):
    def made(words: Words) -> forms.Field:
        return forms.ChoiceField(
            label=label, required=False, choices=[*([first] if first else []), *choices(words)]
        )

    return made


def _several(label: Any, choices: list[Choice]):
    def made(words: Words) -> forms.Field:
        return forms.MultipleChoiceField(
            label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
        )

    return made


def _day(label: Any):
    def made(words: Words) -> forms.Field:
        widget = forms.DateInput(attrs={"type": "date"})
        return forms.CharField(label=label, required=False, max_length=LONGEST_VALUE, widget=widget)

    return made


def _text(label: Any):
    def made(words: Words) -> forms.Field:
        return forms.CharField(label=label, required=False, max_length=80)

    return made


def _fixed(*choices: Choice) -> Callable[[Words], list[Choice]]:
    return lambda words: list(choices)


# By the name of the parameter, in the order of the form. A list shows those that it has.
FIELDS: dict[str, Callable[[Words], forms.Field]] = {
    "by": _several(_("Grouped by"), [(name, LABELS[name]) for name in GROUPS]),
    "programme": _choice(_("Programme"), lambda words: words.programmes),
    "division": _choice(_("Province"), lambda words: words.provinces),
    "level": _choice(_("Level"), _fixed(*Level.choices)),
    "start": _day(_("First day")),
    "end": _day(_("Last day")),
    "status": _choice(_("Basis of the visits"), lambda words: words.statuses, None),
    "measure": _choice(_("Measure"), _fixed(*Measure.choices)),
    "audience": _choice(_("Audience"), _fixed(*Audience.choices)),
    "exhibition": _choice(pgettext_lazy("a work", "Exhibition"), lambda words: words.exhibitions),
    "kind": _choice(_("Kind"), _fixed(*Event.Kind.choices)),
    "condition": _choice(_("Condition"), _fixed(*Kit.Condition.choices)),
    "state": _several(_("State"), list(State.choices)),
    "open_on": _day(_("Open on")),
    "as_of": _day(_("Valid on")),
    "q": _text(_("Words in the name")),
    "as_published": _choice(
        _("Figures of"), lambda words: words.bulletins, ("", _("today, as they stand now"))
    ),
    "demonstration": _choice(
        _("Demonstration data"),
        _fixed(("0", _("Only real data")), ("1", _("Only demonstration data"))),
        ("", _("Both")),
    ),
    "headers": _choice(
        _("Headings"), _fixed(("labels", _("in words")), ("names", _("names of the API, for programs"))), None
    ),
}
# A level stands beside a division in words only where it filters; in statistics it belongs to `by=division`.
NOT_SHOWN = {"statistics/visits": {"level"}}
SEVERAL = {"by", "state", "fields"}  # words with commas between
RARELY_NEEDED = ("as_published", "demonstration", "headers", "audience", "exhibition", "as_of", "q")


class OrderForm(forms.Form):
    """One list in one format. `key` is made with the empty form, so a double tap is one order."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    format = forms.ChoiceField(
        label=_("Format"), choices=[(name, FORMAT_WORDS[name]) for name in FORMAT_WORDS]
    )

    def __init__(
        self,
        resource: str,
        declared: tuple[Parameter, ...],
        words: Words,
        given: Mapping[str, str],
        posted: Any = None,
    ) -> None:
        """`given` are the parameters of the address. Without `posted` the form is as the address says."""
        self.resource = resource
        self.declared = {parameter.name: parameter for parameter in declared}
        self.shown = [
            name for name in FIELDS if name in self.declared and name not in NOT_SHOWN.get(resource, ())
        ]
        self.carried = {
            name: value for name, value in given.items() if name in self.declared and name not in self.shown
        }
        super().__init__(posted, initial=self._initial(given))
        for name in self.shown:
            self.fields[name] = self._field(name, words, given.get(name, ""))
        self.order_fields([*self.shown, "format", "key"])

    def _initial(self, given: Mapping[str, str]) -> dict[str, Any]:
        initial: dict[str, Any] = {"key": uuid.uuid4(), "format": "xlsx", "headers": "labels"}
        for name in self.shown:
            value = given.get(name, self.declared[name].default or initial.get(name, ""))
            if name == "headers" and name not in given:
                value = "labels"
            initial[name] = value.split(",") if name in SEVERAL and value else value
        if given.get("format") in FORMATS:
            initial["format"] = given["format"]
        return initial

    def _field(self, name: str, words: Words, value: str) -> forms.Field:
        field = FIELDS[name](words)
        if isinstance(field, forms.ChoiceField):
            choices = _choices(field)
            if self.declared[name].default and choices[0] == ANY:
                choices.pop(0)  # the list itself has no "all" here
            known = {str(code) for code, _word in choices}
            # A link may name a county, or a word that has no box of its own; whether it can be meant the API says.
            extra = [each for each in (value.split(",") if name in SEVERAL else [value]) if each]
            field.choices = [
                *choices,
                *((code, _named(name, code, words)) for code in extra if code not in known),
            ]
        return field

    def query(self) -> dict[str, str]:
        """The parameters as the list itself takes them. Call on a valid form."""
        query = dict(self.carried)
        for name in self.shown:
            value = self.cleaned_data[name]
            text = ",".join(value) if isinstance(value, list) else value.strip()
            default = self.declared[name].default
            if text and text != default:
                query[name] = text
        if self.cleaned_data["format"] == "ndjson":
            query.pop("headers", None)  # it has none
        return query

    @property
    def further(self) -> list[forms.BoundField]:
        """The fields that are rarely needed, folded away unless one is in use or wrong."""
        return [self[name] for name in self.shown if name in RARELY_NEEDED]

    @property
    def usual(self) -> list[forms.BoundField]:
        return [self[name] for name in self.shown if name not in RARELY_NEEDED]

    @property
    def further_open(self) -> bool:
        return any(
            field.errors or (field.value() and field.value() != self._usual_value(field.name))
            for field in self.further
        )

    def _usual_value(self, name: str) -> Any:
        return "labels" if name == "headers" else self.declared[name].default


def _choices(field: forms.ChoiceField) -> list[Choice]:
    """Those of `FIELDS` are plain pairs."""
    return list(cast(Iterable[Choice], field.choices))


def described(query: Mapping[str, str], words: Words) -> list[str]:
    """The parameters of an order in words, such as “Programme: …”."""
    told = []
    for name, value in query.items():
        if name == "headers":
            continue
        label = FIELDS[name](words).label if name in FIELDS else LABELS.get(name, name)
        told.append(f"{label}: {_in_words(name, value, words)}")
    return told


def _in_words(name: str, value: str, words: Words) -> str:
    field = FIELDS[name](words) if name in FIELDS else None
    known = dict(_choices(field)) if isinstance(field, forms.ChoiceField) else {}
    if name in SEVERAL:
        return " · ".join(str(known.get(each) or LABELS.get(each, each)) for each in value.split(","))
    return str(known.get(value) or _named(name, value, words))


def _named(name: str, value: str, words: Words) -> str:
    """What a code or a number is called, where that can be told; else as it was given."""
    if name == "division":
        return words.divisions.get(value, value)
    if name == "library":
        return words.libraries.get(value, value)
    return str(LABELS.get(value, value))
