"""Findings, explanations and comments over HTTP."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from communes.entry import comments, explanations, forms
from communes.models import CellComment, Explanation, ReportingPeriod

MAX_EXPLANATION = Explanation._meta.get_field("text").max_length
MAX_COMMENT = CellComment._meta.get_field("text").max_length


def name_of(user):
    return (user.get_full_name() or user.username) if user else ""


class FindingSerializer(serializers.Serializer):
    """What a rule says about a cell, or why a typed text is no figure yet."""

    rule = serializers.CharField()
    severity = serializers.ChoiceField(["error", "missing", "warning", "pending"])
    form = serializers.CharField()
    unit = serializers.CharField()
    line = serializers.CharField()
    field = serializers.CharField()
    sentence = serializers.CharField()
    explanation = serializers.CharField()
    explained_by = serializers.SerializerMethodField()
    explained_at = serializers.DateTimeField()

    def get_explained_by(self, finding) -> str:
        return name_of(finding.explained_by)


class FindingsSerializer(serializers.Serializer):
    findings = FindingSerializer(many=True)


class CommentSerializer(serializers.Serializer):
    """One remark as people read it."""

    pk = serializers.IntegerField()
    unit = serializers.CharField()
    line = serializers.CharField()
    field = serializers.CharField()
    text = serializers.CharField()
    by = serializers.SerializerMethodField()
    at = serializers.DateTimeField(source="written_at")
    answer_by = serializers.DateField()
    resolved_by = serializers.SerializerMethodField()
    resolved_at = serializers.DateTimeField()

    def get_by(self, comment) -> str:
        return name_of(comment.author)

    def get_resolved_by(self, comment) -> str:
        return name_of(comment.resolved_by)


class PlaceSerializer(serializers.Serializer):
    period = serializers.PrimaryKeyRelatedField(queryset=ReportingPeriod.objects.all())
    unit = serializers.CharField(max_length=20)
    line = serializers.CharField(max_length=30, allow_blank=True, default="")


class ExplanationSerializer(PlaceSerializer):
    """An empty text withdraws the explanation."""

    rule = serializers.CharField(max_length=60)
    text = serializers.CharField(max_length=MAX_EXPLANATION, allow_blank=True)


class NewCommentSerializer(PlaceSerializer):
    field = serializers.CharField(max_length=40)
    text = serializers.CharField(max_length=MAX_COMMENT)
    answer_by = serializers.DateField(allow_null=True, default=None)


def form_or_404(code):
    form = forms.find(code)
    if form is None:
        raise NotFound(_("Không có biểu này."))
    return form


def sent(serializer, request):
    asked = serializer(data=request.data)
    asked.is_valid(raise_exception=True)
    return asked.validated_data


class ExplanationsView(APIView):
    """Explain an unusual figure; answers with what is now found about the unit."""

    @extend_schema(request=ExplanationSerializer, responses=FindingsSerializer)
    def post(self, request, form):
        form, asked = form_or_404(form), sent(ExplanationSerializer, request)
        found = explanations.explain(form, **asked, by=request.user)
        return Response(FindingsSerializer({"findings": found}).data)


class CommentsView(APIView):
    """Say something about a cell to the other side."""

    @extend_schema(request=NewCommentSerializer, responses={201: CommentSerializer})
    def post(self, request, form):
        form, asked = form_or_404(form), sent(NewCommentSerializer, request)
        row = comments.comment(form, **asked, by=request.user)
        return Response(CommentSerializer(row).data, status=201)


class ResolveView(APIView):
    """Mark a remark as settled."""

    @extend_schema(request=None, responses=CommentSerializer)
    def post(self, request, form, pk):
        row = comments.resolve(form_or_404(form), pk, by=request.user)
        return Response(CommentSerializer(row).data)
