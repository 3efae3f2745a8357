import uuid

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from libraries.migration_operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("libraries", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(blank=True, max_length=20, verbose_name="code")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=160, verbose_name="name in English"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("partner", "partner institution"),
                                    ("science_association", "association for science and technology"),
                                    ("carrier", "carrier"),
                                    ("other", "other"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="organisations",
                                to="libraries.division",
                                verbose_name="division",
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                    ],
                    options={
                        "verbose_name": "organisation",
                        "verbose_name_plural": "organisations",
                        "ordering": ["kind", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("code", ""), _negated=True),
                                fields=("code",),
                                name="organisation_code_once",
                            ),
                            models.UniqueConstraint(fields=("name",), name="organisation_name_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "partner"), _negated=True),
                                    models.Q(("code", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="organisation_partner_has_a_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEmbedding",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("site", models.CharField(max_length=80, verbose_name="site")),
                        (
                            "site_en",
                            models.CharField(blank=True, max_length=160, verbose_name="site in English"),
                        ),
                        (
                            "origin",
                            models.CharField(
                                db_index=True,
                                help_text="Scheme and host, such as https://www.example.org",
                                max_length=200,
                                verbose_name="origin",
                            ),
                        ),
                        ("purpose", models.CharField(max_length=200, verbose_name="purpose")),
                        (
                            "purpose_en",
                            models.CharField(blank=True, max_length=300, verbose_name="purpose in English"),
                        ),
                        ("active", models.BooleanField(default=True, verbose_name="active")),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
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
                        "verbose_name": "historical embedding",
                        "verbose_name_plural": "historical embeddings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Embedding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("site", models.CharField(max_length=80, verbose_name="site")),
                        (
                            "site_en",
                            models.CharField(blank=True, max_length=160, verbose_name="site in English"),
                        ),
                        (
                            "origin",
                            models.CharField(
                                help_text="Scheme and host, such as https://www.example.org",
                                max_length=200,
                                unique=True,
                                verbose_name="origin",
                            ),
                        ),
                        ("purpose", models.CharField(max_length=200, verbose_name="purpose")),
                        (
                            "purpose_en",
                            models.CharField(blank=True, max_length=300, verbose_name="purpose in English"),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="embeddings",
                                to="partnership.organisation",
                                verbose_name="owner",
                            ),
                        ),
                        ("active", models.BooleanField(default=True, verbose_name="active")),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                    ],
                    options={
                        "verbose_name": "embedding",
                        "verbose_name_plural": "embeddings",
                        "ordering": ["site", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("origin__startswith", "https://"),
                                    ("origin__startswith", "http://"),
                                    _connector="OR",
                                ),
                                name="embedding_origin_has_a_scheme",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EmbeddingUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "embedding",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uses",
                                to="partnership.embedding",
                                verbose_name="embedding",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "widget",
                            models.CharField(
                                choices=[
                                    ("coverage", "coverage by province"),
                                    ("stops", "next stops"),
                                    ("reading", "reading list"),
                                ],
                                max_length=10,
                                verbose_name="widget",
                            ),
                        ),
                        ("shown", models.BigIntegerField(default=0, verbose_name="shown")),
                    ],
                    options={
                        "verbose_name": "use of an embedding",
                        "verbose_name_plural": "uses of embeddings",
                        "ordering": ["-day", "embedding_id", "widget"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("embedding__isnull", False)),
                                fields=("embedding", "day", "widget"),
                                name="embedding_use_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("embedding__isnull", True)),
                                fields=("day", "widget"),
                                name="embedding_use_unlisted_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("widget__in", ["coverage", "stops", "reading"])),
                                name="embedding_use_widget_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("shown__gte", 0)), name="embedding_use_shown_not_negative"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOrganisation",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(blank=True, max_length=20, verbose_name="code")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=160, verbose_name="name in English"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("partner", "partner institution"),
                                    ("science_association", "association for science and technology"),
                                    ("carrier", "carrier"),
                                    ("other", "other"),
                                ],
                                max_length=20,
                                verbose_name="kind",
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
                        "verbose_name": "historical organisation",
                        "verbose_name_plural": "historical organisations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAgreement",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(verbose_name="short name in addresses")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("title_en", models.CharField(max_length=200, verbose_name="title in English")),
                        ("signed_on", models.DateField(verbose_name="signed on")),
                        (
                            "signed_at",
                            models.CharField(blank=True, max_length=80, verbose_name="place of signing"),
                        ),
                        (
                            "signed_at_en",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="place of signing in English"
                            ),
                        ),
                        (
                            "first_day",
                            models.DateField(blank=True, null=True, verbose_name="first day of the term"),
                        ),
                        (
                            "last_day",
                            models.DateField(
                                blank=True,
                                help_text="Empty: not stated.",
                                null=True,
                                verbose_name="last day of the term",
                            ),
                        ),
                        (
                            "sources",
                            models.TextField(
                                blank=True,
                                help_text="One address or reference a line.",
                                verbose_name="sources",
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
                        "verbose_name": "historical agreement",
                        "verbose_name_plural": "historical agreements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True, verbose_name="short name in addresses")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("title_en", models.CharField(max_length=200, verbose_name="title in English")),
                        ("signed_on", models.DateField(verbose_name="signed on")),
                        (
                            "signed_at",
                            models.CharField(blank=True, max_length=80, verbose_name="place of signing"),
                        ),
                        (
                            "signed_at_en",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="place of signing in English"
                            ),
                        ),
                        (
                            "first_day",
                            models.DateField(blank=True, null=True, verbose_name="first day of the term"),
                        ),
                        (
                            "last_day",
                            models.DateField(
                                blank=True,
                                help_text="Empty: not stated.",
                                null=True,
                                verbose_name="last day of the term",
                            ),
                        ),
                        (
                            "sources",
                            models.TextField(
                                blank=True,
                                help_text="One address or reference a line.",
                                verbose_name="sources",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agreement",
                        "verbose_name_plural": "agreements",
                        "ordering": ["signed_on", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_day__isnull", True),
                                    ("first_day__isnull", True),
                                    ("last_day__gte", models.F("first_day")),
                                    _connector="OR",
                                ),
                                name="agreement_term_in_order",
                                violation_error_message="The last day lies before the first.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAgreementPart",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("title_en", models.CharField(max_length=200, verbose_name="title in English")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "description_en",
                            models.TextField(blank=True, verbose_name="description in English"),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.agreement",
                                verbose_name="agreement",
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
                        "verbose_name": "historical part of an agreement",
                        "verbose_name_plural": "historical parts of an agreement",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AgreementPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="partnership.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("title_en", models.CharField(max_length=200, verbose_name="title in English")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "description_en",
                            models.TextField(blank=True, verbose_name="description in English"),
                        ),
                    ],
                    options={
                        "verbose_name": "part of an agreement",
                        "verbose_name_plural": "parts of an agreement",
                        "ordering": ["agreement_id", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "number"), name="agreement_part_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="partnership.agreementpart",
                                verbose_name="part",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="partnership.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        ("signatory", models.CharField(blank=True, max_length=40, verbose_name="signatory")),
                        (
                            "signatory_en",
                            models.CharField(blank=True, max_length=80, verbose_name="signatory in English"),
                        ),
                        ("post", models.CharField(blank=True, max_length=80, verbose_name="post")),
                        (
                            "post_en",
                            models.CharField(blank=True, max_length=160, verbose_name="post in English"),
                        ),
                    ],
                    options={
                        "verbose_name": "signature",
                        "verbose_name_plural": "signatures",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("part", "organisation"), name="signature_once_a_part"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCooperationArea",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("title", models.CharField(max_length=80, verbose_name="title")),
                        ("title_en", models.CharField(max_length=160, verbose_name="title in English")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("exhibitions", "exhibitions and products"),
                                    ("activities", "activities"),
                                    ("exchange", "academic exchange"),
                                    ("literature", "literature"),
                                    ("digital", "digital resources"),
                                    ("technology", "information technology"),
                                    ("other", "initiatives alone"),
                                ],
                                default="other",
                                max_length=12,
                                verbose_name="its records",
                            ),
                        ),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "description_en",
                            models.TextField(blank=True, verbose_name="description in English"),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.agreementpart",
                                verbose_name="part",
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
                        "verbose_name": "historical area of cooperation",
                        "verbose_name_plural": "historical areas of cooperation",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CooperationArea",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="areas",
                                to="partnership.agreementpart",
                                verbose_name="part",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("title", models.CharField(max_length=80, verbose_name="title")),
                        ("title_en", models.CharField(max_length=160, verbose_name="title in English")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("exhibitions", "exhibitions and products"),
                                    ("activities", "activities"),
                                    ("exchange", "academic exchange"),
                                    ("literature", "literature"),
                                    ("digital", "digital resources"),
                                    ("technology", "information technology"),
                                    ("other", "initiatives alone"),
                                ],
                                default="other",
                                max_length=12,
                                verbose_name="its records",
                            ),
                        ),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "description_en",
                            models.TextField(blank=True, verbose_name="description in English"),
                        ),
                    ],
                    options={
                        "verbose_name": "area of cooperation",
                        "verbose_name_plural": "areas of cooperation",
                        "ordering": ["part_id", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("part", "number"), name="cooperation_area_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAgreementDocument",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "media",
                            models.CharField(
                                blank=True,
                                choices=[("", "link"), ("pdf", "PDF"), ("jpg", "image")],
                                editable=False,
                                max_length=3,
                                verbose_name="kind of file",
                            ),
                        ),
                        (
                            "digest",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="digest"
                            ),
                        ),
                        (
                            "size",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="size in bytes"
                            ),
                        ),
                        ("public", models.BooleanField(default=False, verbose_name="anyone may read it")),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.agreement",
                                verbose_name="agreement",
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
                        "verbose_name": "historical document of an agreement",
                        "verbose_name_plural": "historical documents of agreements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AgreementDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "media",
                            models.CharField(
                                blank=True,
                                choices=[("", "link"), ("pdf", "PDF"), ("jpg", "image")],
                                editable=False,
                                max_length=3,
                                verbose_name="kind of file",
                            ),
                        ),
                        (
                            "digest",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="digest"
                            ),
                        ),
                        (
                            "size",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="size in bytes"
                            ),
                        ),
                        ("public", models.BooleanField(default=False, verbose_name="anyone may read it")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="partnership.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "document of an agreement",
                        "verbose_name_plural": "documents of agreements",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)),
                                name="agreementdocument_revision_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("address", ""),
                                        models.Q(("digest", ""), _negated=True),
                                        models.Q(("media", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("address", ""), _negated=True),
                                        ("digest", ""),
                                        ("media", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreementdocument_is_a_file_or_a_link",
                                violation_error_message="Choose a file, or give an address: one of the two.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalBackgroundFact",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("text", models.CharField(max_length=300, verbose_name="statement")),
                        (
                            "text_en",
                            models.CharField(blank=True, max_length=500, verbose_name="statement in English"),
                        ),
                        ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                        (
                            "source_en",
                            models.CharField(blank=True, max_length=300, verbose_name="source in English"),
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
                        "verbose_name": "historical background fact",
                        "verbose_name_plural": "historical background facts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="BackgroundFact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("text", models.CharField(max_length=300, verbose_name="statement")),
                        (
                            "text_en",
                            models.CharField(blank=True, max_length=500, verbose_name="statement in English"),
                        ),
                        ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                        (
                            "source_en",
                            models.CharField(blank=True, max_length=300, verbose_name="source in English"),
                        ),
                    ],
                    options={
                        "verbose_name": "background fact",
                        "verbose_name_plural": "background facts",
                        "ordering": ["position", "id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)),
                                name="backgroundfact_revision_positive",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCampaign",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        ("slug", models.SlugField(verbose_name="short name in addresses")),
                        (
                            "usual_time",
                            models.CharField(blank=True, max_length=80, verbose_name="when, as a rule"),
                        ),
                        (
                            "usual_time_en",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="when, as a rule, in English"
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
                        "verbose_name": "historical campaign",
                        "verbose_name_plural": "historical campaigns",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Campaign",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True, verbose_name="short name in addresses")),
                        (
                            "usual_time",
                            models.CharField(blank=True, max_length=80, verbose_name="when, as a rule"),
                        ),
                        (
                            "usual_time_en",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="when, as a rule, in English"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "campaign",
                        "verbose_name_plural": "campaigns",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="campaign_revision_positive"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCampaignEdition",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(help_text="Inclusive.", verbose_name="last day")),
                        ("theme", models.CharField(blank=True, max_length=120, verbose_name="theme")),
                        (
                            "theme_en",
                            models.CharField(blank=True, max_length=200, verbose_name="theme in English"),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.campaign",
                                verbose_name="campaign",
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
                        "verbose_name": "historical edition of a campaign",
                        "verbose_name_plural": "historical editions of campaigns",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CampaignEdition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="editions",
                                to="partnership.campaign",
                                verbose_name="campaign",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(help_text="Inclusive.", verbose_name="last day")),
                        ("theme", models.CharField(blank=True, max_length=120, verbose_name="theme")),
                        (
                            "theme_en",
                            models.CharField(blank=True, max_length=200, verbose_name="theme in English"),
                        ),
                    ],
                    options={
                        "verbose_name": "edition of a campaign",
                        "verbose_name_plural": "editions of campaigns",
                        "ordering": ["-year", "id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)),
                                name="campaignedition_revision_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="campaign_edition_days_in_order",
                                violation_error_message="The last day lies before the first.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("demonstration", False), ("removed_at__isnull", True)),
                                fields=("campaign", "year"),
                                name="campaign_edition_once_a_year",
                                violation_error_message="This campaign has an edition in that year already; change that one.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProgramme",
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
                        ("short_name", models.CharField(max_length=20, verbose_name="short name")),
                        (
                            "short_name_en",
                            models.CharField(max_length=40, verbose_name="short name in English"),
                        ),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(help_text="Inclusive.", verbose_name="last day")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "note_en",
                            models.CharField(blank=True, max_length=300, verbose_name="note in English"),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.agreementpart",
                                verbose_name="under",
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
                        "verbose_name": "historical programme",
                        "verbose_name_plural": "historical programmes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Programme",
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
                        ("short_name", models.CharField(max_length=20, verbose_name="short name")),
                        (
                            "short_name_en",
                            models.CharField(max_length=40, verbose_name="short name in English"),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="programmes",
                                to="partnership.agreementpart",
                                verbose_name="under",
                            ),
                        ),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(help_text="Inclusive.", verbose_name="last day")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "note_en",
                            models.CharField(blank=True, max_length=300, verbose_name="note in English"),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                    ],
                    options={
                        "verbose_name": "programme",
                        "verbose_name_plural": "programmes",
                        "ordering": ["-first_day", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="programme_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTarget",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "year",
                            models.SmallIntegerField(
                                blank=True,
                                help_text="Empty: the whole programme.",
                                null=True,
                                verbose_name="year",
                            ),
                        ),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    ("libraries", "distinct county libraries"),
                                    ("provinces", "distinct provinces"),
                                ],
                                max_length=20,
                                verbose_name="measure",
                            ),
                        ),
                        ("value", models.PositiveIntegerField(verbose_name="value")),
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
                        "verbose_name": "historical target",
                        "verbose_name_plural": "historical targets",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Target",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="targets",
                                to="partnership.programme",
                                verbose_name="programme",
                            ),
                        ),
                        (
                            "year",
                            models.SmallIntegerField(
                                blank=True,
                                help_text="Empty: the whole programme.",
                                null=True,
                                verbose_name="year",
                            ),
                        ),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    ("libraries", "distinct county libraries"),
                                    ("provinces", "distinct provinces"),
                                ],
                                max_length=20,
                                verbose_name="measure",
                            ),
                        ),
                        ("value", models.PositiveIntegerField(verbose_name="value")),
                    ],
                    options={
                        "verbose_name": "target",
                        "verbose_name_plural": "targets",
                        "ordering": ["programme_id", "year", "measure"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("year__isnull", True)),
                                fields=("programme", "measure"),
                                name="target_once_a_programme",
                            ),
                            models.UniqueConstraint(
                                fields=("programme", "year", "measure"), name="target_once_a_year"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gt", 0)), name="target_is_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("measure__in", ["libraries", "provinces"])),
                                name="target_measure_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalInitiative",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("preparing", "in preparation"),
                                    ("trial", "on trial"),
                                    ("running", "running"),
                                    ("completed", "completed"),
                                    ("stopped", "stopped"),
                                ],
                                default="preparing",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("first_day", models.DateField(blank=True, null=True, verbose_name="first day")),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
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
                        "verbose_name": "historical initiative",
                        "verbose_name_plural": "historical initiatives",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Initiative",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="initiatives",
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("preparing", "in preparation"),
                                    ("trial", "on trial"),
                                    ("running", "running"),
                                    ("completed", "completed"),
                                    ("stopped", "stopped"),
                                ],
                                default="preparing",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("first_day", models.DateField(blank=True, null=True, verbose_name="first day")),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                    ],
                    options={
                        "verbose_name": "initiative",
                        "verbose_name_plural": "initiatives",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="initiative_revision_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True),
                                name="initiative_has_a_title",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_day__isnull", True),
                                    ("first_day__isnull", True),
                                    ("last_day__gte", models.F("first_day")),
                                    _connector="OR",
                                ),
                                name="initiative_days_in_order",
                                violation_error_message="The last day lies before the first.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalResponsibleUnit",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="department or post")),
                        (
                            "name_en",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="department or post in English"
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.organisation",
                                verbose_name="institution",
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
                        "verbose_name": "historical responsible unit",
                        "verbose_name_plural": "historical responsible units",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ResponsibleUnit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="units",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="units",
                                to="partnership.organisation",
                                verbose_name="institution",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="department or post")),
                        (
                            "name_en",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="department or post in English"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "responsible unit",
                        "verbose_name_plural": "responsible units",
                        "ordering": ["organisation_id", "id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)),
                                name="responsibleunit_revision_positive",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at__isnull", True)),
                                fields=("initiative", "organisation"),
                                name="responsible_unit_once",
                                violation_error_message="This institution has a responsible unit already; change that one.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMilestone",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        ("due_on", models.DateField(verbose_name="due on")),
                        ("reached_on", models.DateField(blank=True, null=True, verbose_name="reached on")),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.initiative",
                                verbose_name="initiative",
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
                        "verbose_name": "historical milestone",
                        "verbose_name_plural": "historical milestones",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Milestone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        ("due_on", models.DateField(verbose_name="due on")),
                        ("reached_on", models.DateField(blank=True, null=True, verbose_name="reached on")),
                    ],
                    options={
                        "verbose_name": "milestone",
                        "verbose_name_plural": "milestones",
                        "ordering": ["due_on", "id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="milestone_revision_positive"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalIndicator",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "counts",
                            models.CharField(
                                choices=[
                                    ("outputs", "outputs entered for this indicator"),
                                    ("exhibitions", "joint exhibitions opened"),
                                    ("products", "featured products released"),
                                    ("activities", "activities held"),
                                    ("activity_attendance", "attendance of activities"),
                                    ("exchanges", "academic exchanges held"),
                                    ("holdings", "shared holdings (items)"),
                                    ("publications", "joint publications"),
                                    ("resources", "digital resources shared"),
                                    ("resource_uses", "uses of digital resources"),
                                    ("libraries", "distinct county libraries covered by a programme"),
                                    ("exhibition_visits", "verified visits of a programme"),
                                    ("event_attendance", "verified event attendance of a programme"),
                                ],
                                default="outputs",
                                max_length=20,
                                verbose_name="what is counted",
                            ),
                        ),
                        ("unit", models.CharField(max_length=20, verbose_name="unit")),
                        (
                            "unit_en",
                            models.CharField(blank=True, max_length=40, verbose_name="unit in English"),
                        ),
                        ("target", models.PositiveIntegerField(blank=True, null=True, verbose_name="target")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="to be reached by")),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Only for what is counted of a programme.",
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
                        "verbose_name": "historical indicator",
                        "verbose_name_plural": "historical indicators",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Indicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="indicators",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "counts",
                            models.CharField(
                                choices=[
                                    ("outputs", "outputs entered for this indicator"),
                                    ("exhibitions", "joint exhibitions opened"),
                                    ("products", "featured products released"),
                                    ("activities", "activities held"),
                                    ("activity_attendance", "attendance of activities"),
                                    ("exchanges", "academic exchanges held"),
                                    ("holdings", "shared holdings (items)"),
                                    ("publications", "joint publications"),
                                    ("resources", "digital resources shared"),
                                    ("resource_uses", "uses of digital resources"),
                                    ("libraries", "distinct county libraries covered by a programme"),
                                    ("exhibition_visits", "verified visits of a programme"),
                                    ("event_attendance", "verified event attendance of a programme"),
                                ],
                                default="outputs",
                                max_length=20,
                                verbose_name="what is counted",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                help_text="Only for what is counted of a programme.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="indicators",
                                to="partnership.programme",
                                verbose_name="programme",
                            ),
                        ),
                        ("unit", models.CharField(max_length=20, verbose_name="unit")),
                        (
                            "unit_en",
                            models.CharField(blank=True, max_length=40, verbose_name="unit in English"),
                        ),
                        ("target", models.PositiveIntegerField(blank=True, null=True, verbose_name="target")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="to be reached by")),
                    ],
                    options={
                        "verbose_name": "indicator",
                        "verbose_name_plural": "indicators",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="indicator_revision_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "counts__in",
                                            ["libraries", "exhibition_visits", "event_attendance"],
                                        ),
                                        ("programme__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(
                                            (
                                                "counts__in",
                                                ["libraries", "exhibition_visits", "event_attendance"],
                                            ),
                                            _negated=True,
                                        ),
                                        ("programme__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="indicator_programme_where_it_counts_one",
                                violation_error_message="Choose the programme for what is counted of one, and none for everything else.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("target__isnull", True), ("target__gt", 0), _connector="OR"
                                ),
                                name="indicator_target_is_positive",
                                violation_error_message="A target is at least 1; leave it empty while it is open.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOutput",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "quantity",
                            models.PositiveIntegerField(
                                default=1, help_text="In the unit of its indicator.", verbose_name="quantity"
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.indicator",
                                verbose_name="indicator that counts it",
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
                        "verbose_name": "historical output",
                        "verbose_name_plural": "historical outputs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Output",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outputs",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outputs",
                                to="partnership.indicator",
                                verbose_name="indicator that counts it",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "quantity",
                            models.PositiveIntegerField(
                                default=1, help_text="In the unit of its indicator.", verbose_name="quantity"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "output",
                        "verbose_name_plural": "outputs",
                        "ordering": ["-day", "-id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="output_revision_positive"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEvidence",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "media",
                            models.CharField(
                                blank=True,
                                choices=[("", "link"), ("pdf", "PDF"), ("jpg", "image")],
                                editable=False,
                                max_length=3,
                                verbose_name="kind of file",
                            ),
                        ),
                        (
                            "digest",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="digest"
                            ),
                        ),
                        (
                            "size",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="size in bytes"
                            ),
                        ),
                        ("public", models.BooleanField(default=False, verbose_name="anyone may read it")),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "output",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.output",
                                verbose_name="output",
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
                        "verbose_name": "historical evidence",
                        "verbose_name_plural": "historical evidence",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Evidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "media",
                            models.CharField(
                                blank=True,
                                choices=[("", "link"), ("pdf", "PDF"), ("jpg", "image")],
                                editable=False,
                                max_length=3,
                                verbose_name="kind of file",
                            ),
                        ),
                        (
                            "digest",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="digest"
                            ),
                        ),
                        (
                            "size",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="size in bytes"
                            ),
                        ),
                        ("public", models.BooleanField(default=False, verbose_name="anyone may read it")),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "output",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="partnership.output",
                                verbose_name="output",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "evidence",
                        "verbose_name_plural": "evidence",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="evidence_revision_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("address", ""),
                                        models.Q(("digest", ""), _negated=True),
                                        models.Q(("media", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("address", ""), _negated=True),
                                        ("digest", ""),
                                        ("media", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="evidence_is_a_file_or_a_link",
                                violation_error_message="Choose a file, or give an address: one of the two.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPublication",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="book title")),
                        (
                            "authors",
                            models.CharField(
                                blank=True,
                                help_text="Several are set apart by commas.",
                                max_length=300,
                                verbose_name="authors",
                            ),
                        ),
                        ("publisher", models.CharField(blank=True, max_length=120, verbose_name="publisher")),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1000),
                                    django.core.validators.MaxValueValidator(2999),
                                ],
                                verbose_name="year of publication",
                            ),
                        ),
                        ("isbn", models.CharField(blank=True, max_length=20, verbose_name="ISBN")),
                        (
                            "language",
                            models.CharField(
                                choices=[
                                    ("zh", "Chinese"),
                                    ("en", "English"),
                                    ("bo", "Tibetan"),
                                    ("ug", "Uyghur"),
                                    ("mn", "Mongolian"),
                                    ("kk", "Kazakh"),
                                    ("ko", "Korean"),
                                    ("other", "another language"),
                                ],
                                default="zh",
                                max_length=5,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why it is recommended"
                            ),
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
                        "verbose_name": "historical publication",
                        "verbose_name_plural": "historical publications",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Publication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="book title")),
                        (
                            "authors",
                            models.CharField(
                                blank=True,
                                help_text="Several are set apart by commas.",
                                max_length=300,
                                verbose_name="authors",
                            ),
                        ),
                        ("publisher", models.CharField(blank=True, max_length=120, verbose_name="publisher")),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1000),
                                    django.core.validators.MaxValueValidator(2999),
                                ],
                                verbose_name="year of publication",
                            ),
                        ),
                        ("isbn", models.CharField(blank=True, max_length=20, verbose_name="ISBN")),
                        (
                            "language",
                            models.CharField(
                                choices=[
                                    ("zh", "Chinese"),
                                    ("en", "English"),
                                    ("bo", "Tibetan"),
                                    ("ug", "Uyghur"),
                                    ("mn", "Mongolian"),
                                    ("kk", "Kazakh"),
                                    ("ko", "Korean"),
                                    ("other", "another language"),
                                ],
                                default="zh",
                                max_length=5,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why it is recommended"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                    ],
                    options={
                        "verbose_name": "publication",
                        "verbose_name_plural": "publications",
                        "ordering": ["title", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("isbn", ""), _negated=True),
                                fields=("isbn",),
                                name="publication_isbn_once",
                                violation_error_message="There is a publication of this ISBN already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True),
                                name="publication_has_a_title",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("year__isnull", True),
                                    models.Q(("year__gte", 1000), ("year__lte", 2999)),
                                    _connector="OR",
                                ),
                                name="publication_year_of_four_digits",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalJointExhibition",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                        (
                            "place_en",
                            models.CharField(blank=True, max_length=200, verbose_name="place in English"),
                        ),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
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
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.campaign",
                                verbose_name="campaign",
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
                        "verbose_name": "historical joint exhibition",
                        "verbose_name_plural": "historical joint exhibitions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="JointExhibition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.organisation",
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.campaign",
                                verbose_name="campaign",
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                        (
                            "place_en",
                            models.CharField(blank=True, max_length=200, verbose_name="place in English"),
                        ),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                    ],
                    options={
                        "verbose_name": "joint exhibition",
                        "verbose_name_plural": "joint exhibitions",
                        "ordering": ["-first_day", "-id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)),
                                name="jointexhibition_revision_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_day__isnull", True),
                                    ("first_day__isnull", True),
                                    ("last_day__gte", models.F("first_day")),
                                    _connector="OR",
                                ),
                                name="joint_exhibition_days_in_order",
                                violation_error_message="The last day lies before the first.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProduct",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("teaching_kit", "teaching kit"),
                                    ("cultural", "cultural and creative product"),
                                    ("print", "printed matter"),
                                    ("service", "service"),
                                    ("other", "other"),
                                ],
                                default="teaching_kit",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("released_on", models.DateField(blank=True, null=True, verbose_name="released on")),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
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
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.campaign",
                                verbose_name="campaign",
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
                        "verbose_name": "historical featured product",
                        "verbose_name_plural": "historical featured products",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Product",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.organisation",
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.campaign",
                                verbose_name="campaign",
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("teaching_kit", "teaching kit"),
                                    ("cultural", "cultural and creative product"),
                                    ("print", "printed matter"),
                                    ("service", "service"),
                                    ("other", "other"),
                                ],
                                default="teaching_kit",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("released_on", models.DateField(blank=True, null=True, verbose_name="released on")),
                    ],
                    options={
                        "verbose_name": "featured product",
                        "verbose_name_plural": "featured products",
                        "ordering": ["-released_on", "-id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="product_revision_positive"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalActivity",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("lecture", "lecture"),
                                    ("summer_camp", "youth summer camp"),
                                    ("campus", "themed science education on campus"),
                                    ("community", "themed science education in the community"),
                                    ("other", "other"),
                                ],
                                default="lecture",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "last_day",
                            models.DateField(
                                blank=True,
                                help_text="Only if it is longer.",
                                null=True,
                                verbose_name="last day",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                        (
                            "place_en",
                            models.CharField(blank=True, max_length=200, verbose_name="place in English"),
                        ),
                        ("cancelled", models.BooleanField(default=False, verbose_name="did not take place")),
                        (
                            "registered",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="A number only; keep names elsewhere.",
                                null=True,
                                verbose_name="registrations",
                            ),
                        ),
                        (
                            "attended",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="Who came, in person-times. Nobody came: 0.",
                                null=True,
                                verbose_name="attendance",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("counted", "counted"),
                                    ("sampled", "sampled"),
                                    ("estimated", "estimated"),
                                ],
                                max_length=10,
                                verbose_name="basis of the attendance",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
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
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.campaign",
                                verbose_name="campaign",
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
                        "verbose_name": "historical activity",
                        "verbose_name_plural": "historical activities",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Activity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.organisation",
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.campaign",
                                verbose_name="campaign",
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("lecture", "lecture"),
                                    ("summer_camp", "youth summer camp"),
                                    ("campus", "themed science education on campus"),
                                    ("community", "themed science education in the community"),
                                    ("other", "other"),
                                ],
                                default="lecture",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "last_day",
                            models.DateField(
                                blank=True,
                                help_text="Only if it is longer.",
                                null=True,
                                verbose_name="last day",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                        (
                            "place_en",
                            models.CharField(blank=True, max_length=200, verbose_name="place in English"),
                        ),
                        ("cancelled", models.BooleanField(default=False, verbose_name="did not take place")),
                        (
                            "registered",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="A number only; keep names elsewhere.",
                                null=True,
                                verbose_name="registrations",
                            ),
                        ),
                        (
                            "attended",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="Who came, in person-times. Nobody came: 0.",
                                null=True,
                                verbose_name="attendance",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("counted", "counted"),
                                    ("sampled", "sampled"),
                                    ("estimated", "estimated"),
                                ],
                                max_length=10,
                                verbose_name="basis of the attendance",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "activity",
                        "verbose_name_plural": "activities",
                        "ordering": ["-day", "-id"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["day"], name="activity_day")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="activity_revision_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_day__isnull", True),
                                    ("last_day__gte", models.F("day")),
                                    _connector="OR",
                                ),
                                name="activity_days_in_order",
                                violation_error_message="The last day lies before the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("attended__isnull", True), ("basis", "")),
                                    models.Q(
                                        ("attended__isnull", False), models.Q(("basis", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="activity_attendance_has_a_basis",
                                violation_error_message="Say how the attendance is known, or leave both empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cancelled", False), ("attended__isnull", True), _connector="OR"
                                ),
                                name="activity_cancelled_has_no_attendance",
                                violation_error_message="What did not take place has no attendance.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalExchange",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("forum", "forum"),
                                    ("research", "joint research"),
                                    ("training", "training of staff"),
                                ],
                                default="forum",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                        (
                            "place_en",
                            models.CharField(blank=True, max_length=200, verbose_name="place in English"),
                        ),
                        (
                            "participants",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="People, a number only.",
                                null=True,
                                verbose_name="participants",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
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
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.campaign",
                                verbose_name="campaign",
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
                        "verbose_name": "historical academic exchange",
                        "verbose_name_plural": "historical academic exchanges",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Exchange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.organisation",
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.campaign",
                                verbose_name="campaign",
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("forum", "forum"),
                                    ("research", "joint research"),
                                    ("training", "training of staff"),
                                ],
                                default="forum",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                        (
                            "place_en",
                            models.CharField(blank=True, max_length=200, verbose_name="place in English"),
                        ),
                        (
                            "participants",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="People, a number only.",
                                null=True,
                                verbose_name="participants",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "academic exchange",
                        "verbose_name_plural": "academic exchanges",
                        "ordering": ["-first_day", "-id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="exchange_revision_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_day__isnull", True),
                                    ("first_day__isnull", True),
                                    ("last_day__gte", models.F("first_day")),
                                    _connector="OR",
                                ),
                                name="exchange_days_in_order",
                                violation_error_message="The last day lies before the first.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSharedHolding",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "items",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of items"
                            ),
                        ),
                        ("rights", models.CharField(blank=True, max_length=200, verbose_name="terms of use")),
                        (
                            "rights_en",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="terms of use in English"
                            ),
                        ),
                        ("shared_on", models.DateField(blank=True, null=True, verbose_name="shared since")),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
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
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.campaign",
                                verbose_name="campaign",
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
                        "verbose_name": "historical shared holding",
                        "verbose_name_plural": "historical shared holdings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SharedHolding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.organisation",
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.campaign",
                                verbose_name="campaign",
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "items",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of items"
                            ),
                        ),
                        ("rights", models.CharField(blank=True, max_length=200, verbose_name="terms of use")),
                        (
                            "rights_en",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="terms of use in English"
                            ),
                        ),
                        ("shared_on", models.DateField(blank=True, null=True, verbose_name="shared since")),
                    ],
                    options={
                        "verbose_name": "shared holding",
                        "verbose_name_plural": "shared holdings",
                        "ordering": ["title", "id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)),
                                name="sharedholding_revision_positive",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalJointPublication",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, max_length=200, verbose_name="who contributed what"),
                        ),
                        (
                            "note_en",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="who contributed what, in English"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
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
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.publication",
                                verbose_name="publication",
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
                        "verbose_name": "historical joint publication",
                        "verbose_name_plural": "historical joint publications",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="JointPublication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joint_publications",
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joint_publications",
                                to="partnership.organisation",
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joint_publications",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joint_publications",
                                to="partnership.publication",
                                verbose_name="publication",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, max_length=200, verbose_name="who contributed what"),
                        ),
                        (
                            "note_en",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="who contributed what, in English"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "joint publication",
                        "verbose_name_plural": "joint publications",
                        "ordering": ["-publication__year", "id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)),
                                name="jointpublication_revision_positive",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at__isnull", True)),
                                fields=("area", "publication"),
                                name="joint_publication_once",
                                violation_error_message="This publication is listed already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDigitalResource",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("video", "video"),
                                    ("online_exhibition", "online exhibition"),
                                    ("ar", "AR"),
                                    ("vr", "VR"),
                                    ("3d", "3-D model"),
                                    ("course", "course"),
                                ],
                                default="video",
                                max_length=20,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "rights",
                            models.CharField(
                                help_text="Who may use it, and for what.",
                                max_length=200,
                                verbose_name="rights",
                            ),
                        ),
                        (
                            "rights_en",
                            models.CharField(blank=True, max_length=300, verbose_name="rights in English"),
                        ),
                        ("shared_on", models.DateField(blank=True, null=True, verbose_name="shared since")),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
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
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.campaign",
                                verbose_name="campaign",
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
                        "verbose_name": "historical digital resource",
                        "verbose_name_plural": "historical digital resources",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="DigitalResource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                        ),
                        (
                            "description",
                            models.TextField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "description_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="description in English"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.organisation",
                                verbose_name="kept by",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="partnership.campaign",
                                verbose_name="campaign",
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=300, verbose_name="address on the web"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("video", "video"),
                                    ("online_exhibition", "online exhibition"),
                                    ("ar", "AR"),
                                    ("vr", "VR"),
                                    ("3d", "3-D model"),
                                    ("course", "course"),
                                ],
                                default="video",
                                max_length=20,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "rights",
                            models.CharField(
                                help_text="Who may use it, and for what.",
                                max_length=200,
                                verbose_name="rights",
                            ),
                        ),
                        (
                            "rights_en",
                            models.CharField(blank=True, max_length=300, verbose_name="rights in English"),
                        ),
                        ("shared_on", models.DateField(blank=True, null=True, verbose_name="shared since")),
                    ],
                    options={
                        "verbose_name": "digital resource",
                        "verbose_name_plural": "digital resources",
                        "ordering": ["title", "id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)),
                                name="digitalresource_revision_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("address", ""), _negated=True),
                                name="digital_resource_has_an_address",
                                violation_error_message="Give the address of the resource.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LinkHealth",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "resource",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="health",
                                to="partnership.digitalresource",
                                verbose_name="digital resource",
                            ),
                        ),
                        ("address", models.URLField(max_length=300, verbose_name="address on the web")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("ok", "works"),
                                    ("moved", "leads elsewhere"),
                                    ("broken", "does not work"),
                                    ("refused", "not looked at: no public address"),
                                ],
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "detail",
                            models.CharField(blank=True, max_length=200, verbose_name="what was found"),
                        ),
                        ("checked_at", models.DateTimeField(verbose_name="looked at")),
                        ("failing_since", models.DateTimeField(null=True, verbose_name="failing since")),
                    ],
                    options={
                        "verbose_name": "health of a link",
                        "verbose_name_plural": "health of links",
                        "ordering": ["checked_at"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalResourceUse",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("month", models.DateField(help_text="Any day of the month.", verbose_name="month")),
                        ("number", models.PositiveIntegerField(verbose_name="uses")),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("counted", "counted"),
                                    ("sampled", "sampled"),
                                    ("estimated", "estimated"),
                                ],
                                default="counted",
                                max_length=10,
                                verbose_name="basis",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.digitalresource",
                                verbose_name="digital resource",
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
                        "verbose_name": "historical uses of a resource",
                        "verbose_name_plural": "historical uses of resources",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ResourceUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uses",
                                to="partnership.digitalresource",
                                verbose_name="digital resource",
                            ),
                        ),
                        ("month", models.DateField(help_text="Any day of the month.", verbose_name="month")),
                        ("number", models.PositiveIntegerField(verbose_name="uses")),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("counted", "counted"),
                                    ("sampled", "sampled"),
                                    ("estimated", "estimated"),
                                ],
                                default="counted",
                                max_length=10,
                                verbose_name="basis",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "uses of a resource",
                        "verbose_name_plural": "uses of resources",
                        "ordering": ["-month", "id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="resourceuse_revision_positive"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at__isnull", True)),
                                fields=("resource", "month"),
                                name="resource_use_once_a_month",
                                violation_error_message="This month has a number already; change that one.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResourceOpening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="openings",
                                to="partnership.digitalresource",
                                verbose_name="digital resource",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        ("number", models.PositiveIntegerField(default=0, verbose_name="openings")),
                    ],
                    options={
                        "verbose_name": "openings of a resource",
                        "verbose_name_plural": "openings of resources",
                        "ordering": ["-day", "resource_id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("resource", "day"), name="resource_opening_once_a_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWorkPlan",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        (
                            "aim",
                            models.TextField(blank=True, max_length=2000, verbose_name="aim of the year"),
                        ),
                        (
                            "aim_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="aim of the year in English"
                            ),
                        ),
                        (
                            "review",
                            models.TextField(
                                blank=True,
                                help_text="Written after the year.",
                                max_length=4000,
                                verbose_name="review of the year",
                            ),
                        ),
                        (
                            "review_en",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="review of the year in English"
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.agreement",
                                verbose_name="agreement",
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
                        "verbose_name": "historical work plan",
                        "verbose_name_plural": "historical work plans",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WorkPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="work_plans",
                                to="partnership.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        (
                            "aim",
                            models.TextField(blank=True, max_length=2000, verbose_name="aim of the year"),
                        ),
                        (
                            "aim_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="aim of the year in English"
                            ),
                        ),
                        (
                            "review",
                            models.TextField(
                                blank=True,
                                help_text="Written after the year.",
                                max_length=4000,
                                verbose_name="review of the year",
                            ),
                        ),
                        (
                            "review_en",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="review of the year in English"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "work plan",
                        "verbose_name_plural": "work plans",
                        "ordering": ["-year", "id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)), name="workplan_revision_positive"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("demonstration", False), ("removed_at__isnull", True)),
                                fields=("agreement", "year"),
                                name="work_plan_once_a_year",
                                violation_error_message="There is a plan of this year already; change that one.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("year__gte", 2000), ("year__lte", 2100)),
                                name="work_plan_year_of_this_century",
                                violation_error_message="Write the year with four digits, like 2026.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWorkPlanItem",
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="what is to be done")),
                        (
                            "title_en",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="what is to be done, in English"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="due on")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not reviewed yet"),
                                    ("done", "done"),
                                    ("partly", "done in part"),
                                    ("not_done", "not done"),
                                ],
                                max_length=8,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "remark",
                            models.CharField(blank=True, max_length=300, verbose_name="what became of it"),
                        ),
                        (
                            "remark_en",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="what became of it, in English"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.workplan",
                                verbose_name="work plan",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Its indicators stand beside the item, as they are derived.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.organisation",
                                verbose_name="responsible",
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
                        "verbose_name": "historical item of a work plan",
                        "verbose_name_plural": "historical items of work plans",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WorkPlanItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="taken away at"
                            ),
                        ),
                        (
                            "demonstration",
                            models.BooleanField(default=False, editable=False, verbose_name="demonstration"),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="partnership.workplan",
                                verbose_name="work plan",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_items",
                                to="partnership.cooperationarea",
                                verbose_name="area of cooperation",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                help_text="Its indicators stand beside the item, as they are derived.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_items",
                                to="partnership.initiative",
                                verbose_name="initiative",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_items",
                                to="partnership.organisation",
                                verbose_name="responsible",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="what is to be done")),
                        (
                            "title_en",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="what is to be done, in English"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="due on")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not reviewed yet"),
                                    ("done", "done"),
                                    ("partly", "done in part"),
                                    ("not_done", "not done"),
                                ],
                                max_length=8,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "remark",
                            models.CharField(blank=True, max_length=300, verbose_name="what became of it"),
                        ),
                        (
                            "remark_en",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="what became of it, in English"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "item of a work plan",
                        "verbose_name_plural": "items of work plans",
                        "ordering": ["area_id", "due_on", "id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revision__gte", 1)),
                                name="workplanitem_revision_positive",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
