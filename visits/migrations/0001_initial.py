import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
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
