"""What the forms of all records have in common."""

import uuid
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scope import Scope
from pages.partnership.fields import field_for
from pages.partnership.rights import own_institutions
from partnership.models import Campaign, Initiative

# What a record may belong to, and what else the constraints of the tables look at.
PARENTS = ("area", "initiative", "agreement", "resource", "campaign", "plan")
SEEN_BY_CONSTRAINTS = ("removed_at", "demonstration", "media", "digest")


class RecordForm(forms.ModelForm):
    """A record as a person writes it. `parent` is what a new one belongs to, `scope` the account that writes.

    `key` is made with the empty form, so a double tap makes one record; `revision` is the one last read + 1.
    """

    use_required_attribute = False  # the server says in words what is missing
    key = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.RegexField(r"^[1-9][0-9]{0,14}$", widget=forms.HiddenInput)

    class Meta:
        formfield_callback = field_for

    def __init__(self, *arguments: Any, scope: Scope, parent: models.Model | None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.scope, self.parent = scope, parent
        self.initial.setdefault("key", self.instance.key if self.instance.pk else uuid.uuid4())
        self.initial.setdefault("revision", self.instance.revision + 1 if self.instance.pk else 1)
        for name in self._meta.fields or ():
            field, column = self.fields.get(name), self._meta.model._meta.get_field(name)
            if field and not column.blank and not isinstance(column, models.BooleanField):
                field.required = True
                field.error_messages.setdefault("required", _("This has to be given."))
        self.offer()

    def offer(self) -> None:
        """Narrow what can be chosen to what fits the parent (here an area) and the account."""
        if "initiative" in self.fields:
            self._narrow("initiative", Initiative.objects.present().filter(area=self.parent))
        if "campaign" in self.fields:
            self._narrow("campaign", Campaign.objects.present())
        if "owner" in self.fields:
            self._narrow("owner", own_institutions(self.scope))

    def _get_validation_exclusions(self) -> set[str]:
        """The constraints of a record also look at what no field asks for: its parent, and what the door writes."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {*PARENTS, *SEEN_BY_CONSTRAINTS}

    def prepare(self) -> None:
        """What has to be stored before the record itself. Called on a valid form, in the record's transaction."""

    def complete(self, record: Any) -> None:
        """What a new record is stored with. Called after it, in the same transaction, again when it is sent again."""

    def _narrow(self, name: str, rows: models.QuerySet) -> None:
        """Offer these rows, and the one that is chosen already, whatever became of it."""
        chosen = getattr(self.instance, f"{name}_id", None)
        model = self._meta.model._meta.get_field(name).related_model
        self._offer(name, rows | model._default_manager.filter(pk=chosen) if chosen else rows)

    def _offer(self, name: str, rows: models.QuerySet) -> None:
        """Offer these rows; the only one there is, where one is needed, is chosen already."""
        field: Any = self.fields[name]
        field.queryset = rows
        if field.required and not self.instance.pk and not self.is_bound and len(found := rows[:2]) == 1:
            self.initial.setdefault(name, found[0].pk)

    def words(self) -> list[tuple[str, str, str]]:
        """The stored and the typed value of each field that differs, for a person to compare."""
        rows = []
        for name in self._meta.fields or ():
            field: Any = self.fields.get(name)
            if field is None or name not in self.changed_data:
                continue
            stored = field.prepare_value(self.initial.get(name))
            typed = self[name].value()
            rows.append((str(self[name].label), _in_words(field, stored), _in_words(field, typed)))
        return rows


def _in_words(field: Any, value: Any) -> str:
    if value in (None, ""):
        return "–"
    choices = dict(getattr(field, "choices", ()) or ())
    for key, label in choices.items():
        if str(key) == str(value):
            return str(label)
    return str(value)
