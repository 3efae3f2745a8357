import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from tourexhibit.migration_operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("exhibitions", "0001_initial"),
        ("partnership", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Bulletin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=24, verbose_name="number")),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bulletins",
                                to="partnership.programme",
                                verbose_name="programme",
                            ),
                        ),
                        ("as_of", models.DateField(verbose_name="as of")),
                        ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="edition")),
                        (
                            "supersedes",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="later_editions",
                                to="visits.bulletin",
                                verbose_name="earlier edition",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("published", "published"),
                                    ("discarded", "discarded"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("content", models.TextField(verbose_name="content")),
                        ("digest", models.CharField(max_length=64, verbose_name="digest of the content")),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="drafted by",
                            ),
                        ),
                        ("drafted_at", models.DateTimeField(verbose_name="drafted at")),
                        ("published_at", models.DateTimeField(null=True, verbose_name="published at")),
                    ],
                    options={
                        "verbose_name": "bulletin",
                        "verbose_name_plural": "bulletins",
                        "ordering": ["-as_of", "-edition", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "published", "discarded"])),
                                name="bulletin_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "discarded"), _negated=True),
                                fields=("number",),
                                name="bulletin_number_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "discarded"), _negated=True),
                                fields=("programme", "as_of", "edition"),
                                name="bulletin_edition_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "discarded"), _negated=True),
                                fields=("supersedes",),
                                name="bulletin_superseded_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("edition", 1), ("supersedes__isnull", True)),
                                    models.Q(("edition__gte", 2), ("supersedes__isnull", False)),
                                    _connector="OR",
                                ),
                                name="bulletin_later_edition_has_an_earlier",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_at__isnull", False), ("state", "published")),
                                    models.Q(
                                        models.Q(("state", "published"), _negated=True),
                                        ("published_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="bulletin_published_has_its_moment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulletinSignature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "bulletin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="visits.bulletin",
                                verbose_name="bulletin",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnership.organisation",
                                verbose_name="institution",
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, verbose_name="digest of what was signed")),
                        (
                            "signed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="signed by",
                            ),
                        ),
                        ("signed_at", models.DateTimeField(verbose_name="signed at")),
                        ("second_factor", models.BooleanField(verbose_name="with a second factor")),
                        ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                    ],
                    options={
                        "verbose_name": "signature of a bulletin",
                        "verbose_name_plural": "signatures of bulletins",
                        "ordering": ["signed_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("bulletin", "organisation"),
                                name="bulletin_signed_once_an_institution",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("bulletin", "signed_by"),
                                name="bulletin_signed_once_a_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at__isnull", True),
                                    ("withdrawn_at__gte", models.F("signed_at")),
                                    _connector="OR",
                                ),
                                name="bulletin_withdrawn_after_signing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulletinEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "bulletin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="visits.bulletin",
                                verbose_name="bulletin",
                            ),
                        ),
                        ("sequence", models.PositiveIntegerField(verbose_name="sequence number")),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("draft", "drafted"),
                                    ("redraw", "figures drawn anew"),
                                    ("sign", "signed"),
                                    ("withdraw", "signature withdrawn"),
                                    ("discard", "discarded"),
                                    ("publish", "published"),
                                ],
                                max_length=10,
                                verbose_name="action",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        ("body", models.TextField(verbose_name="text")),
                        ("previous", models.CharField(blank=True, max_length=64, verbose_name="hash before")),
                        ("hash", models.CharField(max_length=64, verbose_name="hash")),
                    ],
                    options={
                        "verbose_name": "history entry of a bulletin",
                        "verbose_name_plural": "history entries of bulletins",
                        "ordering": ["bulletin_id", "sequence"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("bulletin", "sequence"), name="bulletin_sequence_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "action__in",
                                        ["draft", "redraw", "sign", "withdraw", "discard", "publish"],
                                    )
                                ),
                                name="bulletin_action_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClosingReport",
                    fields=[
                        (
                            "stop",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="closing_report",
                                serialize=False,
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        (
                            "review",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("submitted", "submitted"),
                                    ("returned", "returned"),
                                    ("accepted", "accepted"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="review",
                            ),
                        ),
                        ("revision", models.BigIntegerField(verbose_name="revision")),
                        ("digest", models.CharField(max_length=64, verbose_name="digest of the content")),
                        (
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="saved by",
                            ),
                        ),
                        ("saved_at", models.DateTimeField(verbose_name="saved at")),
                        (
                            "school_groups",
                            models.IntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1000000),
                                ],
                                verbose_name="school groups",
                            ),
                        ),
                        (
                            "school_group_visitors",
                            models.IntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1000000),
                                ],
                                verbose_name="visits in school groups",
                            ),
                        ),
                        (
                            "volunteers",
                            models.IntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1000000),
                                ],
                                verbose_name="volunteers",
                            ),
                        ),
                        (
                            "volunteer_hours",
                            models.IntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1000000),
                                ],
                                verbose_name="volunteer hours",
                            ),
                        ),
                        (
                            "staff_trained",
                            models.IntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1000000),
                                ],
                                verbose_name="staff trained",
                            ),
                        ),
                        (
                            "exhibits_working_at_open",
                            models.IntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(10000),
                                ],
                                verbose_name="exhibits working at the opening",
                            ),
                        ),
                        (
                            "exhibits_working_at_close",
                            models.IntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(10000),
                                ],
                                verbose_name="exhibits working at the closing",
                            ),
                        ),
                        ("repairs", models.CharField(blank=True, max_length=160, verbose_name="repairs")),
                        ("incidents", models.CharField(blank=True, max_length=160, verbose_name="incidents")),
                        (
                            "publicity_items",
                            models.IntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1000000),
                                ],
                                verbose_name="publicity items",
                            ),
                        ),
                        (
                            "publicity_links",
                            models.CharField(blank=True, max_length=240, verbose_name="links to publicity"),
                        ),
                        (
                            "survey_answers",
                            models.IntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1000000),
                                ],
                                verbose_name="survey answers",
                            ),
                        ),
                        (
                            "survey_score",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=4,
                                null=True,
                                verbose_name="survey score",
                            ),
                        ),
                        (
                            "local_costs",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=10,
                                null=True,
                                verbose_name="costs borne locally",
                            ),
                        ),
                        ("comments", models.CharField(blank=True, max_length=400, verbose_name="comments")),
                        (
                            "prepared_by",
                            models.CharField(blank=True, max_length=20, verbose_name="filled in by"),
                        ),
                        (
                            "checked_by",
                            models.CharField(blank=True, max_length=20, verbose_name="checked by"),
                        ),
                        (
                            "responsible",
                            models.CharField(blank=True, max_length=20, verbose_name="responsible person"),
                        ),
                        (
                            "submitted_revision",
                            models.BigIntegerField(null=True, verbose_name="submitted revision"),
                        ),
                        ("submitted_text", models.TextField(blank=True, verbose_name="submitted text")),
                        (
                            "submitted_digest",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="digest of what was submitted"
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="submitted by",
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted at")),
                        (
                            "on_behalf",
                            models.BooleanField(default=False, verbose_name="on behalf of the library"),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="reason of return"),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reviewed by",
                            ),
                        ),
                        ("reviewed_at", models.DateTimeField(null=True, verbose_name="reviewed at")),
                    ],
                    options={
                        "verbose_name": "closing report",
                        "verbose_name_plural": "closing reports",
                        "ordering": ["stop_id"],
                        "indexes": [
                            models.Index(fields=["review", "submitted_at"], name="closing_review_time")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("review__in", ["draft", "submitted", "returned", "accepted"])
                                ),
                                name="closing_review_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="closing_revision_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("submitted_digest", ""),
                                        ("submitted_revision__isnull", True),
                                        ("submitted_text", ""),
                                    ),
                                    models.Q(
                                        ("submitted_revision__isnull", False),
                                        models.Q(("submitted_text", ""), _negated=True),
                                        models.Q(("submitted_digest", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="closing_submission_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("review", "draft"),
                                    ("submitted_revision__isnull", False),
                                    _connector="OR",
                                ),
                                name="closing_reviewed_was_submitted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("review__in", ["submitted", "accepted"]), _negated=True),
                                    ("submitted_revision", models.F("revision")),
                                    _connector="OR",
                                ),
                                name="closing_review_is_of_this_revision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("review", "returned"), _negated=True),
                                    models.Q(("return_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="closing_return_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClosingScan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scans",
                                to="visits.closingreport",
                                verbose_name="closing report",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("pdf", "PDF"), ("image", "image")],
                                max_length=5,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=100, verbose_name="name")),
                        ("size", models.IntegerField(verbose_name="size in bytes")),
                        ("digest", models.CharField(max_length=64, verbose_name="digest")),
                        (
                            "sent_digest",
                            models.CharField(max_length=64, verbose_name="digest of what was sent"),
                        ),
                        (
                            "report_digest",
                            models.CharField(max_length=64, verbose_name="digest of the report"),
                        ),
                        (
                            "attached_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="attached by",
                            ),
                        ),
                        ("attached_at", models.DateTimeField(verbose_name="attached at")),
                    ],
                    options={
                        "verbose_name": "scan of a closing report",
                        "verbose_name_plural": "scans of closing reports",
                        "ordering": ["-attached_at", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "sent_digest"), name="closing_scan_once_a_report"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["pdf", "image"])),
                                name="closing_scan_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "review",
                            models.CharField(
                                choices=[
                                    ("filed", "filed"),
                                    ("returned", "returned"),
                                    ("endorsed", "endorsed"),
                                    ("verified", "verified"),
                                ],
                                default="filed",
                                max_length=10,
                                verbose_name="review",
                            ),
                        ),
                        ("revision", models.BigIntegerField(verbose_name="revision")),
                        ("digest", models.CharField(max_length=64, verbose_name="digest of the content")),
                        (
                            "basis",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("counted", "actual count"),
                                    ("sampled", "sampled"),
                                    ("estimated", "estimated"),
                                ],
                                max_length=10,
                                verbose_name="basis",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("gate_auto", "automatic people counter"),
                                    ("gate_reading", "difference of meter readings"),
                                    ("manual_tally", "manual tally"),
                                    ("register", "register"),
                                    ("reservation_checkin", "reservation check-in"),
                                    ("group_booking", "group booking"),
                                    ("typical_week", "typical week sample"),
                                    ("sample_other", "other sample"),
                                    ("estimate", "estimate"),
                                    ("unknown", "not known"),
                                ],
                                max_length=20,
                                verbose_name="method",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                        (
                            "filed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="filed by",
                            ),
                        ),
                        ("filed_at", models.DateTimeField(verbose_name="filed at")),
                        (
                            "on_behalf",
                            models.BooleanField(default=False, verbose_name="on behalf of the library"),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="reason of return"),
                        ),
                        (
                            "verified_revision",
                            models.BigIntegerField(null=True, verbose_name="verified revision"),
                        ),
                        (
                            "verified_digest",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="digest of what was verified"
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="verified by",
                            ),
                        ),
                        ("verified_at", models.DateTimeField(null=True, verbose_name="verified at")),
                        (
                            "event",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report",
                                to="exhibitions.event",
                                verbose_name="event",
                            ),
                        ),
                        (
                            "stop",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="event_reports",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "state",
                            models.CharField(
                                choices=[("counted", "counted"), ("cancelled", "did not take place")],
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "verified_state",
                            models.CharField(
                                blank=True,
                                choices=[("counted", "counted"), ("cancelled", "did not take place")],
                                max_length=10,
                                verbose_name="verified state",
                            ),
                        ),
                        ("verified_day", models.DateField(null=True, verbose_name="verified day")),
                    ],
                    options={
                        "verbose_name": "event report",
                        "verbose_name_plural": "event reports",
                        "ordering": ["stop_id", "day", "event_id"],
                        "indexes": [
                            models.Index(fields=["stop", "day"], name="event_report_of_a_day"),
                            models.Index(fields=["stop", "verified_day"], name="event_report_verified_on"),
                            models.Index(fields=["review", "day"], name="event_report_review_day"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["counted", "cancelled"])),
                                name="event_report_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "cancelled"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="event_report_cancelled_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("verified_day__isnull", True),
                                        ("verified_digest", ""),
                                        ("verified_revision__isnull", True),
                                        ("verified_state", ""),
                                    ),
                                    models.Q(
                                        ("verified_day__isnull", False),
                                        ("verified_revision__isnull", False),
                                        models.Q(("verified_digest", ""), _negated=True),
                                        models.Q(("verified_state", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="event_report_verification_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("review__in", ["filed", "returned", "endorsed", "verified"])
                                ),
                                name="event_report_review_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)),
                                name="event_report_revision_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("review", "verified"), _negated=True),
                                    ("verified_revision", models.F("revision")),
                                    _connector="OR",
                                ),
                                name="event_report_verified_is_of_this_revision",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("filed", "filed"), ("verified", "verified")],
                                max_length=10,
                                verbose_name="figure",
                            ),
                        ),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    ("exhibition_visit", "exhibition visits"),
                                    ("library_visit", "library visits"),
                                    ("event_attendance", "event attendance"),
                                    ("online_visit", "online visits"),
                                ],
                                max_length=20,
                                verbose_name="measure",
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("adult", "adults"),
                                    ("minor", "minors"),
                                    ("unspecified", "unspecified"),
                                ],
                                max_length=12,
                                verbose_name="audience",
                            ),
                        ),
                        ("value", models.IntegerField(verbose_name="value")),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("counted", "actual count"),
                                    ("sampled", "sampled"),
                                    ("estimated", "estimated"),
                                ],
                                max_length=10,
                                verbose_name="basis",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("gate_auto", "automatic people counter"),
                                    ("gate_reading", "difference of meter readings"),
                                    ("manual_tally", "manual tally"),
                                    ("register", "register"),
                                    ("reservation_checkin", "reservation check-in"),
                                    ("group_booking", "group booking"),
                                    ("typical_week", "typical week sample"),
                                    ("sample_other", "other sample"),
                                    ("estimate", "estimate"),
                                    ("unknown", "not known"),
                                ],
                                max_length=20,
                                verbose_name="method",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="values",
                                to="visits.eventreport",
                                verbose_name="event report",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "number of an event report",
                        "verbose_name_plural": "numbers of event reports",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "kind", "measure", "audience"), name="event_value_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["filed", "verified"])),
                                name="event_value_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("measure__in", ["event_attendance", "online_visit"])),
                                name="event_measure_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("audience__in", ["adult", "minor", "unspecified"])),
                                name="event_audience_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("basis__in", ["counted", "sampled", "estimated"])),
                                name="event_basis_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "method__in",
                                        [
                                            "gate_auto",
                                            "gate_reading",
                                            "manual_tally",
                                            "register",
                                            "reservation_checkin",
                                            "group_booking",
                                            "typical_week",
                                            "sample_other",
                                            "estimate",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="event_method_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gte", 0), ("value__lte", 1000000)),
                                name="event_value_in_range",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Chain",
                    fields=[
                        (
                            "stop",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="chain",
                                serialize=False,
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        ("sequence", models.BigIntegerField(default=0, verbose_name="last sequence number")),
                        (
                            "head",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="hash of the last entry"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "history chain",
                        "verbose_name_plural": "history chains",
                    },
                ),
                migrations.CreateModel(
                    name="HistoryEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "stop",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="history_entries",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        ("sequence", models.BigIntegerField(verbose_name="sequence number")),
                        ("day", models.DateField(null=True, verbose_name="day")),
                        (
                            "event",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="history_entries",
                                to="exhibitions.event",
                                verbose_name="event",
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("file", "filed"),
                                    ("amend", "amended"),
                                    ("return", "returned"),
                                    ("endorse", "endorsed"),
                                    ("verify", "verified"),
                                    ("withdraw", "verification withdrawn"),
                                    ("dismiss", "differing tallies dismissed"),
                                    ("submit", "closing report submitted"),
                                    ("send_back", "closing report returned"),
                                    ("accept", "closing report accepted"),
                                    ("attach", "scan of the closing report attached"),
                                ],
                                max_length=12,
                                verbose_name="action",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        ("body", models.TextField(verbose_name="text")),
                        ("previous", models.CharField(blank=True, max_length=64, verbose_name="hash before")),
                        ("hash", models.CharField(max_length=64, verbose_name="hash")),
                    ],
                    options={
                        "verbose_name": "history entry",
                        "verbose_name_plural": "history entries",
                        "ordering": ["stop_id", "sequence"],
                        "indexes": [models.Index(fields=["stop", "day"], name="history_of_a_day")],
                        "constraints": [
                            models.UniqueConstraint(fields=("stop", "sequence"), name="history_sequence_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seal",
                    fields=[
                        ("day", models.DateField(primary_key=True, serialize=False, verbose_name="day")),
                        ("sealed_at", models.DateTimeField(verbose_name="sealed at")),
                        ("chains", models.IntegerField(verbose_name="chains")),
                        ("entries", models.BigIntegerField(verbose_name="entries")),
                        ("root", models.CharField(max_length=64, verbose_name="root")),
                    ],
                    options={
                        "verbose_name": "seal",
                        "verbose_name_plural": "seals",
                        "ordering": ["-day"],
                    },
                ),
                migrations.CreateModel(
                    name="SealedHead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "seal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="heads",
                                to="visits.seal",
                                verbose_name="seal",
                            ),
                        ),
                        ("stop_number", models.BigIntegerField(verbose_name="stop")),
                        ("sequence", models.BigIntegerField(verbose_name="sequence number")),
                        ("head", models.CharField(blank=True, max_length=64, verbose_name="hash")),
                    ],
                    options={
                        "verbose_name": "sealed head",
                        "verbose_name_plural": "sealed heads",
                        "constraints": [
                            models.UniqueConstraint(fields=("seal", "stop_number"), name="sealed_head_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SealedBulletin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "seal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="bulletins",
                                to="visits.seal",
                                verbose_name="seal",
                            ),
                        ),
                        ("bulletin_number", models.BigIntegerField(verbose_name="bulletin")),
                        ("sequence", models.BigIntegerField(verbose_name="sequence number")),
                        ("head", models.CharField(blank=True, max_length=64, verbose_name="hash")),
                    ],
                    options={
                        "verbose_name": "sealed head of a bulletin",
                        "verbose_name_plural": "sealed heads of bulletins",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("seal", "bulletin_number"), name="sealed_bulletin_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Photo",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "stop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photos",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        ("form_key", models.UUIDField(verbose_name="key of the form")),
                        (
                            "sent_digest",
                            models.CharField(max_length=64, verbose_name="digest of what was sent"),
                        ),
                        ("digest", models.CharField(max_length=64, verbose_name="digest")),
                        ("width", models.IntegerField(verbose_name="width in pixels")),
                        ("height", models.IntegerField(verbose_name="height in pixels")),
                        ("size", models.IntegerField(verbose_name="size in bytes")),
                        ("day", models.DateField(null=True, verbose_name="day")),
                        ("caption", models.CharField(blank=True, max_length=120, verbose_name="caption")),
                        (
                            "recognizable_minors",
                            models.BooleanField(default=False, verbose_name="recognizable minors"),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="uploaded by",
                            ),
                        ),
                        ("uploaded_at", models.DateTimeField(verbose_name="uploaded at")),
                        (
                            "released_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="released by",
                            ),
                        ),
                        ("released_at", models.DateTimeField(null=True, verbose_name="released at")),
                        (
                            "deleted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="deleted by",
                            ),
                        ),
                        ("deleted_at", models.DateTimeField(null=True, verbose_name="deleted at")),
                    ],
                    options={
                        "verbose_name": "photo",
                        "verbose_name_plural": "photos",
                        "ordering": ["-uploaded_at", "-id"],
                        "indexes": [models.Index(fields=["deleted_at"], name="photo_deleted")],
                        "constraints": [
                            models.UniqueConstraint(fields=("stop", "sent_digest"), name="photo_once_a_stop"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recognizable_minors", False),
                                    ("released_at__isnull", True),
                                    _connector="OR",
                                ),
                                name="photo_of_minors_is_private",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("deleted_at__isnull", True),
                                    ("released_at__isnull", True),
                                    _connector="OR",
                                ),
                                name="photo_deleted_is_private",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedEntry",
                    fields=[
                        (
                            "sequence",
                            models.BigIntegerField(
                                primary_key=True, serialize=False, verbose_name="sequence number"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                        ("type", models.CharField(max_length=20, verbose_name="type")),
                        ("object_id", models.CharField(max_length=80, verbose_name="object")),
                        (
                            "operation",
                            models.CharField(
                                choices=[("upsert", "upsert"), ("delete", "delete")],
                                max_length=6,
                                verbose_name="operation",
                            ),
                        ),
                        (
                            "division_code",
                            models.CharField(blank=True, max_length=6, verbose_name="division code"),
                        ),
                        ("data", models.TextField(blank=True, verbose_name="data")),
                    ],
                    options={
                        "verbose_name": "feed entry",
                        "verbose_name_plural": "feed entries",
                        "ordering": ["sequence"],
                        "indexes": [
                            models.Index(
                                fields=["type", "object_id", "-sequence"], name="feed_latest_of_object"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPublishedFigure",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    ("exhibition_visit", "exhibition visits"),
                                    ("library_visit", "library visits"),
                                    ("event_attendance", "event attendance"),
                                    ("online_visit", "online visits"),
                                ],
                                max_length=20,
                                verbose_name="measure",
                            ),
                        ),
                        ("value", models.PositiveIntegerField(verbose_name="value")),
                        (
                            "lower_bound",
                            models.BooleanField(default=False, verbose_name="lower bound (“over”)"),
                        ),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                        (
                            "source_en",
                            models.CharField(blank=True, max_length=300, verbose_name="source in English"),
                        ),
                        ("source_address", models.URLField(blank=True, verbose_name="address of the source")),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.programme",
                                verbose_name="programme",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical published figure",
                        "verbose_name_plural": "historical published figures",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PublishedFigure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="published_figures",
                                to="partnership.programme",
                                verbose_name="programme",
                            ),
                        ),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    ("exhibition_visit", "exhibition visits"),
                                    ("library_visit", "library visits"),
                                    ("event_attendance", "event attendance"),
                                    ("online_visit", "online visits"),
                                ],
                                max_length=20,
                                verbose_name="measure",
                            ),
                        ),
                        ("value", models.PositiveIntegerField(verbose_name="value")),
                        (
                            "lower_bound",
                            models.BooleanField(default=False, verbose_name="lower bound (“over”)"),
                        ),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                        (
                            "source_en",
                            models.CharField(blank=True, max_length=300, verbose_name="source in English"),
                        ),
                        ("source_address", models.URLField(blank=True, verbose_name="address of the source")),
                        (
                            "libraries",
                            models.ManyToManyField(
                                related_name="published_figures",
                                to="libraries.countylibrary",
                                verbose_name="libraries",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "published figure",
                        "verbose_name_plural": "published figures",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "measure__in",
                                        [
                                            "exhibition_visit",
                                            "library_visit",
                                            "event_attendance",
                                            "online_visit",
                                        ],
                                    )
                                ),
                                name="published_figure_measure_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Counter",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False, verbose_name="counter")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="counters",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "counter",
                        "verbose_name_plural": "counters",
                    },
                ),
                migrations.CreateModel(
                    name="Tally",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "stop_id",
                                "day",
                                "counter_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "stop",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tallies",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "counter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tallies",
                                to="visits.counter",
                                verbose_name="counter",
                            ),
                        ),
                        ("revision", models.BigIntegerField(verbose_name="revision")),
                        ("digest", models.CharField(max_length=64, verbose_name="digest")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("device", models.CharField(blank=True, max_length=120, verbose_name="device")),
                        ("client_time", models.DateTimeField(null=True, verbose_name="time on the device")),
                    ],
                    options={
                        "verbose_name": "tally",
                        "verbose_name_plural": "tallies",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="tally_revision_positive"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TallyValue",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "stop_id",
                                "day",
                                "counter_id",
                                "measure",
                                "audience",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "stop",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "counter",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="visits.counter",
                                verbose_name="counter",
                            ),
                        ),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    ("exhibition_visit", "exhibition visits"),
                                    ("library_visit", "library visits"),
                                    ("event_attendance", "event attendance"),
                                    ("online_visit", "online visits"),
                                ],
                                max_length=20,
                                verbose_name="measure",
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("adult", "adults"),
                                    ("minor", "minors"),
                                    ("unspecified", "unspecified"),
                                ],
                                max_length=12,
                                verbose_name="audience",
                            ),
                        ),
                        ("value", models.IntegerField(verbose_name="value")),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("counted", "actual count"),
                                    ("sampled", "sampled"),
                                    ("estimated", "estimated"),
                                ],
                                max_length=10,
                                verbose_name="basis",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("gate_auto", "automatic people counter"),
                                    ("gate_reading", "difference of meter readings"),
                                    ("manual_tally", "manual tally"),
                                    ("register", "register"),
                                    ("reservation_checkin", "reservation check-in"),
                                    ("group_booking", "group booking"),
                                    ("typical_week", "typical week sample"),
                                    ("sample_other", "other sample"),
                                    ("estimate", "estimate"),
                                    ("unknown", "not known"),
                                ],
                                max_length=20,
                                verbose_name="method",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "number of a tally",
                        "verbose_name_plural": "numbers of tallies",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("measure__in", ["exhibition_visit", "library_visit"])),
                                name="tally_measure_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("audience__in", ["adult", "minor", "unspecified"])),
                                name="tally_audience_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("basis__in", ["counted", "sampled", "estimated"])),
                                name="tally_basis_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "method__in",
                                        [
                                            "gate_auto",
                                            "gate_reading",
                                            "manual_tally",
                                            "register",
                                            "reservation_checkin",
                                            "group_booking",
                                            "typical_week",
                                            "sample_other",
                                            "estimate",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="tally_method_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gte", 0), ("value__lte", 1000000)),
                                name="tally_value_in_range",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TallyRevision",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "stop_id",
                                "day",
                                "counter_id",
                                "revision",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "stop",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "counter",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="visits.counter",
                                verbose_name="counter",
                            ),
                        ),
                        ("revision", models.BigIntegerField(verbose_name="revision")),
                        ("digest", models.CharField(max_length=64, verbose_name="digest")),
                        ("body", models.TextField(verbose_name="text")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                    ],
                    options={
                        "verbose_name": "revision of a tally",
                        "verbose_name_plural": "revisions of tallies",
                    },
                ),
                migrations.CreateModel(
                    name="DayReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "review",
                            models.CharField(
                                choices=[
                                    ("filed", "filed"),
                                    ("returned", "returned"),
                                    ("endorsed", "endorsed"),
                                    ("verified", "verified"),
                                ],
                                default="filed",
                                max_length=10,
                                verbose_name="review",
                            ),
                        ),
                        ("revision", models.BigIntegerField(verbose_name="revision")),
                        ("digest", models.CharField(max_length=64, verbose_name="digest of the content")),
                        (
                            "basis",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("counted", "actual count"),
                                    ("sampled", "sampled"),
                                    ("estimated", "estimated"),
                                ],
                                max_length=10,
                                verbose_name="basis",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("gate_auto", "automatic people counter"),
                                    ("gate_reading", "difference of meter readings"),
                                    ("manual_tally", "manual tally"),
                                    ("register", "register"),
                                    ("reservation_checkin", "reservation check-in"),
                                    ("group_booking", "group booking"),
                                    ("typical_week", "typical week sample"),
                                    ("sample_other", "other sample"),
                                    ("estimate", "estimate"),
                                    ("unknown", "not known"),
                                ],
                                max_length=20,
                                verbose_name="method",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                        (
                            "filed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="filed by",
                            ),
                        ),
                        ("filed_at", models.DateTimeField(verbose_name="filed at")),
                        (
                            "on_behalf",
                            models.BooleanField(default=False, verbose_name="on behalf of the library"),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="reason of return"),
                        ),
                        (
                            "verified_revision",
                            models.BigIntegerField(null=True, verbose_name="verified revision"),
                        ),
                        (
                            "verified_digest",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="digest of what was verified"
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="verified by",
                            ),
                        ),
                        ("verified_at", models.DateTimeField(null=True, verbose_name="verified at")),
                        (
                            "stop",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="day_reports",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "state",
                            models.CharField(
                                choices=[("counted", "counted"), ("closed", "closed")],
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("first_filed_on", models.DateField(verbose_name="first filed on")),
                        (
                            "evidence_seen",
                            models.BigIntegerField(default=0, verbose_name="tallies looked at"),
                        ),
                        (
                            "verified_state",
                            models.CharField(
                                blank=True,
                                choices=[("counted", "counted"), ("closed", "closed")],
                                max_length=10,
                                verbose_name="verified state",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "day report",
                        "verbose_name_plural": "day reports",
                        "ordering": ["stop_id", "day"],
                        "indexes": [models.Index(fields=["review", "day"], name="report_review_day")],
                        "constraints": [
                            models.UniqueConstraint(fields=("stop", "day"), name="report_once_a_day"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["counted", "closed"])),
                                name="report_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="report_closed_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("verified_digest", ""),
                                        ("verified_revision__isnull", True),
                                        ("verified_state", ""),
                                    ),
                                    models.Q(
                                        ("verified_revision__isnull", False),
                                        models.Q(("verified_digest", ""), _negated=True),
                                        models.Q(("verified_state", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="report_verification_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("review__in", ["filed", "returned", "endorsed", "verified"])
                                ),
                                name="report_review_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="report_revision_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("review", "verified"), _negated=True),
                                    ("verified_revision", models.F("revision")),
                                    _connector="OR",
                                ),
                                name="report_verified_is_of_this_revision",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("filed", "filed"), ("verified", "verified")],
                                max_length=10,
                                verbose_name="figure",
                            ),
                        ),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    ("exhibition_visit", "exhibition visits"),
                                    ("library_visit", "library visits"),
                                    ("event_attendance", "event attendance"),
                                    ("online_visit", "online visits"),
                                ],
                                max_length=20,
                                verbose_name="measure",
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("adult", "adults"),
                                    ("minor", "minors"),
                                    ("unspecified", "unspecified"),
                                ],
                                max_length=12,
                                verbose_name="audience",
                            ),
                        ),
                        ("value", models.IntegerField(verbose_name="value")),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("counted", "actual count"),
                                    ("sampled", "sampled"),
                                    ("estimated", "estimated"),
                                ],
                                max_length=10,
                                verbose_name="basis",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("gate_auto", "automatic people counter"),
                                    ("gate_reading", "difference of meter readings"),
                                    ("manual_tally", "manual tally"),
                                    ("register", "register"),
                                    ("reservation_checkin", "reservation check-in"),
                                    ("group_booking", "group booking"),
                                    ("typical_week", "typical week sample"),
                                    ("sample_other", "other sample"),
                                    ("estimate", "estimate"),
                                    ("unknown", "not known"),
                                ],
                                max_length=20,
                                verbose_name="method",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="values",
                                to="visits.dayreport",
                                verbose_name="day report",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "number of a day report",
                        "verbose_name_plural": "numbers of day reports",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "kind", "measure", "audience"), name="report_value_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["filed", "verified"])),
                                name="report_value_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("measure__in", ["exhibition_visit", "library_visit"])),
                                name="report_measure_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("audience__in", ["adult", "minor", "unspecified"])),
                                name="report_audience_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("basis__in", ["counted", "sampled", "estimated"])),
                                name="report_basis_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "method__in",
                                        [
                                            "gate_auto",
                                            "gate_reading",
                                            "manual_tally",
                                            "register",
                                            "reservation_checkin",
                                            "group_booking",
                                            "typical_week",
                                            "sample_other",
                                            "estimate",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="report_method_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gte", 0), ("value__lte", 1000000)),
                                name="report_value_in_range",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("missing", "day not filed"),
                                    ("returned", "day returned"),
                                    ("evidence", "tallies after the filing"),
                                    ("closing", "closing report due"),
                                    ("chased", "asked by a reviewer"),
                                    ("signature", "signature missing"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("key", models.CharField(max_length=60, verbose_name="key")),
                        (
                            "stop",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        (
                            "bulletin",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="visits.bulletin",
                                verbose_name="bulletin",
                            ),
                        ),
                        ("day", models.DateField(null=True, verbose_name="day")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                        ("made_on", models.DateField(verbose_name="made on")),
                        ("read_at", models.DateTimeField(null=True, verbose_name="read at")),
                        ("mailed_at", models.DateTimeField(null=True, verbose_name="mailed at")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reminder",
                        "verbose_name_plural": "reminders",
                        "ordering": ["-made_on", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("read_at__isnull", True)),
                                fields=["user"],
                                name="reminder_unread",
                            ),
                            models.Index(
                                condition=models.Q(("mailed_at__isnull", True)),
                                fields=["user"],
                                name="reminder_unmailed",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "kind", "stop", "key"), name="reminder_once"
                            ),
                            models.UniqueConstraint(
                                fields=("user", "kind", "bulletin", "key"), name="reminder_once_a_bulletin"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["missing", "returned", "evidence", "closing", "chased", "signature"],
                                    )
                                ),
                                name="reminder_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("bulletin__isnull", False),
                                        ("kind", "signature"),
                                        ("stop__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "signature"), _negated=True),
                                        ("bulletin__isnull", True),
                                        ("stop__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="reminder_is_about_one_thing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CarriedStop",
                    fields=[
                        (
                            "stop",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="carried",
                                serialize=False,
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnership.programme",
                            ),
                        ),
                        (
                            "exhibition",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="exhibitions.exhibition",
                            ),
                        ),
                        (
                            "library",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="libraries.countylibrary",
                            ),
                        ),
                        (
                            "county",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="libraries.division",
                            ),
                        ),
                        (
                            "prefecture",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="libraries.division",
                            ),
                        ),
                        (
                            "province",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="libraries.division",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "carried stop",
                        "verbose_name_plural": "carried stops",
                    },
                ),
                migrations.CreateModel(
                    name="DayFigure",
                    fields=[
                        ("visits_all", models.BigIntegerField(default=0)),
                        ("visits_filed", models.BigIntegerField(default=0)),
                        ("visits_verified", models.BigIntegerField(default=0)),
                        ("estimated_all", models.BigIntegerField(default=0)),
                        ("estimated_filed", models.BigIntegerField(default=0)),
                        ("estimated_verified", models.BigIntegerField(default=0)),
                        ("days_all", models.BigIntegerField(default=0)),
                        ("days_filed", models.BigIntegerField(default=0)),
                        ("days_verified", models.BigIntegerField(default=0)),
                        ("days_expected", models.BigIntegerField(default=0)),
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "stop_id",
                                "day",
                                "measure",
                                "audience",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "stop",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="day_figures",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        ("measure", models.CharField(blank=True, max_length=20, verbose_name="measure")),
                        ("audience", models.CharField(blank=True, max_length=12, verbose_name="audience")),
                        (
                            "division",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="libraries.division",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "figures of a day",
                        "verbose_name_plural": "figures of days",
                        "indexes": [
                            models.Index(fields=["day", "measure", "audience"], name="day_figure_by_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Total",
                    fields=[
                        ("visits_all", models.BigIntegerField(default=0)),
                        ("visits_filed", models.BigIntegerField(default=0)),
                        ("visits_verified", models.BigIntegerField(default=0)),
                        ("estimated_all", models.BigIntegerField(default=0)),
                        ("estimated_filed", models.BigIntegerField(default=0)),
                        ("estimated_verified", models.BigIntegerField(default=0)),
                        ("days_all", models.BigIntegerField(default=0)),
                        ("days_filed", models.BigIntegerField(default=0)),
                        ("days_verified", models.BigIntegerField(default=0)),
                        ("days_expected", models.BigIntegerField(default=0)),
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "level",
                                "grain",
                                "measure",
                                "audience",
                                "period",
                                "place",
                                "programme_id",
                                "exhibition_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "level",
                            models.SmallIntegerField(
                                choices=[
                                    (0, "nation"),
                                    (1, "province level"),
                                    (2, "prefecture level"),
                                    (3, "county level"),
                                ],
                                verbose_name="level",
                            ),
                        ),
                        (
                            "grain",
                            models.CharField(
                                choices=[
                                    ("day", "day"),
                                    ("month", "month"),
                                    ("year", "year"),
                                    ("whole", "whole time"),
                                ],
                                max_length=5,
                                verbose_name="grain",
                            ),
                        ),
                        ("measure", models.CharField(blank=True, max_length=20, verbose_name="measure")),
                        ("audience", models.CharField(blank=True, max_length=12, verbose_name="audience")),
                        ("period", models.DateField(verbose_name="period")),
                        ("place", models.BigIntegerField(verbose_name="place")),
                        (
                            "programme",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="partnership.programme",
                            ),
                        ),
                        (
                            "exhibition",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="exhibitions.exhibition",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "total",
                        "verbose_name_plural": "totals",
                        "indexes": [
                            models.Index(
                                fields=["level", "place", "grain", "measure", "audience"],
                                name="total_by_place",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RollupState",
                    fields=[
                        ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                        ("version", models.BigIntegerField(default=0, verbose_name="version")),
                        ("drained_at", models.DateTimeField(null=True, verbose_name="last roll-up")),
                        ("expected_through", models.DateField(null=True, verbose_name="expected through")),
                        (
                            "feed_sequence",
                            models.BigIntegerField(default=0, verbose_name="last number of the feed"),
                        ),
                    ],
                    options={
                        "verbose_name": "state of the roll-up",
                        "verbose_name_plural": "state of the roll-up",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="rollup_state_is_one_row"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
