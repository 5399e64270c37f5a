"""Forms of staff entry: one person, one post, one qualification, one dated change."""

import re
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.fields import BirthField, DayField
from communes.levels import Level
from schools.models import Institution

from . import person_rules
from .guarded import GuardedForm
from .models import Absence, Assignment, Degree, Person, Post, Qualification, Subject

AWAY = [(kind.value, kind.label) for kind in Absence.Kind if kind.value != "seconded"]


class AsksPlainly:
    """An empty box is told so without its label, which may end in “Trường”."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Hãy điền ô này.")


def read_personal_id(text):
    """Twelve digits, however they were spaced."""
    digits = re.sub(r"[\s.-]", "", text)
    if re.fullmatch(r"\d{12}", digits):
        return digits
    if re.fullmatch(r"\d{11}", digits):
        raise ValidationError(
            _("Số định danh có 12 chữ số; số vừa nhập có 11, có thể thiếu số 0 ở đầu.")
        )
    raise ValidationError(_("Số định danh cá nhân gồm đúng 12 chữ số."))


def personal_id_field(**kwargs):
    return forms.CharField(
        label=gettext_lazy("Số định danh cá nhân"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        **kwargs,
    )


class PersonForm(AsksPlainly, forms.ModelForm):
    personal_id = personal_id_field(help_text=gettext_lazy("12 chữ số trên căn cước."))
    birth_date = BirthField(label=gettext_lazy("Ngày sinh"))
    birth_year_only = forms.BooleanField(
        label=gettext_lazy("Chỉ biết năm sinh (ghi năm vào ô Ngày sinh)"),
        required=False,
    )

    class Meta:
        model = Person
        fields = (
            "full_name",
            "personal_id",
            "birth_date",
            "birth_year_only",
            "sex",
            "ethnicity",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["autocomplete"] = "off"
        if self.instance.birth_year_only:
            self.initial["birth_date"] = str(self.instance.birth_date.year)

    def clean_personal_id(self):
        return read_personal_id(self.cleaned_data["personal_id"])

    def clean_full_name(self):
        name = " ".join(self.cleaned_data["full_name"].split())
        if len(name.split()) < 2 or re.search(r"\d", name):
            raise ValidationError(_("Hãy ghi đủ họ và tên, không có chữ số."))
        return name

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        born, year_only = cleaned.get("birth_date"), cleaned.get("birth_year_only")
        if isinstance(born, int) and not year_only:
            self.add_error(
                "birth_date",
                _(
                    "Mới có năm sinh. Hãy ghi đủ ngày, hoặc đánh dấu “Chỉ biết năm sinh”."
                ),
            )
        elif born and year_only:
            year = born if isinstance(born, int) else born.year
            cleaned["birth_date"] = date(year, 1, 1)
        self._ask_the_rules(cleaned.get("birth_date"))
        return cleaned

    def _ask_the_rules(self, born):
        if isinstance(born, date):
            for field, sentence in person_rules.errors_about(born):
                self.add_error(field, sentence)

    def validate_unique(self):
        """The number is asked for by the action, which knows who may learn what."""

    def personal(self):
        return {name: self.cleaned_data[name] for name in PersonForm.Meta.fields}


class PersonEditForm(GuardedForm, PersonForm):
    pass


class WorkFields(forms.Form):
    """What somebody does at a school."""

    post = forms.ModelChoiceField(Post.objects.all(), label=gettext_lazy("Vị trí"))
    level = forms.ChoiceField(
        choices=[("", "---------"), *Level.choices],
        label=gettext_lazy("Cấp dạy"),
        required=False,
        help_text=gettext_lazy("Chỉ với giáo viên của trường có nhiều cấp học."),
    )
    subject = forms.ModelChoiceField(
        Subject.objects.all(), label=gettext_lazy("Môn dạy"), required=False
    )
    contract = forms.ChoiceField(
        choices=Assignment.Contract, label=gettext_lazy("Hợp đồng")
    )

    def work(self):
        names = ("post", "level", "subject", "contract")
        return {name: self.cleaned_data[name] for name in names}


def name_with_commune(institution):
    return f"{institution.name} ({institution.commune})"


class SchoolField(forms.ModelChoiceField):
    """A school of the user's own reach; set `queryset` in the form."""

    default_error_messages = {
        "invalid_choice": gettext_lazy(
            "Trường này không thuộc phạm vi quản lý của bạn."
        )
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Trường"))
        super().__init__(Institution.objects.none(), **kwargs)

    def label_from_instance(self, institution):
        return name_with_commune(institution)


class DayFields(forms.Form):
    day = DayField(label=gettext_lazy("Kể từ ngày"))


class PersonAtHand(AsksPlainly):
    """A form about `person`, filled in by `user`; `main` is the open main post."""

    def __init__(self, *args, user, person=None, main=None, **kwargs):
        self.user, self.person, self.main = user, person, main
        super().__init__(*args, **kwargs)
        if "institution" in self.fields:
            self.fields["institution"].queryset = self.schools()
            self.choose_the_only_school()
        if main and "post" in self.fields:
            for name in ("post", "level", "subject", "contract"):
                self.initial.setdefault(name, getattr(main, name))

    def schools(self):
        """Schools of the user's reach other than the person's own."""
        reach = Institution.objects.editable_by(self.user).filter(closed_on=None)
        if self.main:
            reach = reach.exclude(pk=self.main.institution_id)
        return reach.select_related("commune").order_by("search_name")

    def choose_the_only_school(self):
        found = list(self.fields["institution"].queryset[:2])
        if len(found) == 1:
            self.initial.setdefault("institution", found[0])


class HireForm(PersonAtHand, PersonForm, WorkFields, DayFields):
    institution = SchoolField()
    is_another_person = forms.BooleanField(
        label=gettext_lazy("Đây là người khác"), required=False
    )

    field_order = (
        *PersonForm.Meta.fields,
        "institution",
        "post",
        "level",
        "subject",
        "contract",
        "day",
        "is_another_person",
    )


class EngageForm(PersonAtHand, WorkFields, DayFields):
    """Somebody registered who has left takes up a post again."""

    institution = SchoolField()
    field_order = ("institution", "post", "level", "subject", "contract", "day")


class TakeOverForm(EngageForm):
    personal_id = personal_id_field()
    birth_date = BirthField(
        label=gettext_lazy("Ngày sinh"),
        help_text=gettext_lazy(
            "Đúng như trong hồ sơ; chỉ ghi năm nếu hồ sơ chỉ có năm."
        ),
    )
    field_order = ("personal_id", "birth_date", *EngageForm.field_order)

    def clean_personal_id(self):
        return read_personal_id(self.cleaned_data["personal_id"])


class CorrectForm(AsksPlainly, GuardedForm, WorkFields):
    started_on = DayField(label=gettext_lazy("Từ ngày"))

    class Meta:
        model = Assignment
        fields = ("post", "level", "subject", "contract", "started_on")


class ChangeForm(PersonAtHand, WorkFields, DayFields):
    field_order = ("day", "post", "level", "subject", "contract")


class MoveForm(PersonAtHand, WorkFields, DayFields):
    institution = SchoolField(label=gettext_lazy("Trường chuyển đến"))
    field_order = ("institution", "day", "post", "level", "subject", "contract")


class PartLoadForm(PersonAtHand, WorkFields, DayFields):
    institution = SchoolField(label=gettext_lazy("Trường dạy thêm"))
    share = forms.DecimalField(
        label=gettext_lazy("Tỷ lệ công việc"),
        min_value=Decimal("0.05"),
        max_value=Decimal("1"),
        max_digits=3,
        decimal_places=2,
        localize=True,
        help_text=gettext_lazy("Phần công việc tại trường này, ví dụ 0,4."),
    )
    until = DayField(label=gettext_lazy("Đến hết ngày"), required=False)
    field_order = (
        "institution",
        "share",
        "day",
        "until",
        "post",
        "level",
        "subject",
        "contract",
    )


class SecondForm(PersonAtHand, DayFields):
    destination = forms.CharField(
        label=gettext_lazy("Nơi nhận biệt phái"), max_length=200
    )
    until = DayField(label=gettext_lazy("Đến hết ngày (nếu đã biết)"), required=False)
    field_order = ("destination", "day", "until")


class AbsenceForm(PersonAtHand, DayFields):
    kind = forms.ChoiceField(choices=AWAY, label=gettext_lazy("Lý do"))
    until = DayField(label=gettext_lazy("Đến hết ngày (nếu đã biết)"), required=False)
    destination = forms.CharField(
        label=gettext_lazy("Nơi học, nơi điều trị"), max_length=200, required=False
    )
    field_order = ("kind", "day", "until", "destination")


class DayForm(PersonAtHand, DayFields):
    """A verb that needs nothing but its day."""


class QualificationForm(AsksPlainly, GuardedForm):
    obtained_on = DayField(label=gettext_lazy("Ngày cấp"), is_past=True)

    class Meta:
        model = Qualification
        fields = (
            "degree",
            "major",
            "subject",
            "is_teacher_training",
            "has_certificate",
            "obtained_on",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["degree"].queryset = Degree.objects.order_by("rank")

    def facts(self):
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class NothingForm(forms.Form):
    """A page that only asks whether one is sure."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
