"""A token for other systems, given for the same user name and password as the pages."""

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError as RuleBroken
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from communes.scoping import is_active_account


class CredentialsSerializer(serializers.Serializer):
    username = serializers.CharField()
    password = serializers.CharField(trim_whitespace=False)


class TokenSerializer(serializers.Serializer):
    token = serializers.CharField()


def account_for(request, credentials):
    """The account behind `credentials`, through the lock-out that pages have."""
    try:
        user = get_adapter(request).authenticate(request, **credentials)
    except RuleBroken as error:
        raise ValidationError({"detail": error.messages}) from None
    if not user or not is_active_account(user):
        raise ValidationError(
            {"detail": [_("Tên đăng nhập hoặc mật khẩu không đúng.")]}
        )
    if is_mfa_enabled(user):
        raise PermissionDenied(
            _(
                "Tài khoản dùng xác thực hai lớp không lấy được mã truy cập "
                "bằng mật khẩu."
            )
        )
    return user


class TokenView(APIView):
    """Exchange a user name and password for a token."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(request=CredentialsSerializer, responses=TokenSerializer, auth=[])
    def post(self, request):
        credentials = CredentialsSerializer(data=request.data)
        credentials.is_valid(raise_exception=True)
        user = account_for(request._request, credentials.validated_data)
        token, _made = Token.objects.get_or_create(user=user)
        return Response({"token": token.key})
