"""The addresses of bulletins: published ones below `/bulletins/`, drafts below `/review/bulletins/`."""

from django.urls import path

from pages.bulletins import drafts, public
from reports.models import LANGUAGES

app_name = "bulletins"
urlpatterns = [
    path("bulletins/", public.bulletins, name="list"),
    path("bulletins/<slug:number>/", public.bulletin, name="bulletin"),
    path("bulletins/<slug:number>/print/", public.printed, name="print"),
    path("bulletins/<slug:number>/content.json", public.content, name="content"),
    path("bulletins/<slug:number>/coverage.csv", public.coverage_csv, name="coverage"),
    path("bulletins/<slug:number>/visits.csv", public.visits_csv, name="visits"),
    *[
        path(
            f"bulletins/<slug:number>/{language}.pdf",
            public.pdf,
            {"language": language},
            name=f"pdf-{language}",
        )
        for language in LANGUAGES
    ],
    path("review/bulletins/", drafts.bulletins, name="drafts"),
    path("review/bulletins/<int:bulletin_id>/", drafts.draft, name="draft"),
    path("review/bulletins/<int:bulletin_id>/draft.pdf", drafts.draft_pdf, name="draft-pdf"),
    *[
        path(f"review/bulletins/<int:bulletin_id>/{view.__name__}/", view, name=view.__name__)
        for view in (
            drafts.sign,
            drafts.withdraw,
            drafts.redraw,
            drafts.discard,
            drafts.remind,
            drafts.later,
        )
    ],
]
