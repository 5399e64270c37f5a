"""Forms of courses, of sessions with learners of five groups, and of totals declared."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.fields import DayField
from communes.models import Commune
from communes.numbers import shown
from communes.scoping import Role
from emulation.literacy import courses
from emulation.models import Course, CourseSession, LearnerGroup
from schools.models import Institution

MOST = 1_000_000

# Part, whole, and the sentence that says by how much the part is too large.
WITHIN = (
    (
        "completed",
        "enrolled",
        gettext_lazy("Số hoàn thành (%(part)s) lớn hơn số đăng ký (%(whole)s)."),
    ),
    (
        "certified",
        "completed",
        gettext_lazy(
            "Số được cấp chứng nhận (%(part)s) lớn hơn số hoàn thành (%(whole)s)."
        ),
    ),
    (
        "first_time",
        "completed",
        gettext_lazy(
            "Số học lần đầu trong năm (%(part)s) lớn hơn số hoàn thành (%(whole)s)."
        ),
    ),
    (
        "female",
        "completed",
        gettext_lazy("Số nữ (%(part)s) lớn hơn số hoàn thành (%(whole)s)."),
    ),
)


def live_sentences():
    """The same for the script that watches the form while it is filled in."""
    return [
        {"part": part, "whole": whole, "sentence": str(sentence)}
        for part, whole, sentence in WITHIN
    ]


class CountField(forms.Field):
    """A number of people, written with or without separators of thousands."""

    def __init__(self, **kwargs):
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "count"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(required=False, **kwargs)

    def to_python(self, value):
        text = re.sub(r"\s", "", str(value if value is not None else ""))
        if not text:
            return None
        if not re.fullmatch(r"[0-9]+|[0-9]{1,3}([.,][0-9]{3})+", text):
            raise ValidationError(
                _("“%(text)s” không phải là số người. Hãy ghi một số từ 0 trở lên.")
                % {"text": value}
            )
        number = int(re.sub(r"[.,]", "", text))
        if number > MOST:
            raise ValidationError(
                _("Số này lớn hơn %(most)s, hãy xem lại.") % {"most": shown(MOST)}
            )
        return number


class AsksPlainly:
    """An empty box is told so without its label."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Hãy điền ô này.")


class LearnersForm(forms.Form):
    """Learners of one group in one session."""

    enrolled = CountField(label=gettext_lazy("Đăng ký"))
    completed = CountField(label=gettext_lazy("Hoàn thành"))
    certified = CountField(label=gettext_lazy("Được cấp chứng nhận"))
    first_time = CountField(label=gettext_lazy("Lần đầu trong năm"))
    female = CountField(label=gettext_lazy("Nữ hoàn thành"))

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, prefix=group.value, **kwargs)
        self.group = group
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label}: {group.label}"
            field.widget.attrs["data-count"] = name

    def clean(self):
        cleaned = super().clean()
        for part, whole, sentence in WITHIN:
            if part in self.errors or whole in self.errors:
                continue
            most, number = cleaned.get(whole) or 0, cleaned.get(part) or 0
            if number > most:
                told = {"part": shown(number), "whole": shown(most)}
                self.add_error(part, sentence % told)
        return cleaned


class LearnerGrid:
    """The five groups of one session, a line each."""

    def __init__(self, data=None, session=None):
        stored = {}
        if session and session.pk:
            rows = session.learners.values("group", *courses.COUNTS)
            stored = {row.pop("group"): row for row in rows}
        self.stored = stored
        self.lines = [
            LearnersForm(data, group=group, initial=stored.get(group.value))
            for group in LearnerGroup
        ]

    def is_valid(self):
        # Every line is asked, so that all troubles are told at once.
        troubles = [line.errors for line in self.lines]
        return not any(troubles)

    @cached_property
    def values(self):
        return {line.group.value: line.cleaned_data for line in self.lines}

    @property
    def totals(self):
        """Sums of what stands in the form now, by count; what is no number is left out."""
        found = dict.fromkeys(courses.COUNTS, 0)
        for line in self.lines:
            for name in found:
                found[name] += _number(line, name)
        return found

    @property
    def errors(self):
        """(address of the cell, sentence with its group) of every trouble."""
        return [
            (line[name].id_for_label, f"{line.group.label}: {sentence}")
            for line in self.lines
            for name, sentences in line.errors.items()
            for sentence in sentences
        ]


def _number(line, name):
    try:
        return line.fields[name].clean(line[name].value()) or 0
    except ValidationError:
        return 0


class SchoolByCode(forms.ModelChoiceField):
    """A school named by its code: of 648 a list would be too long to use."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def prepare_value(self, value):
        return value.code if hasattr(value, "code") else super().prepare_value(value)


class SessionForm(AsksPlainly, forms.ModelForm):
    starts_on = DayField(label=gettext_lazy("Từ ngày"))
    ends_on = DayField(label=gettext_lazy("Đến ngày"))

    class Meta:
        model = CourseSession
        fields = (
            "course",
            "commune",
            "institution",
            "place",
            "trainer",
            "starts_on",
            "ends_on",
        )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        open_now = Course.objects.filter(is_active=True)
        own = Course.objects.filter(pk=self.instance.course_id)
        self.fields["course"].queryset = (open_now | own).order_by("name")
        self.fields["course"].empty_label = _("Chọn khóa học")
        if user.role == Role.ADMIN:
            self._ask_for_any_holder()
        else:
            del self.fields["commune"]
            self._ask_for_own_school()

    def _ask_for_any_holder(self):
        self.fields["commune"].queryset = Commune.objects.visible_to(self.user)
        self.fields["commune"].empty_label = _("Sở Giáo dục và Đào tạo")
        self.fields["commune"].label = _("Đơn vị tổ chức")
        self.fields["institution"] = SchoolByCode(
            label=_("Mã trường tổ chức"),
            queryset=Institution.objects.all(),
            to_field_name="code",
            required=False,
            help_text=_("Để trống nếu lớp do xã hoặc Sở tổ chức."),
            error_messages={"invalid_choice": _("Không có trường nào mang mã này.")},
        )
        if self.instance.institution_id:
            self.initial["institution"] = self.instance.institution.code

    def _ask_for_own_school(self):
        field = self.fields["institution"]
        field.queryset = Institution.objects.answering_to(self.user, to_change=True)
        if self.user.role == Role.SCHOOL_CLERK:
            field.required, field.empty_label = True, None
        elif self.user.role == Role.OFFICIAL:
            field.empty_label = _("Không, lớp do Sở tổ chức")
        else:
            field.empty_label = _("Không, lớp do xã tổ chức")

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error(
                "ends_on",
                _("Ngày kết thúc (%(last)s) trước ngày bắt đầu (%(first)s).")
                % {"last": f"{last:%d/%m/%Y}", "first": f"{first:%d/%m/%Y}"},
            )
        if first:
            self._find_year(first)
        self._find_holder(cleaned)
        return cleaned

    def _find_year(self, first):
        year = courses.year_of(first)
        if year:
            self.instance.school_year = year
        else:
            self.add_error(
                "starts_on", _("Hệ thống chưa có năm học nào bắt đầu trước ngày này.")
            )

    def _find_holder(self, cleaned):
        """The commune that answers for the session: that of the school, if one holds it."""
        school = cleaned.get("institution")
        if school is None:
            if self.user.role != Role.ADMIN:
                self.instance.commune_id = self.user.commune_id
            return
        chosen, manager = cleaned.get("commune"), school.managing_commune
        if chosen and chosen != manager:
            self.add_error(
                "institution",
                _("%(school)s do %(manager)s quản lý.")
                % {"school": school, "manager": manager or _("Sở GDĐT")},
            )
        self.instance.commune = cleaned["commune"] = manager

    def refuse_future(self, completed):
        """Nobody has completed what has not begun."""
        first = self.cleaned_data.get("starts_on")
        if completed and first and first > timezone.localdate():
            self.add_error(
                "starts_on",
                _("Lớp chưa bắt đầu nên chưa thể có %(number)s người hoàn thành.")
                % {"number": shown(completed)},
            )
        return not self.errors


class CourseForm(AsksPlainly, forms.ModelForm):
    class Meta:
        model = Course
        fields = (
            "name",
            "name_en",
            "code",
            "area",
            "provider",
            "hours",
            "is_online",
            "gives_certificate",
            "is_active",
        )
        help_texts = {
            "code": gettext_lazy("Chữ không dấu, số và gạch nối, ví dụ: an-toan-mang."),
            "is_active": gettext_lazy(
                "Bỏ đánh dấu khi không mở lớp mới nữa; các lớp đã ghi vẫn còn."
            ),
        }
