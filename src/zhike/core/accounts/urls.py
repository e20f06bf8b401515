from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.urls import path, reverse_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import RedirectView

from zhike.core.accounts import views

HERE = reverse_lazy("account")
form = require_http_methods(["GET", "HEAD", "POST"])  # before anybody is asked to confirm

urlpatterns = [
    path("sign-in/second-step/", form(factors.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", form(keys.login_webauthn), name="mfa_login_webauthn"),
    path("account/", views.account, name="account"),
    path("account/confirm/", form(account.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code/", form(factors.reauthenticate), name="mfa_reauthenticate"),
    path("account/confirm/passkey/", form(keys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("account/factors/", require_safe(RedirectView.as_view(url=HERE)), name="mfa_index"),  # allauth comes back here
    path("account/app/add/", form(app.activate_totp), name="mfa_activate_totp"),
    path("account/app/remove/", form(app.DeactivateTOTPView.as_view(success_url=HERE)), name="mfa_deactivate_totp"),
    path("account/passkeys/add/", form(keys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<int:pk>/name/",
        form(keys.EditWebAuthnView.as_view(success_url=HERE)),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/passkeys/<int:pk>/remove/",
        form(keys.RemoveWebAuthnView.as_view(success_url=HERE)),
        name="mfa_remove_webauthn",
    ),
    path("account/codes/", require_safe(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/codes/new/", form(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/sessions/end-others/", views.end_other_sessions, name="account_end_others"),
    path("account/sessions/<str:key>/end/", views.end_session, name="account_end_session"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]
