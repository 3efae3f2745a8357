import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from libraries.migration_operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Division",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=6, verbose_name="division code")),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("short_name", models.CharField(max_length=40, verbose_name="short name")),
                        ("name_en", models.CharField(max_length=120, verbose_name="name in English")),
                        ("pinyin", models.CharField(max_length=120, verbose_name="pinyin")),
                        (
                            "initials",
                            models.CharField(db_index=True, max_length=20, verbose_name="pinyin initials"),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("province", "province level"),
                                    ("prefecture", "prefecture level"),
                                    ("county", "county level"),
                                ],
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="libraries.division",
                                verbose_name="parent",
                            ),
                        ),
                        (
                            "valid_from",
                            models.SmallIntegerField(blank=True, null=True, verbose_name="valid from (year)"),
                        ),
                        (
                            "valid_until",
                            models.SmallIntegerField(
                                blank=True, null=True, verbose_name="valid until (year)"
                            ),
                        ),
                        ("current", models.BooleanField(default=True, verbose_name="current")),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=7,
                                null=True,
                                verbose_name="longitude",
                            ),
                        ),
                        (
                            "latitude",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=6, null=True, verbose_name="latitude"
                            ),
                        ),
                        (
                            "county_level",
                            models.BooleanField(default=False, verbose_name="counts as county level"),
                        ),
                    ],
                    options={
                        "verbose_name": "division",
                        "verbose_name_plural": "divisions",
                        "ordering": ["code", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("current", True)),
                                fields=("code",),
                                name="division_current_code_once",
                            ),
                            models.UniqueConstraint(
                                fields=("code", "name", "valid_from"), name="division_spell_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("level__in", ["province", "prefecture", "county"])),
                                name="division_level_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("current", False), ("valid_until__isnull", True), _connector="OR"
                                ),
                                name="division_current_has_no_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("level", "province"), _negated=True),
                                    ("parent__isnull", True),
                                    _connector="OR",
                                ),
                                name="division_province_has_no_parent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DivisionSuccession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "predecessor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="libraries.division",
                                verbose_name="predecessor",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follows",
                                to="libraries.division",
                                verbose_name="successor",
                            ),
                        ),
                        ("year", models.SmallIntegerField(blank=True, null=True, verbose_name="year")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("renamed", "renamed"),
                                    ("recoded", "given another code"),
                                    ("upgraded", "upgraded"),
                                    ("merged", "merged"),
                                    ("split", "split"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                    ],
                    options={
                        "verbose_name": "succession of divisions",
                        "verbose_name_plural": "successions of divisions",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("predecessor", "successor"), name="succession_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                                name="succession_not_of_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCountyLibrary",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=160, verbose_name="name in English"),
                        ),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                        (
                            "phone",
                            models.CharField(blank=True, max_length=40, verbose_name="public telephone"),
                        ),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        (
                            "public_holidays",
                            models.CharField(
                                choices=[
                                    ("follow", "follows its weekly hours"),
                                    ("closed", "closed on public holidays"),
                                    ("open", "open on public holidays"),
                                ],
                                default="follow",
                                max_length=10,
                                verbose_name="on public holidays",
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="libraries.division",
                                verbose_name="division",
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
                        "verbose_name": "historical county library",
                        "verbose_name_plural": "historical county libraries",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CountyLibrary",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=160, verbose_name="name in English"),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="libraries",
                                to="libraries.division",
                                verbose_name="division",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                        (
                            "phone",
                            models.CharField(blank=True, max_length=40, verbose_name="public telephone"),
                        ),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        (
                            "public_holidays",
                            models.CharField(
                                choices=[
                                    ("follow", "follows its weekly hours"),
                                    ("closed", "closed on public holidays"),
                                    ("open", "open on public holidays"),
                                ],
                                default="follow",
                                max_length=10,
                                verbose_name="on public holidays",
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                    ],
                    options={
                        "verbose_name": "county library",
                        "verbose_name_plural": "county libraries",
                        "ordering": ["division__code", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("division", "name"), name="library_name_once_a_division"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="library_has_a_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("public_holidays__in", ["follow", "closed", "open"])),
                                name="library_public_holidays_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Relocation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "library",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="relocations",
                                to="libraries.countylibrary",
                                verbose_name="library",
                            ),
                        ),
                        ("effective_on", models.DateField(verbose_name="effective on")),
                        (
                            "from_division",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="libraries.division",
                                verbose_name="from",
                            ),
                        ),
                        (
                            "to_division",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="libraries.division",
                                verbose_name="to",
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
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
                        "verbose_name": "relocation",
                        "verbose_name_plural": "relocations",
                        "ordering": ["effective_on", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("library", "effective_on"), name="relocation_once_a_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("from_division", models.F("to_division")), _negated=True),
                                name="relocation_goes_elsewhere",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalHall",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=160, verbose_name="name in English"),
                        ),
                        (
                            "floor_area",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="floor area (m²)"
                            ),
                        ),
                        (
                            "ceiling_height",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=4,
                                null=True,
                                verbose_name="ceiling height (m)",
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="capacity (persons at once)"
                            ),
                        ),
                        (
                            "loading_access",
                            models.CharField(blank=True, max_length=200, verbose_name="loading access"),
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
                                verbose_name="library",
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
                        "verbose_name": "historical hall",
                        "verbose_name_plural": "historical halls",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Hall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "library",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="halls",
                                to="libraries.countylibrary",
                                verbose_name="library",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=160, verbose_name="name in English"),
                        ),
                        (
                            "floor_area",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="floor area (m²)"
                            ),
                        ),
                        (
                            "ceiling_height",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=4,
                                null=True,
                                verbose_name="ceiling height (m)",
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="capacity (persons at once)"
                            ),
                        ),
                        (
                            "loading_access",
                            models.CharField(blank=True, max_length=200, verbose_name="loading access"),
                        ),
                    ],
                    options={
                        "verbose_name": "hall",
                        "verbose_name_plural": "halls",
                        "ordering": ["library_id", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("library", "name"), name="hall_name_once_a_library"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningHours",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "library",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opening_hours",
                                to="libraries.countylibrary",
                                verbose_name="library",
                            ),
                        ),
                        (
                            "weekday",
                            models.SmallIntegerField(
                                choices=[
                                    (1, "Monday"),
                                    (2, "Tuesday"),
                                    (3, "Wednesday"),
                                    (4, "Thursday"),
                                    (5, "Friday"),
                                    (6, "Saturday"),
                                    (7, "Sunday"),
                                ],
                                verbose_name="weekday",
                            ),
                        ),
                        ("opens_at", models.TimeField(verbose_name="opens at")),
                        ("closes_at", models.TimeField(verbose_name="closes at")),
                    ],
                    options={
                        "verbose_name": "opening hours",
                        "verbose_name_plural": "opening hours",
                        "ordering": ["weekday", "opens_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("library", "weekday", "opens_at"), name="opening_hours_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weekday__gte", 1), ("weekday__lte", 7)),
                                name="opening_hours_weekday_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                                name="opening_hours_end_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningException",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "library",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opening_exceptions",
                                to="libraries.countylibrary",
                                verbose_name="library",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        ("open", models.BooleanField(default=False, verbose_name="open that day")),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                    ],
                    options={
                        "verbose_name": "opening exception",
                        "verbose_name_plural": "opening exceptions",
                        "ordering": ["day"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("library", "day"), name="opening_exception_once_a_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalHoliday",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(db_index=True, verbose_name="day")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("holiday", "public holiday"),
                                    ("working_day", "weekend worked in exchange"),
                                ],
                                default="holiday",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
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
                        "verbose_name": "historical public holiday",
                        "verbose_name_plural": "historical public holidays",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Holiday",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(unique=True, verbose_name="day")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("holiday", "public holiday"),
                                    ("working_day", "weekend worked in exchange"),
                                ],
                                default="holiday",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                    ],
                    options={
                        "verbose_name": "public holiday",
                        "verbose_name_plural": "public holidays",
                        "ordering": ["day"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["holiday", "working_day"])),
                                name="holiday_kind_known",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
