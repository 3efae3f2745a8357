import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from libraries.migration_operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("libraries", "0001_initial"),
        ("partnership", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="HistoricalExhibition",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(verbose_name="short name in addresses")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("name_en", models.CharField(max_length=160, verbose_name="name in English")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "description_en",
                            models.TextField(blank=True, verbose_name="description in English"),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
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
                        "verbose_name": "historical exhibition",
                        "verbose_name_plural": "historical exhibitions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Exhibition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True, verbose_name="short name in addresses")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("name_en", models.CharField(max_length=160, verbose_name="name in English")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "description_en",
                            models.TextField(blank=True, verbose_name="description in English"),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                    ],
                    options={
                        "verbose_name": "exhibition",
                        "verbose_name_plural": "exhibitions",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalKit",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("serial_number", models.CharField(max_length=20, verbose_name="serial number")),
                        (
                            "condition",
                            models.CharField(
                                choices=[
                                    ("in_service", "in service"),
                                    ("repair", "under repair"),
                                    ("retired", "retired"),
                                ],
                                default="in_service",
                                max_length=12,
                                verbose_name="condition",
                            ),
                        ),
                        (
                            "floor_area",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="floor area needed (m²)"
                            ),
                        ),
                        (
                            "ceiling_height",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=4,
                                null=True,
                                verbose_name="ceiling height needed (m)",
                            ),
                        ),
                        (
                            "power",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=5,
                                null=True,
                                verbose_name="power needed (kW)",
                            ),
                        ),
                        (
                            "crates",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of crates"
                            ),
                        ),
                        (
                            "weight",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="weight (kg)"),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        (
                            "exhibition",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="exhibitions.exhibition",
                                verbose_name="exhibition",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.organisation",
                                verbose_name="owner",
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
                        "verbose_name": "historical kit",
                        "verbose_name_plural": "historical kits",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Kit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "exhibition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="kits",
                                to="exhibitions.exhibition",
                                verbose_name="exhibition",
                            ),
                        ),
                        ("serial_number", models.CharField(max_length=20, verbose_name="serial number")),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="kits",
                                to="partnership.organisation",
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "condition",
                            models.CharField(
                                choices=[
                                    ("in_service", "in service"),
                                    ("repair", "under repair"),
                                    ("retired", "retired"),
                                ],
                                default="in_service",
                                max_length=12,
                                verbose_name="condition",
                            ),
                        ),
                        (
                            "floor_area",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="floor area needed (m²)"
                            ),
                        ),
                        (
                            "ceiling_height",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=4,
                                null=True,
                                verbose_name="ceiling height needed (m)",
                            ),
                        ),
                        (
                            "power",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=5,
                                null=True,
                                verbose_name="power needed (kW)",
                            ),
                        ),
                        (
                            "crates",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of crates"
                            ),
                        ),
                        (
                            "weight",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="weight (kg)"),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                    ],
                    options={
                        "verbose_name": "kit",
                        "verbose_name_plural": "kits",
                        "ordering": ["exhibition_id", "serial_number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("exhibition", "serial_number"), name="kit_number_once_an_exhibition"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("condition__in", ["in_service", "repair", "retired"])),
                                name="kit_condition_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalExhibit",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, verbose_name="code")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=160, verbose_name="name in English"),
                        ),
                        ("zone", models.CharField(blank=True, max_length=40, verbose_name="zone")),
                        (
                            "zone_en",
                            models.CharField(blank=True, max_length=80, verbose_name="zone in English"),
                        ),
                        ("crate", models.CharField(blank=True, max_length=20, verbose_name="crate")),
                        (
                            "condition",
                            models.CharField(
                                choices=[
                                    ("working", "working"),
                                    ("minor_fault", "minor fault"),
                                    ("not_working", "not working"),
                                    ("missing", "missing"),
                                ],
                                default="working",
                                max_length=12,
                                verbose_name="condition",
                            ),
                        ),
                        (
                            "kit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="exhibitions.kit",
                                verbose_name="kit",
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
                        "verbose_name": "historical exhibit",
                        "verbose_name_plural": "historical exhibits",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Exhibit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exhibits",
                                to="exhibitions.kit",
                                verbose_name="kit",
                            ),
                        ),
                        ("code", models.CharField(max_length=20, verbose_name="code")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=160, verbose_name="name in English"),
                        ),
                        ("zone", models.CharField(blank=True, max_length=40, verbose_name="zone")),
                        (
                            "zone_en",
                            models.CharField(blank=True, max_length=80, verbose_name="zone in English"),
                        ),
                        ("crate", models.CharField(blank=True, max_length=20, verbose_name="crate")),
                        (
                            "condition",
                            models.CharField(
                                choices=[
                                    ("working", "working"),
                                    ("minor_fault", "minor fault"),
                                    ("not_working", "not working"),
                                    ("missing", "missing"),
                                ],
                                default="working",
                                max_length=12,
                                verbose_name="condition",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "exhibit",
                        "verbose_name_plural": "exhibits",
                        "ordering": ["kit_id", "code"],
                        "constraints": [
                            models.UniqueConstraint(fields=("kit", "code"), name="exhibit_code_once_a_kit")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TourPlan",
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
                                related_name="tour_plans",
                                to="partnership.programme",
                                verbose_name="programme",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="created at"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="created by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "draft plan",
                        "verbose_name_plural": "draft plans",
                        "ordering": ["-created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Stop",
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
                                related_name="stops",
                                to="partnership.programme",
                                verbose_name="programme",
                            ),
                        ),
                        (
                            "exhibition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stops",
                                to="exhibitions.exhibition",
                                verbose_name="exhibition",
                            ),
                        ),
                        (
                            "kit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stops",
                                to="exhibitions.kit",
                                verbose_name="kit",
                            ),
                        ),
                        (
                            "library",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stops",
                                to="libraries.countylibrary",
                                verbose_name="host library",
                            ),
                        ),
                        (
                            "hall",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stops",
                                to="libraries.hall",
                                verbose_name="hall",
                            ),
                        ),
                        (
                            "cohost",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hosted_stops",
                                to="partnership.organisation",
                                verbose_name="co-host",
                            ),
                        ),
                        (
                            "draft_plan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stops",
                                to="exhibitions.tourplan",
                                verbose_name="draft plan",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposed"),
                                    ("applied", "applied"),
                                    ("confirmed", "confirmed"),
                                    ("in_transit", "in transit"),
                                    ("installing", "installing"),
                                    ("open", "open"),
                                    ("suspended", "suspended"),
                                    ("de_installing", "de-installing"),
                                    ("handed_over", "handed over"),
                                    ("report_due", "report due"),
                                    ("submitted", "submitted"),
                                    ("returned", "returned"),
                                    ("accepted", "accepted"),
                                    ("archived", "archived"),
                                    ("cancelled", "cancelled"),
                                    ("postponed", "postponed"),
                                ],
                                default="proposed",
                                max_length=14,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "confirmed_on",
                            models.DateField(blank=True, null=True, verbose_name="confirmed on"),
                        ),
                        (
                            "planned_install_start",
                            models.DateField(
                                blank=True, null=True, verbose_name="planned start of installation"
                            ),
                        ),
                        (
                            "planned_open",
                            models.DateField(blank=True, null=True, verbose_name="planned opening"),
                        ),
                        (
                            "planned_close",
                            models.DateField(blank=True, null=True, verbose_name="planned closing"),
                        ),
                        (
                            "planned_removal_end",
                            models.DateField(
                                blank=True, null=True, verbose_name="planned end of de-installation"
                            ),
                        ),
                        (
                            "actual_install_start",
                            models.DateField(
                                blank=True, null=True, verbose_name="actual start of installation"
                            ),
                        ),
                        (
                            "actual_open",
                            models.DateField(blank=True, null=True, verbose_name="actual opening"),
                        ),
                        (
                            "actual_close",
                            models.DateField(blank=True, null=True, verbose_name="actual closing"),
                        ),
                        (
                            "actual_removal_end",
                            models.DateField(
                                blank=True, null=True, verbose_name="actual end of de-installation"
                            ),
                        ),
                        (
                            "date_precision",
                            models.CharField(
                                choices=[
                                    ("day", "known to the day"),
                                    ("month", "known to the month"),
                                    ("year", "known to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="dates are",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "held_from",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.comparison.Least(
                                    django.db.models.functions.comparison.Coalesce(
                                        "actual_install_start",
                                        "planned_install_start",
                                        "actual_open",
                                        "planned_open",
                                    ),
                                    django.db.models.functions.comparison.Coalesce(
                                        "actual_open", "planned_open"
                                    ),
                                ),
                                output_field=models.DateField(),
                            ),
                        ),
                        (
                            "held_until",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.comparison.Greatest(
                                    django.db.models.functions.comparison.Coalesce(
                                        "actual_removal_end",
                                        "planned_removal_end",
                                        "actual_close",
                                        "planned_close",
                                    ),
                                    django.db.models.functions.comparison.Coalesce(
                                        "actual_close", "planned_close"
                                    ),
                                    django.db.models.functions.comparison.Coalesce(
                                        "actual_open", "planned_open"
                                    ),
                                ),
                                output_field=models.DateField(),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "stop",
                        "verbose_name_plural": "stops",
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(fields=["programme", "actual_open"], name="stop_programme_opening"),
                            models.Index(fields=["kit", "held_from"], name="stop_kit_held"),
                            models.Index(fields=["hall", "held_from"], name="stop_hall_held"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "proposed",
                                            "applied",
                                            "confirmed",
                                            "in_transit",
                                            "installing",
                                            "open",
                                            "suspended",
                                            "de_installing",
                                            "handed_over",
                                            "report_due",
                                            "submitted",
                                            "returned",
                                            "accepted",
                                            "archived",
                                            "cancelled",
                                            "postponed",
                                        ],
                                    )
                                ),
                                name="stop_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "state__in",
                                            [
                                                "open",
                                                "suspended",
                                                "de_installing",
                                                "handed_over",
                                                "report_due",
                                                "submitted",
                                                "returned",
                                                "accepted",
                                                "archived",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("actual_open__isnull", False),
                                    _connector="OR",
                                ),
                                name="stop_opened_has_opening",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "state__in",
                                            [
                                                "de_installing",
                                                "handed_over",
                                                "report_due",
                                                "submitted",
                                                "returned",
                                                "accepted",
                                                "archived",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("actual_close__isnull", False),
                                    _connector="OR",
                                ),
                                name="stop_closed_has_closing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "state__in",
                                            [
                                                "confirmed",
                                                "in_transit",
                                                "installing",
                                                "open",
                                                "suspended",
                                                "de_installing",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        ("planned_close__isnull", False), ("planned_open__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="stop_holding_has_planned_dates",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "state__in",
                                            [
                                                "confirmed",
                                                "in_transit",
                                                "installing",
                                                "open",
                                                "suspended",
                                                "de_installing",
                                                "de_installing",
                                                "handed_over",
                                                "report_due",
                                                "submitted",
                                                "returned",
                                                "accepted",
                                                "archived",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("confirmed_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="stop_holding_is_confirmed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("planned_close__isnull", True),
                                    ("planned_close__gte", models.F("planned_open")),
                                    _connector="OR",
                                ),
                                name="stop_planned_close_after_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("actual_close__isnull", True),
                                    ("actual_close__gte", models.F("actual_open")),
                                    _connector="OR",
                                ),
                                name="stop_actual_close_after_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("planned_install_start__isnull", True),
                                    ("planned_install_start__lte", models.F("planned_open")),
                                    _connector="OR",
                                ),
                                name="stop_planned_install_before_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("planned_removal_end__isnull", True),
                                    ("planned_removal_end__gte", models.F("planned_close")),
                                    _connector="OR",
                                ),
                                name="stop_planned_removal_after_close",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("actual_install_start__isnull", True),
                                    ("actual_open__isnull", True),
                                    ("actual_install_start__lte", models.F("actual_open")),
                                    _connector="OR",
                                ),
                                name="stop_actual_install_before_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("actual_removal_end__isnull", True),
                                    ("actual_removal_end__gte", models.F("actual_close")),
                                    _connector="OR",
                                ),
                                name="stop_actual_removal_after_close",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaleDay",
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
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stale_days",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        ("day", models.DateField(null=True, verbose_name="day")),
                        (
                            "marked_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="marked at"),
                        ),
                        ("parked_at", models.DateTimeField(null=True, verbose_name="parked at")),
                        ("error", models.TextField(blank=True, verbose_name="error")),
                    ],
                    options={
                        "verbose_name": "stale day",
                        "verbose_name_plural": "stale days",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStop",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposed"),
                                    ("applied", "applied"),
                                    ("confirmed", "confirmed"),
                                    ("in_transit", "in transit"),
                                    ("installing", "installing"),
                                    ("open", "open"),
                                    ("suspended", "suspended"),
                                    ("de_installing", "de-installing"),
                                    ("handed_over", "handed over"),
                                    ("report_due", "report due"),
                                    ("submitted", "submitted"),
                                    ("returned", "returned"),
                                    ("accepted", "accepted"),
                                    ("archived", "archived"),
                                    ("cancelled", "cancelled"),
                                    ("postponed", "postponed"),
                                ],
                                default="proposed",
                                max_length=14,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "confirmed_on",
                            models.DateField(blank=True, null=True, verbose_name="confirmed on"),
                        ),
                        (
                            "planned_install_start",
                            models.DateField(
                                blank=True, null=True, verbose_name="planned start of installation"
                            ),
                        ),
                        (
                            "planned_open",
                            models.DateField(blank=True, null=True, verbose_name="planned opening"),
                        ),
                        (
                            "planned_close",
                            models.DateField(blank=True, null=True, verbose_name="planned closing"),
                        ),
                        (
                            "planned_removal_end",
                            models.DateField(
                                blank=True, null=True, verbose_name="planned end of de-installation"
                            ),
                        ),
                        (
                            "actual_install_start",
                            models.DateField(
                                blank=True, null=True, verbose_name="actual start of installation"
                            ),
                        ),
                        (
                            "actual_open",
                            models.DateField(blank=True, null=True, verbose_name="actual opening"),
                        ),
                        (
                            "actual_close",
                            models.DateField(blank=True, null=True, verbose_name="actual closing"),
                        ),
                        (
                            "actual_removal_end",
                            models.DateField(
                                blank=True, null=True, verbose_name="actual end of de-installation"
                            ),
                        ),
                        (
                            "date_precision",
                            models.CharField(
                                choices=[
                                    ("day", "known to the day"),
                                    ("month", "known to the month"),
                                    ("year", "known to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="dates are",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
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
                        (
                            "exhibition",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="exhibitions.exhibition",
                                verbose_name="exhibition",
                            ),
                        ),
                        (
                            "kit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="exhibitions.kit",
                                verbose_name="kit",
                            ),
                        ),
                        (
                            "library",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="libraries.countylibrary",
                                verbose_name="host library",
                            ),
                        ),
                        (
                            "hall",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="libraries.hall",
                                verbose_name="hall",
                            ),
                        ),
                        (
                            "cohost",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.organisation",
                                verbose_name="co-host",
                            ),
                        ),
                        (
                            "draft_plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="exhibitions.tourplan",
                                verbose_name="draft plan",
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
                        "verbose_name": "historical stop",
                        "verbose_name_plural": "historical stops",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalEvent",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                db_index=True,
                                default=uuid.uuid4,
                                editable=False,
                                verbose_name="key of the client",
                            ),
                        ),
                        (
                            "revision",
                            models.BigIntegerField(default=1, editable=False, verbose_name="revision"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("lecture", "lecture"),
                                    ("workshop", "workshop"),
                                    ("reading_session", "reading session"),
                                    ("film", "film"),
                                    ("training_course", "training course"),
                                    ("online_resource", "online resource"),
                                    ("other", "other"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        ("starts_at", models.TimeField(blank=True, null=True, verbose_name="starts at")),
                        ("ends_at", models.TimeField(blank=True, null=True, verbose_name="ends at")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                        (
                            "place_en",
                            models.CharField(blank=True, max_length=200, verbose_name="place in English"),
                        ),
                        (
                            "speaker",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="speaker (role or institution)"
                            ),
                        ),
                        (
                            "speaker_en",
                            models.CharField(blank=True, max_length=200, verbose_name="speaker in English"),
                        ),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "description_en",
                            models.TextField(blank=True, verbose_name="description in English"),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "stop",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="exhibitions.stop",
                                verbose_name="stop",
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
                        "verbose_name": "historical event",
                        "verbose_name_plural": "historical events",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Event",
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
                                related_name="events",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                unique=True,
                                verbose_name="key of the client",
                            ),
                        ),
                        (
                            "revision",
                            models.BigIntegerField(default=1, editable=False, verbose_name="revision"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("lecture", "lecture"),
                                    ("workshop", "workshop"),
                                    ("reading_session", "reading session"),
                                    ("film", "film"),
                                    ("training_course", "training course"),
                                    ("online_resource", "online resource"),
                                    ("other", "other"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        ("starts_at", models.TimeField(blank=True, null=True, verbose_name="starts at")),
                        ("ends_at", models.TimeField(blank=True, null=True, verbose_name="ends at")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                        (
                            "place_en",
                            models.CharField(blank=True, max_length=200, verbose_name="place in English"),
                        ),
                        (
                            "speaker",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="speaker (role or institution)"
                            ),
                        ),
                        (
                            "speaker_en",
                            models.CharField(blank=True, max_length=200, verbose_name="speaker in English"),
                        ),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "description_en",
                            models.TextField(blank=True, verbose_name="description in English"),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                    ],
                    options={
                        "verbose_name": "event",
                        "verbose_name_plural": "events",
                        "ordering": ["day", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="event_revision_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "online_resource"), _negated=True),
                                    models.Q(("address", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="event_online_has_an_address",
                                violation_error_message="Give the address of the online resource.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__isnull", True),
                                    ("starts_at__isnull", True),
                                    ("ends_at__gte", models.F("starts_at")),
                                    _connector="OR",
                                ),
                                name="event_ends_after_its_start",
                                violation_error_message="The event ends before it starts.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StopTransition",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="transitions",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        (
                            "from_state",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposed"),
                                    ("applied", "applied"),
                                    ("confirmed", "confirmed"),
                                    ("in_transit", "in transit"),
                                    ("installing", "installing"),
                                    ("open", "open"),
                                    ("suspended", "suspended"),
                                    ("de_installing", "de-installing"),
                                    ("handed_over", "handed over"),
                                    ("report_due", "report due"),
                                    ("submitted", "submitted"),
                                    ("returned", "returned"),
                                    ("accepted", "accepted"),
                                    ("archived", "archived"),
                                    ("cancelled", "cancelled"),
                                    ("postponed", "postponed"),
                                ],
                                max_length=14,
                                verbose_name="from",
                            ),
                        ),
                        (
                            "to_state",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposed"),
                                    ("applied", "applied"),
                                    ("confirmed", "confirmed"),
                                    ("in_transit", "in transit"),
                                    ("installing", "installing"),
                                    ("open", "open"),
                                    ("suspended", "suspended"),
                                    ("de_installing", "de-installing"),
                                    ("handed_over", "handed over"),
                                    ("report_due", "report due"),
                                    ("submitted", "submitted"),
                                    ("returned", "returned"),
                                    ("accepted", "accepted"),
                                    ("archived", "archived"),
                                    ("cancelled", "cancelled"),
                                    ("postponed", "postponed"),
                                ],
                                max_length=14,
                                verbose_name="to",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="on")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="recorded at"
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "move of a stop",
                        "verbose_name_plural": "moves of stops",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalHostStep",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("handover", "handover received"),
                                    ("installation", "installation finished"),
                                    ("opening", "opened to the public"),
                                    ("removal", "taken down and handed on"),
                                ],
                                max_length=12,
                                verbose_name="step",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("revision", models.BigIntegerField(default=1, verbose_name="revision")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        (
                            "stop",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
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
                        "verbose_name": "historical step reported by the host",
                        "verbose_name_plural": "historical steps reported by the host",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HostStep",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="host_steps",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("handover", "handover received"),
                                    ("installation", "installation finished"),
                                    ("opening", "opened to the public"),
                                    ("removal", "taken down and handed on"),
                                ],
                                max_length=12,
                                verbose_name="step",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("revision", models.BigIntegerField(default=1, verbose_name="revision")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step reported by the host",
                        "verbose_name_plural": "steps reported by the host",
                        "ordering": ["stop_id", "day", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("stop", "kind"), name="host_step_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["handover", "installation", "opening", "removal"])
                                ),
                                name="host_step_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="host_step_revision_positive"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadingListEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="partnership.publication",
                                verbose_name="publication",
                            ),
                        ),
                        (
                            "exhibition",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reading_list",
                                to="exhibitions.exhibition",
                                verbose_name="exhibition",
                            ),
                        ),
                        (
                            "stop",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reading_list",
                                to="exhibitions.stop",
                                verbose_name="stop",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reading_list",
                                to="exhibitions.event",
                                verbose_name="event",
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                    ],
                    options={
                        "verbose_name": "entry of a reading list",
                        "verbose_name_plural": "entries of reading lists",
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("event__isnull", True),
                                        ("exhibition__isnull", False),
                                        ("stop__isnull", True),
                                    ),
                                    models.Q(
                                        ("event__isnull", True),
                                        ("exhibition__isnull", True),
                                        ("stop__isnull", False),
                                    ),
                                    models.Q(
                                        ("event__isnull", False),
                                        ("exhibition__isnull", True),
                                        ("stop__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="reading_entry_of_exactly_one",
                                violation_error_message="A reading list belongs to one exhibition, one stop or one event.",
                            ),
                            models.UniqueConstraint(
                                fields=("publication", "exhibition"),
                                name="reading_entry_once_exhibition",
                                violation_error_message="This publication is on the list already.",
                            ),
                            models.UniqueConstraint(
                                fields=("publication", "stop"),
                                name="reading_entry_once_stop",
                                violation_error_message="This publication is on the list already.",
                            ),
                            models.UniqueConstraint(
                                fields=("publication", "event"),
                                name="reading_entry_once_event",
                                violation_error_message="This publication is on the list already.",
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
            ],
        ),
    ]
