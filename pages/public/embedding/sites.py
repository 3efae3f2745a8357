"""The staff's page of the sites that embed us: whether each works, how often it is shown, and the lines to paste."""

from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.scope import scope_of
from exhibitions.models import Exhibition
from libraries.models import Division
from pages.public.embedding.oembed import frame_of
from partnership.embedding import Embedding, EmbeddingUse, Widget

HEIGHTS = {Widget.COVERAGE: 620, Widget.STOPS: 520, Widget.READING: 420}
UNLISTED_DAYS = 30


class SnippetForm(forms.Form):
    """Which widget a site wants, as a query string."""

    use_required_attribute = False

    show = forms.ChoiceField(label=gettext_lazy("What to show"), choices=Widget.choices)
    division = forms.CharField(
        label=gettext_lazy("Division code, for stops near a county"),
        required=False,
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    exhibition = forms.ModelChoiceField(
        label=gettext_lazy("Exhibition, for a reading list"),
        queryset=Exhibition.objects.order_by("pk"),
        to_field_name="slug",
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the page"),
        choices=[
            ("", gettext_lazy("the reader's")),
            ("zh-hans", gettext_lazy("Chinese")),
            ("en", gettext_lazy("English")),
        ],
        required=False,
    )

    def clean_division(self) -> str:
        code = self.cleaned_data["division"]
        if code and not Division.objects.current().filter(code=code).exists():
            raise forms.ValidationError(_("There is no such division today."))
        return code

    def parameters(self) -> dict[str, str]:
        """What stands in the address of the widget. Call on a valid form."""
        chosen = self.cleaned_data
        found = {"lang": chosen["language"]}
        if chosen["show"] == Widget.STOPS:
            found["division"] = chosen["division"]
        if chosen["show"] == Widget.READING and chosen["exhibition"]:
            found["exhibition"] = chosen["exhibition"].slug
        return {name: value for name, value in found.items() if value}


@require_safe
def embeddings(request: HttpRequest) -> HttpResponse:
    """Sites with their use, and the snippet that the choice in the address (`?show=...`) asks for."""
    if not scope_of(request.user).is_staff:
        raise PermissionDenied
    today = timezone.localdate()
    form = SnippetForm(request.GET if "show" in request.GET else {"show": Widget.COVERAGE})
    unlisted = EmbeddingUse.objects.filter(embedding=None, day__gt=today - timedelta(days=UNLISTED_DAYS))
    sites = list(
        Embedding.objects.with_use(today).select_related("owner").order_by("demonstration", "site", "pk")
    )
    context = {
        "today": today,
        "embeddings": sites,
        "examples": any(site.demonstration for site in sites),
        "unlisted": unlisted.aggregate(shown=Sum("shown", default=0))["shown"],
        "unlisted_days": UNLISTED_DAYS,
        "form": form,
        **(_snippets(request, form) if form.is_valid() else {}),
    }
    response = render(request, "public/embeddings.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response


def _snippets(request: HttpRequest, form: SnippetForm) -> dict[str, str]:
    widget, parameters = Widget(form.cleaned_data["show"]), form.parameters()
    path = reverse(f"public:embed-{widget}")
    if parameters:
        path = f"{path}?{urlencode(parameters)}"
    title = str(widget.label)
    data = format_html_join("", ' data-{}="{}"', parameters.items())
    script = format_html(
        '<script src="{}" data-show="{}"{} data-title="{}" async></script>',
        request.build_absolute_uri(reverse("public:embed-script")),
        widget.value,
        data,
        title,
    )
    frame = frame_of(request.build_absolute_uri(path), title, HEIGHTS[widget])
    return {"frame": frame, "script": script, "preview": path, "preview_height": str(HEIGHTS[widget])}
