"""Signing in, and staying signed in, ends with the account's last day."""

from allauth.account.auth_backends import AuthenticationBackend


class AccountBackend(AuthenticationBackend):
    def user_can_authenticate(self, user):
        """Asked at login and again by every request of a session."""
        return super().user_can_authenticate(user) and not user.has_expired
