import uuid

import django.db.models.deletion
import django.utils.timezone
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
                    name="PartnerToken",
                    fields=[
                        ("digest", models.CharField(max_length=128, primary_key=True, serialize=False)),
                        (
                            "token_key",
                            models.CharField(
                                db_index=True, max_length=25, verbose_name="beginning of the token"
                            ),
                        ),
                        ("created", models.DateTimeField(auto_now_add=True, verbose_name="made at")),
                        ("expiry", models.DateTimeField(blank=True, null=True, verbose_name="valid until")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="auth_token_set",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="libraries.division",
                                verbose_name="province",
                            ),
                        ),
                        ("may_read_statistics", models.BooleanField(default=True, verbose_name="statistics")),
                        ("may_read_registry", models.BooleanField(default=True, verbose_name="registry")),
                        ("may_read_feed", models.BooleanField(default=True, verbose_name="change feed")),
                        (
                            "last_used_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="last used"),
                        ),
                        ("warned_of", models.DateTimeField(editable=False, null=True)),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made by",
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(null=True, verbose_name="revoked")),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="revoked by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "partner token",
                        "verbose_name_plural": "partner tokens",
                        "abstract": False,
                        "swappable": "KNOX_TOKEN_MODEL",
                    },
                ),
                migrations.CreateModel(
                    name="Export",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        (
                            "token",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.KNOX_TOKEN_MODEL,
                                verbose_name="token",
                            ),
                        ),
                        ("reach", models.CharField(max_length=64, verbose_name="reach")),
                        ("key", models.CharField(blank=True, max_length=64, verbose_name="idempotency key")),
                        ("resource", models.CharField(max_length=40, verbose_name="list")),
                        ("format", models.CharField(max_length=10, verbose_name="format")),
                        ("query", models.JSONField(default=dict, verbose_name="parameters")),
                        ("language", models.CharField(max_length=10, verbose_name="language")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting"),
                                    ("running", "being written"),
                                    ("done", "ready"),
                                    ("failed", "failed"),
                                    ("expired", "no longer kept"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("rows_expected", models.BigIntegerField(null=True, verbose_name="rows expected")),
                        ("rows_written", models.BigIntegerField(default=0, verbose_name="rows written")),
                        ("size", models.BigIntegerField(null=True, verbose_name="size (bytes)")),
                        ("sha256", models.CharField(blank=True, max_length=64, verbose_name="hash")),
                        ("attempts", models.SmallIntegerField(default=0, verbose_name="attempts")),
                        ("error", models.CharField(blank=True, max_length=40, verbose_name="error")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="ordered at"
                            ),
                        ),
                        ("alive_at", models.DateTimeField(null=True, verbose_name="last sign of life")),
                        ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
                        ("expires_at", models.DateTimeField(null=True, verbose_name="kept until")),
                    ],
                    options={
                        "verbose_name": "export",
                        "verbose_name_plural": "exports",
                        "ordering": ["-created_at", "-id"],
                        "indexes": [models.Index(fields=["state", "created_at"], name="export_by_state")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("key", ""), _negated=True),
                                fields=("user", "key"),
                                name="export_once_a_key_and_account",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegistryMark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("type", models.CharField(max_length=20, verbose_name="type")),
                        ("object_id", models.CharField(max_length=80, verbose_name="object")),
                    ],
                    options={
                        "verbose_name": "mark of a registry row",
                        "verbose_name_plural": "marks of registry rows",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWebhookSubscription",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("url", models.CharField(max_length=500, verbose_name="address")),
                        (
                            "types",
                            models.JSONField(blank=True, default=list, verbose_name="types of changes"),
                        ),
                        ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="made")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("active", "active"),
                                    ("paused", "paused"),
                                    ("stopped", "stopped by the portal"),
                                ],
                                default="active",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "stopped_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("failing", "no delivery succeeded for five days"),
                                    ("gone", "the receiver answered that it is gone (410)"),
                                    ("secret_lost", "the portal's key has changed; renew the secret"),
                                ],
                                max_length=12,
                                verbose_name="stopped because",
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
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
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
                                verbose_name="province",
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
                        "verbose_name": "historical webhook",
                        "verbose_name_plural": "historical webhooks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WebhookSubscription",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="webhooks",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("url", models.CharField(max_length=500, verbose_name="address")),
                        (
                            "types",
                            models.JSONField(blank=True, default=list, verbose_name="types of changes"),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="libraries.division",
                                verbose_name="province",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("active", "active"),
                                    ("paused", "paused"),
                                    ("stopped", "stopped by the portal"),
                                ],
                                default="active",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "stopped_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("failing", "no delivery succeeded for five days"),
                                    ("gone", "the receiver answered that it is gone (410)"),
                                    ("secret_lost", "the portal's key has changed; renew the secret"),
                                ],
                                max_length=12,
                                verbose_name="stopped because",
                            ),
                        ),
                        ("reached", models.BigIntegerField(default=0, verbose_name="reached in the feed")),
                        ("served_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "failures",
                            models.PositiveIntegerField(default=0, verbose_name="failures in a row"),
                        ),
                        (
                            "failing_since",
                            models.DateTimeField(blank=True, null=True, verbose_name="failing since"),
                        ),
                        (
                            "held_until",
                            models.DateTimeField(blank=True, null=True, verbose_name="next attempt"),
                        ),
                        ("told_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "webhook",
                        "verbose_name_plural": "webhooks",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("owner", "key"), name="webhook_once_per_form"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "stopped"), models.Q(("stopped_because", ""), _negated=True)
                                    ),
                                    models.Q(
                                        models.Q(("state", "stopped"), _negated=True), ("stopped_because", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="webhook_stopped_for_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WebhookSecret",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "subscription",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="secrets",
                                to="api.webhooksubscription",
                            ),
                        ),
                        ("salt", models.CharField(editable=False, max_length=64)),
                        ("fingerprint", models.CharField(editable=False, max_length=8)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("ends_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subscription", "salt"), name="webhook_secret_once_per_form"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends_at__isnull", True)),
                                fields=("subscription",),
                                name="webhook_has_one_newest_secret",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WebhookDelivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("message", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "subscription",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="api.webhooksubscription",
                                verbose_name="webhook",
                            ),
                        ),
                        ("sequence", models.BigIntegerField(null=True, verbose_name="sequence number")),
                        ("type", models.CharField(max_length=40, verbose_name="type")),
                        ("subject", models.CharField(max_length=110, verbose_name="subject")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting"),
                                    ("delivered", "delivered"),
                                    ("dead", "given up"),
                                    ("withheld", "withheld"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="made at"),
                        ),
                        (
                            "due_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="next attempt"
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("claim", models.UUIDField(editable=False, null=True)),
                        ("claimed_until", models.DateTimeField(editable=False, null=True)),
                        ("last_attempt_at", models.DateTimeField(null=True, verbose_name="last attempt")),
                        ("status", models.PositiveSmallIntegerField(null=True, verbose_name="status")),
                        (
                            "trouble",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("unknown_name", "the name leads to no address"),
                                    ("refused_address", "the name leads to an address that is not public"),
                                    ("connection", "no connection"),
                                    ("tls", "the certificate or TLS failed"),
                                    ("timeout", "no answer in time"),
                                    ("unreadable", "the answer is not HTTP"),
                                    ("redirect", "the answer is a redirect; redirects are not followed"),
                                    ("status", "the answer is not a success"),
                                ],
                                max_length=16,
                                verbose_name="trouble",
                            ),
                        ),
                        ("took", models.PositiveIntegerField(null=True, verbose_name="milliseconds")),
                    ],
                    options={
                        "verbose_name": "delivery",
                        "verbose_name_plural": "deliveries",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["subscription", "due_at"],
                                name="webhook_due",
                            ),
                            models.Index(
                                fields=["subscription", "subject", "sequence"], name="webhook_subject"
                            ),
                            models.Index(fields=["state", "created_at"], name="webhook_old"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subscription", "sequence"), name="webhook_delivery_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPartnerToken",
                    fields=[
                        ("digest", models.CharField(db_index=True, max_length=128)),
                        (
                            "token_key",
                            models.CharField(
                                db_index=True, max_length=25, verbose_name="beginning of the token"
                            ),
                        ),
                        ("created", models.DateTimeField(blank=True, editable=False, verbose_name="made at")),
                        ("expiry", models.DateTimeField(blank=True, null=True, verbose_name="valid until")),
                        ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                        ("may_read_statistics", models.BooleanField(default=True, verbose_name="statistics")),
                        ("may_read_registry", models.BooleanField(default=True, verbose_name="registry")),
                        ("may_read_feed", models.BooleanField(default=True, verbose_name="change feed")),
                        ("revoked_at", models.DateTimeField(null=True, verbose_name="revoked")),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
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
                                verbose_name="province",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made by",
                            ),
                        ),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="revoked by",
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
                        "verbose_name": "historical partner token",
                        "verbose_name_plural": "historical partner tokens",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
    ]
