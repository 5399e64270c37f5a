"""Who may come in: accounts are given, not taken, and end on their last day."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user and user.has_expired:
            raise ValidationError(
                _("Tài khoản đã hết hạn sử dụng. Hãy liên hệ quản trị viên của Sở.")
            )
        return user
