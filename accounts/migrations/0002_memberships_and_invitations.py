import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from libraries.migration_operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("libraries", "0001_initial"),
        ("partnership", "0001_initial"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="HistoricalMembership",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("librarian", "librarian"),
                                    ("coordinator", "provincial coordinator"),
                                    ("staff", "staff of a partner institution"),
                                    ("partner", "partner (API)"),
                                ],
                                max_length=12,
                                verbose_name="role",
                            ),
                        ),
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
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.organisation",
                                verbose_name="organisation",
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
                        "verbose_name": "historical membership",
                        "verbose_name_plural": "historical memberships",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Membership",
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
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("librarian", "librarian"),
                                    ("coordinator", "provincial coordinator"),
                                    ("staff", "staff of a partner institution"),
                                    ("partner", "partner (API)"),
                                ],
                                max_length=12,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "library",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="libraries.countylibrary",
                                verbose_name="library",
                            ),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="libraries.division",
                                verbose_name="province",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="partnership.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "membership",
                        "verbose_name_plural": "memberships",
                        "ordering": ["user_id", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("division__isnull", True),
                                        ("library__isnull", False),
                                        ("organisation__isnull", True),
                                        ("role", "librarian"),
                                    ),
                                    models.Q(
                                        ("division__isnull", False),
                                        ("library__isnull", True),
                                        ("organisation__isnull", True),
                                        ("role", "coordinator"),
                                    ),
                                    models.Q(
                                        ("division__isnull", True),
                                        ("library__isnull", True),
                                        ("organisation__isnull", False),
                                        ("role", "staff"),
                                    ),
                                    models.Q(
                                        ("library__isnull", True),
                                        ("organisation__isnull", True),
                                        ("role", "partner"),
                                    ),
                                    _connector="OR",
                                ),
                                name="membership_role_has_its_object",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("role", "librarian")),
                                fields=("user", "library"),
                                name="membership_librarian_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("role", "coordinator")),
                                fields=("user", "division"),
                                name="membership_coordinator_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("role", "staff")),
                                fields=("user", "organisation"),
                                name="membership_staff_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("role", "partner")),
                                fields=("user",),
                                name="membership_partner_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalInvitation",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("librarian", "librarian"),
                                    ("coordinator", "provincial coordinator"),
                                    ("staff", "staff of a partner institution"),
                                    ("partner", "partner (API)"),
                                ],
                                max_length=12,
                                verbose_name="role",
                            ),
                        ),
                        ("display_name", models.CharField(max_length=80, verbose_name="for whom")),
                        (
                            "email",
                            models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                        ),
                        ("created_at", models.DateTimeField(blank=True, editable=False)),
                        ("expires_at", models.DateTimeField()),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
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
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnership.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "verbose_name": "historical invitation",
                        "verbose_name_plural": "historical invitations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("librarian", "librarian"),
                                    ("coordinator", "provincial coordinator"),
                                    ("staff", "staff of a partner institution"),
                                    ("partner", "partner (API)"),
                                ],
                                max_length=12,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "library",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="libraries.countylibrary",
                                verbose_name="library",
                            ),
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
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partnership.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        ("display_name", models.CharField(max_length=80, verbose_name="for whom")),
                        (
                            "email",
                            models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations_given",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("expires_at", models.DateTimeField()),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="invitations_accepted",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("division__isnull", True),
                                        ("library__isnull", False),
                                        ("organisation__isnull", True),
                                        ("role", "librarian"),
                                    ),
                                    models.Q(
                                        ("division__isnull", False),
                                        ("library__isnull", True),
                                        ("organisation__isnull", True),
                                        ("role", "coordinator"),
                                    ),
                                    models.Q(
                                        ("division__isnull", True),
                                        ("library__isnull", True),
                                        ("organisation__isnull", False),
                                        ("role", "staff"),
                                    ),
                                    models.Q(
                                        ("library__isnull", True),
                                        ("organisation__isnull", True),
                                        ("role", "partner"),
                                    ),
                                    _connector="OR",
                                ),
                                name="invitation_role_has_its_object",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
