"""What is asked of people about a plan: filters, judgements, signatures, limits."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.levels import Level
from communes.models import Commune, SchoolYear
from communes.queries import latest_complete_year
from communes.search import fold
from staffing.models import RedeployMove, RedeployRule, Subject, SubjectGap

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class BeginForm(forms.Form):
    """A school year with gaps by subject."""

    year = forms.ModelChoiceField(
        SchoolYear.objects.none(),
        label=_("Năm học"),
        empty_label=None,
        initial=latest_complete_year,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = SubjectGap.objects.order_by().values("school_year").distinct()
        self.fields["year"].queryset = SchoolYear.objects.filter(pk__in=years)


class MoveFilter(forms.Form):
    """Which moves of a plan are listed."""

    q = forms.CharField(label=_("Tên người, trường"), required=False, max_length=100)
    commune = forms.ModelChoiceField(
        Commune.objects.none(),
        label=_("Xã, phường"),
        required=False,
        empty_label=_("Tất cả"),
    )
    level = forms.ChoiceField(
        label=_("Cấp học"), required=False, choices=[("", _("Tất cả")), *Level.choices]
    )
    subject = forms.ModelChoiceField(
        Subject.objects.all(),
        label=_("Môn"),
        required=False,
        empty_label=_("Tất cả"),
    )
    status = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Tất cả")), *RedeployMove.Status.choices],
    )
    signer = forms.ChoiceField(
        label=_("Người ký"),
        required=False,
        choices=[
            ("", _("Tất cả")),
            ("commune", _("Xã ký")),
            ("department", _("Sở ký")),
        ],
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        communes = Commune.objects.visible_to(user).defer("outline")
        self.fields["commune"].queryset = communes

    def chosen(self, moves):
        """`moves` narrowed by whatever of the form is valid."""
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        if said.get("commune"):
            code = said["commune"].pk
            moves = moves.filter(source__managing_commune=code) | moves.filter(
                target__managing_commune=code
            )
        for name in ("level", "subject", "status"):
            if said.get(name):
                moves = moves.filter(**{name: said[name]})
        if said.get("signer"):
            is_department = said["signer"] == "department"
            moves = moves.filter(signer_commune__isnull=is_department)
        return _named(moves, said.get("q", ""))


def _named(moves, words):
    text = fold(words.strip())
    if not text:
        return moves
    return (
        moves.filter(person__search_name__contains=text)
        | moves.filter(source__search_name__contains=text)
        | moves.filter(target__search_name__contains=text)
    )


class JudgeForm(forms.Form):
    """One decision about one move."""

    status = forms.ChoiceField(choices=RedeployMove.Status.choices)
    note = forms.CharField(required=False, max_length=300)


class SecondForm(forms.Form):
    """Until when somebody is seconded; empty makes it a transfer again."""

    until = forms.DateField(required=False, widget=DAY)


class SignForm(forms.Form):
    number = forms.CharField(label=_("Số quyết định"), max_length=60)
    signer = forms.CharField(label=_("Người ký"), max_length=150, required=False)
    decided_on = forms.DateField(
        label=_("Ngày ký"), widget=DAY, initial=timezone.localdate
    )
    effective_on = forms.DateField(
        label=_("Hiệu lực từ ngày"), widget=DAY, initial=timezone.localdate
    )


class RuleForm(forms.ModelForm):
    class Meta:
        model = RedeployRule
        fields = ["value", "confirmed", "basis"]


RuleForms = forms.modelformset_factory(RedeployRule, RuleForm, extra=0)
