"""What is tried: changed numbers of the norms, or a changed network, out of the address."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.fields import DayField
from communes.levels import Level
from communes.models import Commune
from schools.models import Institution, OneClassSite, Site
from staffing.models import ClassSizeNorm, NormSet, TeacherRatio
from staffing.simulate.network import Change
from staffing.simulate.norms import Trial, sets_on

REGIONS = (1, 2, 3)


def number_field(label, initial, **more):
    return forms.DecimalField(
        label=label,
        initial=initial,
        required=False,
        min_value=Decimal("0.1"),
        max_value=100,
        max_digits=6,
        decimal_places=2,
        localize=False,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        **more,
    )


class NormTrialForm(forms.Form):
    """Ratios and averages of the sets in force as fields; an empty one stays as it is."""

    on = DayField(label=gettext_lazy("Theo văn bản có hiệu lực ngày"), required=False)
    draft = forms.ModelChoiceField(
        NormSet.objects.none(),
        label=gettext_lazy("Thử bộ định mức"),
        required=False,
        empty_label=gettext_lazy("Bộ đang có hiệu lực"),
    )
    commune = forms.ModelChoiceField(
        Commune.objects.defer("outline"),
        label=gettext_lazy("Đổi vùng của"),
        required=False,
        empty_label=gettext_lazy("Không đổi"),
        to_field_name="code",
    )
    region = forms.TypedChoiceField(
        label=gettext_lazy("thành"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "–"), *((n, gettext_lazy("Vùng %d") % n) for n in REGIONS)],
    )

    def __init__(self, *args, applied, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.applied, self.day = applied, day
        in_use = [one.norm_set.pk for one in applied.values()]
        families = [NormSet.Family.GENERAL, NormSet.Family.PRESCHOOL]
        sets = NormSet.objects.filter(family__in=families)
        self.fields["draft"].queryset = sets.exclude(pk__in=in_use)
        ratios = TeacherRatio.objects.filter(norm_set__in=in_use)
        sizes = ClassSizeNorm.objects.filter(norm_set__in=in_use)
        self.ratios = sorted(ratios, key=in_order)
        self.sizes = sorted(sizes.select_related("grade"), key=in_order)
        self._add_numbers()

    def _add_numbers(self):
        for row in self.ratios:
            field = number_field(ratio_label(row), row.ratio)
            self.fields[f"ratio_{row.pk}"] = field
        for row in self.sizes:
            field = number_field(size_label(row), row.pupils_per_class)
            self.fields[f"size_{row.pk}"] = field

    def ratio_fields(self):
        return [(self[f"ratio_{row.pk}"], row) for row in self.ratios]

    def size_fields(self):
        return [(self[f"size_{row.pk}"], row) for row in self.sizes]

    @property
    def changes_sizes(self):
        return any(name.startswith("size_") for name in self.changed_data)

    def clean(self):
        found = super().clean()
        if bool(found.get("commune")) != bool(found.get("region")):
            self.add_error("region", _("Hãy chọn cả xã và vùng mới của xã."))
        return found

    def trial(self):
        """What differs from today."""
        found = self.cleaned_data
        regions = {}
        if found.get("commune"):
            regions[found["commune"].code] = found["region"]
        return Trial(
            ratios=self._changed("ratio", self.ratios, "ratio"),
            sizes=self._changed("size", self.sizes, "pupils_per_class"),
            regions=regions,
            norm_sets=self._sets(found),
        )

    def _changed(self, prefix, rows, column):
        wanted = {row: self.cleaned_data.get(f"{prefix}_{row.pk}") for row in rows}
        return {
            row.pk: number
            for row, number in wanted.items()
            if number is not None and number != getattr(row, column)
        }

    def _sets(self, found):
        sets = sets_on(found["on"]) if found.get("on") else {}
        if found.get("draft"):
            sets[found["draft"].family] = found["draft"]
        in_use = {family: one.norm_set for family, one in self.applied.items()}
        return {f: one for f, one in sets.items() if in_use.get(str(f)) != one}


def in_order(row):
    """By level, then any type before special ones, then age group and region."""
    grade = getattr(row, "grade", None)
    return (
        Level.values.index(row.level),
        row.special_type,
        grade.order if grade else 0,
        getattr(row, "region", 0),
        row.pk,
    )


def ratio_label(row):
    parts = [Level(row.level).label]
    if row.two_sessions is not None:
        parts.append(_("2 buổi/ngày") if row.two_sessions else _("1 buổi/ngày"))
    if row.is_nursery is not None:
        parts.append(_("nhóm trẻ") if row.is_nursery else _("lớp mẫu giáo"))
    if row.special_type:
        parts.append(row.get_special_type_display())
    return ", ".join(map(str, parts))


def size_label(row):
    parts = [row.grade or Level(row.level).label]
    if row.region:
        parts.append(_("vùng %(number)s") % {"number": row.region})
    if row.special_type:
        parts.append(row.get_special_type_display())
    return ", ".join(map(str, parts))


class NetworkForm(forms.Form):
    """Two schools of what the reader may see, or one school and a site of it."""

    stays = forms.ModelChoiceField(
        Institution.objects.none(),
        label=gettext_lazy("Trường tiếp nhận"),
        to_field_name="code",
    )
    goes = forms.ModelChoiceField(
        Institution.objects.none(),
        label=gettext_lazy("Sáp nhập trường"),
        required=False,
        empty_label=gettext_lazy("Không sáp nhập"),
        to_field_name="code",
    )
    site = forms.ModelChoiceField(
        Site.objects.none(),
        label=gettext_lazy("Hoặc đóng điểm trường"),
        required=False,
        empty_label=gettext_lazy("Không đóng điểm nào"),
    )
    regroup = forms.BooleanField(
        label=gettext_lazy("Dồn lớp theo sĩ số của vùng"), required=False
    )

    def __init__(self, *args, schools, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stays"].queryset = self.fields["goes"].queryset = schools
        code = self.data.get("stays") or ""
        sites = Site.objects.filter(institution__in=schools, closed_on__isnull=True)
        of_school = sites.filter(institution__code=code, is_main=False)
        self.fields["site"].queryset = of_school.order_by("name")

    def clean(self):
        found = super().clean()
        goes, site = found.get("goes"), found.get("site")
        if goes and goes == found.get("stays"):
            self.add_error("goes", _("Hãy chọn hai trường khác nhau."))
        if bool(goes) == bool(site) and not self.errors:
            self.add_error(
                "goes", _("Hãy chọn một trường để sáp nhập, hoặc một điểm để đóng.")
            )
        return found

    def change(self):
        found = self.cleaned_data
        return Change(
            stays=found["stays"],
            goes=found["goes"],
            site=found["site"],
            regroup=found["regroup"],
            closed=classes_of(found["site"]),
        )


def classes_of(site):
    """{grade: classes} that a site runs, where its return says so: one class alone."""
    if site is None:
        return {}
    rows = OneClassSite.objects.filter(site=site, grade__isnull=False)
    newest = rows.order_by("-school_return__period__as_of").first()
    return {newest.grade_id: 1} if newest else {}
