"""Forms of criteria sets: what they refuse, they refuse with what to do about it."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.codelist import name_field
from communes.numbers import shown
from emulation.measured import measures
from emulation.models import (
    CriteriaGroup,
    CriteriaSet,
    Criterion,
    Item,
    Participant,
    SetLevel,
)
from schools.models import InstitutionKind
from staffing.guarded import GuardedForm

NOTE = {"rows": 3}


def kind_choices():
    return list(InstitutionKind.objects.values_list("code", name_field()))


class ManyOf(forms.MultipleChoiceField):
    """Several of a few: boxes to tick, kept as a list."""

    widget = forms.CheckboxSelectMultiple


class SetForm(GuardedForm):
    """What a set says about itself."""

    participants = ManyOf(
        label=gettext_lazy("Đối tượng"),
        choices=Participant.choices,
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một đối tượng.")},
    )
    institution_kinds = ManyOf(
        label=gettext_lazy("Loại trường (để trống: mọi loại)"), required=False
    )

    class Meta:
        model = CriteriaSet
        fields = [
            "name",
            "name_en",
            "document",
            "participants",
            "institution_kinds",
            "mandatory_cap",
            "is_confirmed",
            "note",
        ]
        widgets = {"note": forms.Textarea(NOTE)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institution_kinds"].choices = kind_choices()

    def clean(self):
        cleaned = super().clean()
        whom = cleaned.get("participants") or []
        if cleaned.get("institution_kinds") and Participant.INSTITUTION not in whom:
            self.add_error(
                "institution_kinds",
                _("Loại trường chỉ dùng khi đối tượng có cơ sở giáo dục."),
            )
        return cleaned


class LevelFormSet(forms.BaseInlineFormSet):
    """The levels of a set: numbered from 1, the first from 0 points, then rising."""

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        kept = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        kept.sort(key=lambda level: level["number"])
        if [level["number"] for level in kept] != list(range(1, len(kept) + 1)):
            raise ValidationError(_("Các mức phải đánh số 1, 2, 3… không bỏ số nào."))
        points = [level["from_points"] for level in kept]
        if points and points[0] != 0:
            raise ValidationError(_("Mức 1 phải bắt đầu từ 0 điểm."))
        if points != sorted(set(points)) or (points and points[-1] > 100):
            raise ValidationError(
                _("Điểm bắt đầu của các mức phải tăng dần và không quá 100.")
            )


Levels = forms.inlineformset_factory(
    CriteriaSet,
    SetLevel,
    formset=LevelFormSet,
    fields=["number", "name", "from_points", "is_inclusive"],
    extra=1,
)


class PartForm(GuardedForm):
    """A part of a set; `owner` is what it hangs on."""

    # The column that names the owner.
    hangs_on = ""

    def __init__(self, *args, owner, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner = owner
        setattr(self.instance, self.hangs_on, owner)

    @property
    def criteria_set(self):
        raise NotImplementedError

    def others(self, **of_set):
        """Rows of this kind in the same set, without this one."""
        return self._meta.model.objects.filter(**of_set).exclude(pk=self.instance.pk)

    def refuse_code_of(self, rows):
        """A code names one thing in the whole set: files and records go by it."""
        code = self.cleaned_data["code"].strip()
        other = rows.filter(code=code).first()
        if other:
            words = _(
                "Mã %(code)s đã dùng cho “%(name)s” trong bộ này. Hãy đặt mã khác."
            )
            raise ValidationError(words % {"code": code, "name": other.name})
        return code


class GroupForm(PartForm):
    hangs_on = "criteria_set"

    class Meta:
        model = CriteriaGroup
        fields = ["code", "name", "name_en", "max_points", "note"]
        widgets = {"note": forms.Textarea(NOTE)}

    def clean_code(self):
        return self.refuse_code_of(self.others(criteria_set=self.owner))

    def clean_max_points(self):
        most = self.cleaned_data["max_points"]
        given = points_in(self.instance) if self.instance.pk else Decimal(0)
        if most <= 0:
            raise ValidationError(_("Điểm tối đa của nhóm phải lớn hơn 0."))
        if given > most:
            words = _(
                "Các mục trong nhóm đã cộng được %(given)s điểm. Hãy giảm điểm các mục "
                "trước, hoặc đặt tối đa từ %(given)s trở lên."
            )
            raise ValidationError(words % {"given": shown(given)})
        return most


class CriterionForm(PartForm):
    hangs_on = "group"
    except_kinds = ManyOf(
        label=gettext_lazy("Không áp dụng cho loại trường"), required=False
    )

    class Meta:
        model = Criterion
        fields = [
            "code",
            "name",
            "name_en",
            "is_mandatory",
            "needs_evidence",
            "guidance",
            "except_kinds",
            "band_1_below",
            "band_3_above",
            "is_confirmed",
            "note",
        ]
        widgets = {"note": forms.Textarea(NOTE), "guidance": forms.Textarea(NOTE)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["except_kinds"].choices = kind_choices()

    def clean_code(self):
        of_set = {"group__criteria_set": self.owner.criteria_set_id}
        return self.refuse_code_of(self.others(**of_set))

    def clean_is_mandatory(self):
        mandatory = self.cleaned_data["is_mandatory"]
        items = self.instance.items.all() if self.instance.pk else Item.objects.none()
        if mandatory and items.filter(max_points__gt=0).exists():
            raise ValidationError(
                _(
                    "Tiêu chí bắt buộc chỉ đạt hoặc không đạt, không có điểm. Hãy đưa "
                    "điểm các mục về 0 trước."
                )
            )
        return mandatory

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("band_1_below"), cleaned.get("band_3_above")
        if (low is None) != (high is None):
            self.add_error(
                "band_3_above", _("Hãy ghi đủ cả hai ngưỡng, hoặc bỏ trống cả hai.")
            )
        elif low is not None and low > high:
            self.add_error(
                "band_3_above", _("Ngưỡng mức 3 không được thấp hơn ngưỡng mức 1.")
            )
        return cleaned


class ItemForm(PartForm):
    hangs_on = "criterion"
    measure = forms.ChoiceField(
        label=gettext_lazy("Tự lấy từ số liệu"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "Không có thước đo “%(value)s”. Hãy chọn trong danh sách, hoặc để người "
                "khai trả lời."
            )
        },
    )

    class Meta:
        model = Item
        fields = [
            "code",
            "name",
            "name_en",
            "kind",
            "max_points",
            "target",
            "measure",
            "effort",
            "is_confirmed",
            "note",
        ]
        widgets = {"note": forms.Textarea(NOTE)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = self.measure_choices()

    @cached_property
    def measures(self):
        whom = set(self.owner.group.criteria_set.participants)
        return [one for one in measures.all() if whom & set(one.participants)]

    def measure_choices(self):
        """Those that fit the set's participants, and the one that is stored."""
        found = {one.code: f"{one.label} ({one.code})" for one in self.measures}
        if self.instance.measure:
            found.setdefault(self.instance.measure, self.instance.measure)
        return [("", _("Không: người khai trả lời")), *sorted(found.items())]

    def clean_code(self):
        of_set = {"criterion__group__criteria_set": self.owner.group.criteria_set_id}
        return self.refuse_code_of(self.others(**of_set))

    def clean(self):
        cleaned = super().clean()
        self._check_target(cleaned.get("kind"), cleaned.get("target"))
        if cleaned.get("max_points") is not None:
            self._check_points(cleaned["max_points"])
        return cleaned

    def _check_target(self, kind, target):
        counted = kind in (Item.Kind.SHARE, Item.Kind.COUNT)
        if counted and not target:
            self.add_error("target", _("Hãy ghi mốc lớn hơn 0 để đạt đủ điểm."))
        elif kind == Item.Kind.SHARE and target > 100:
            self.add_error("target", _("Tỷ lệ không quá 100%."))
        elif kind and not counted and target:
            self.add_error("target", _("Cách trả lời này không có mốc. Hãy để trống."))

    def _check_points(self, points):
        if self.owner.is_mandatory:
            if points:
                words = _("Mục của tiêu chí bắt buộc không có điểm. Hãy ghi 0.")
                self.add_error("max_points", words)
            return
        if not points:
            words = _(
                "Hãy ghi điểm lớn hơn 0; chỉ tiêu chí bắt buộc mới có mục 0 điểm."
            )
            self.add_error("max_points", words)
            return
        group = self.owner.group
        others = points_in(group, without=self.instance.pk)
        left = group.max_points - others
        if points > left:
            words = _(
                "Nhóm %(group)s tối đa %(most)s điểm, các mục khác đã có %(others)s: mục "
                "này nhiều nhất %(left)s điểm."
            )
            numbers = {"most": group.max_points, "others": others, "left": left}
            shown_numbers = {name: shown(value) for name, value in numbers.items()}
            self.add_error(
                "max_points", words % (shown_numbers | {"group": group.code})
            )


class CloneForm(forms.Form):
    """Code and name of a new set that starts as a copy."""

    code = forms.SlugField(
        label=gettext_lazy("Mã của bộ mới"),
        max_length=40,
        help_text=gettext_lazy("Chữ thường không dấu, số, gạch nối; ví dụ: cds-2027."),
        error_messages={
            "invalid": gettext_lazy(
                "Mã chỉ gồm chữ không dấu, số và gạch nối, không có dấu cách."
            )
        },
    )
    name = forms.CharField(label=gettext_lazy("Tên bộ tiêu chí"), max_length=200)
    name_en = forms.CharField(
        label=gettext_lazy("Tên tiếng Anh"), max_length=200, required=False
    )


def points_in(group, *, without=None):
    """What the group's items add up to, but for one of them."""
    items = Item.objects.filter(criterion__group=group).exclude(pk=without)
    return items.aggregate(points=Sum("max_points"))["points"] or Decimal(0)
