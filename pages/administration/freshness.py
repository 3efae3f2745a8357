"""A form opened before a colleague saved does not write over what the colleague saved."""

import hashlib
import json
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _


class FreshForm(forms.ModelForm):
    """A form of the admin that knows what it was opened with.

    The hidden `opened_with` is the digest of the values the form showed. When the row's values differ at the time
    of saving, the form is refused and shows both values of each field; saved once more, it stands. A digest rather
    than the number of the last history row: it also holds for models without history and for changes in bulk.
    Saving writes every column, so what the form does not offer is taken from the row as it stands under the lock: a
    move or a relocation made meanwhile is not undone.
    """

    opened_with = forms.CharField(required=False, label="", widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.stored: Any = None  # the row as it stands, locked; from `clean` on, where there is one
        if self.instance.pk is not None and "opened_with" in self.fields:
            self.fields["opened_with"].initial = self._digest(self.instance)

    def clean(self) -> dict:
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        given = cleaned.pop("opened_with", "")
        if self.instance.pk is None:
            return cleaned
        self.stored = self._locked()
        if self.stored is None:
            return cleaned
        self._take_over_what_is_not_offered()
        if self._own_fields() and given != (current := self._digest(self.stored)):
            self._refuse_stale(self.stored)
            self.data = self.data.copy()
            self.data[self.add_prefix("opened_with")] = current
        return cleaned

    def _take_over_what_is_not_offered(self) -> None:
        for field in self.stored._meta.concrete_fields:
            if field.name not in self.fields and not field.generated:
                setattr(self.instance, field.attname, getattr(self.stored, field.attname))

    def _own_fields(self) -> list[str]:
        return [
            name
            for name in self.fields
            if name in {field.name for field in self._meta.model._meta.get_fields()}
        ]

    def _locked(self):
        # The page saves in one transaction, so the row stays as it is until it is saved.
        rows = self._meta.model._base_manager.select_for_update(no_key=True, of=("self",))
        return rows.filter(pk=self.instance.pk).first()

    def _digest(self, instance) -> str:
        values = forms.model_to_dict(instance, fields=self._own_fields())
        values = {
            name: [row.pk for row in value] if isinstance(value, list) else value
            for name, value in values.items()
        }
        text = json.dumps(values, sort_keys=True, cls=DjangoJSONEncoder, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def _refuse_stale(self, stored) -> None:
        theirs = forms.model_to_dict(stored, fields=self._own_fields())
        for name in self._own_fields():
            field, bound = self.fields[name], self[name]
            if name in self.cleaned_data and field.has_changed(theirs[name], bound.data):
                self.add_error(
                    name,
                    _("Saved meanwhile: “{theirs}”. You entered: “{yours}”.").format(
                        theirs=self._shown(name, theirs[name]),
                        yours=self._shown(name, self.cleaned_data[name]),
                    ),
                )
        self.add_error(
            None,
            _("Somebody saved this while your form was open. Compare both values; saving again keeps yours."),
        )

    def _shown(self, name: str, value: object) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField) and value and not hasattr(value, "pk"):
            value = field.queryset.filter(pk=value).first() or value
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            value = dict(field.choices).get(value, value)
        return "–" if value in (None, "") else str(value)
