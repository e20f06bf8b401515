from importlib import import_module

from allauth.account.signals import password_changed
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed


class AccountsConfig(AppConfig):
    name = "zhike.core.accounts"
    label = "accounts"

    def ready(self) -> None:
        # The models these need are there only now.
        watching, factors = import_module("zhike.core.accounts.watching"), import_module("allauth.mfa.signals")
        for signal, receiver in (
            (user_logged_in, watching.signed_in),
            (user_logged_out, watching.signed_out),
            (user_login_failed, watching.refused),
            (password_changed, watching.password_changed),
            (factors.authentication_failed, watching.code_refused),
            (factors.authenticator_added, watching.factors_changed),
            (factors.authenticator_removed, watching.factors_changed),
            (factors.authenticator_reset, watching.factors_changed),
        ):
            signal.connect(receiver)
