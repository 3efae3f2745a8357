"""The addresses below `/accounts/`: of django-allauth those pages that the portal offers, and its own.

The names are django-allauth's; its code asks for some that are not offered here: they answer 404 to everyone.
"""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from django.urls import path, re_path

from pages.account import invitations, sessions, views

urlpatterns = [
    path("", views.account, name="account"),
    path("login/", account_views.login, name="account_login"),
    path("logout/", account_views.logout, name="account_logout"),
    path("inactive/", account_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", account_views.reauthenticate, name="account_reauthenticate"),
    path(
        "password/change/",
        views.not_for_demonstration(account_views.password_change),
        name="account_change_password",
    ),
    path("password/reset/", account_views.password_reset, name="account_reset_password"),
    path("password/reset/done/", account_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", views.second_factor, name="mfa_index"),
    path("2fa/authenticate/", factor_views.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path(
        "2fa/totp/activate/",
        views.not_for_demonstration(totp_views.activate_totp),
        name="mfa_activate_totp",
    ),
    path("2fa/totp/deactivate/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", code_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/", code_views.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/<int:session_id>/end/", sessions.end, name="session_end"),
    path("sessions/end-others/", sessions.end_others, name="sessions_end_others"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<int:invitation_id>/renew/", invitations.renew, name="invitation_renew"),
    path("invitations/<int:invitation_id>/revoke/", invitations.revoke, name="invitation_revoke"),
    path("invited/<str:secret>/", invitations.invited, name="invited"),
    path("signup/", views.not_offered, name="account_signup"),
    path("email/", views.not_offered, name="account_email"),
    path("confirm-email/", views.not_offered, name="account_email_verification_sent"),
    path("password/set/", views.not_offered, name="account_set_password"),
]
