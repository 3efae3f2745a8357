import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from libraries.migration_operations import CreateModels


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
                                to="reports.bulletin",
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
                                to="reports.bulletin",
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
                                to="reports.bulletin",
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
                                to="reports.closingreport",
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
                                to="reports.bulletin",
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
                                to="reports.seal",
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
                                to="reports.seal",
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
            ]
        ),
    ]
