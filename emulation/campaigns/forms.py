"""Forms of a campaign: its days and rules, the criteria it uses, more time for some."""

from django import forms
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.models import Commune
from communes.search import fold
from emulation.models import Campaign, CampaignSet, CriteriaSet

# What a launch settles: who takes part, in which blocks, and how marks are settled.
SETTLED_BY_LAUNCH = (
    "code",
    "school_year",
    "starts_on",
    "tolerance",
    "middle_from",
    "large_from",
    "smallest_block",
)
DAYS = ("starts_on", "self_due_on", "review_due_on", "appeal_due_on", "announce_on")
# (earlier, later, what to say): the days must follow each other.
IN_ORDER = (
    (
        "starts_on",
        "self_due_on",
        gettext_lazy("Hạn tự đánh giá phải từ ngày phát động trở đi."),
    ),
    (
        "self_due_on",
        "review_due_on",
        gettext_lazy("Hạn thẩm định phải từ hạn tự đánh giá trở đi."),
    ),
    (
        "self_due_on",
        "appeal_due_on",
        gettext_lazy("Hạn nhận kiến nghị phải từ hạn tự đánh giá trở đi."),
    ),
    (
        "review_due_on",
        "announce_on",
        gettext_lazy("Ngày công bố phải từ hạn thẩm định trở đi."),
    ),
    (
        "appeal_due_on",
        "announce_on",
        gettext_lazy("Ngày công bố phải từ hạn nhận kiến nghị trở đi."),
    ),
)


def date_field(label, **options):
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        **options,
    )


class CampaignForm(forms.ModelForm):
    """A campaign's own columns; after the launch only those that it has not settled."""

    class Meta:
        model = Campaign
        fields = [
            "name",
            "name_en",
            "code",
            "school_year",
            "document",
            "previous",
            *DAYS,
            "double_share",
            "tolerance",
            "middle_from",
            "large_from",
            "smallest_block",
        ]
        help_texts = {
            "code": gettext_lazy(
                "Dùng trong địa chỉ trang, chữ thường không dấu; để trống thì lấy theo "
                "tên."
            ),
            "previous": gettext_lazy("Để tính tiến bộ so với đợt trước."),
            "double_share": gettext_lazy(
                "Số hồ sơ rút ngẫu nhiên để hai người chấm mà không biết điểm của nhau."
            ),
            "tolerance": gettext_lazy("Lệch nhiều hơn thì giao người chấm thứ ba."),
            "smallest_block": gettext_lazy(
                "Khối ít đơn vị hơn số này được ghép với khối liền kề: ghép quy mô "
                "trước, ghép vùng sau; không ghép khác loại trường."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in DAYS:
            label = capfirst(Campaign._meta.get_field(name).verbose_name)
            self.fields[name] = date_field(label)
        self.fields["code"].required = False
        others = Campaign.objects.exclude(announced_at=None).exclude(
            pk=self.instance.pk
        )
        self.fields["previous"].queryset = others
        if self.instance.launched_at:
            for name in SETTLED_BY_LAUNCH:
                del self.fields[name]

    def clean_code(self):
        return (
            self.cleaned_data["code"] or slugify(fold(self.data.get("name", "")))[:40]
        )

    def clean(self):
        data = super().clean()
        days = {name: data.get(name) for name in DAYS}
        if self.instance.launched_at:
            days["starts_on"] = self.instance.starts_on
        for earlier, later, words in IN_ORDER:
            if days[earlier] and days[later] and days[later] < days[earlier]:
                self.add_error(later, str(words))
        middle, large = data.get("middle_from"), data.get("large_from")
        if middle is not None and large is not None and large <= middle:
            self.add_error(
                "large_from", _("Quy mô lớn phải từ nhiều học sinh hơn quy mô vừa.")
            )
        return data

    def validate_constraints(self):
        """Not asked: `clean` has said the same in words that help."""
        try:
            self.instance.validate_constraints(exclude={"code", *DAYS})
        except forms.ValidationError as error:
            if not self.errors:
                self._update_errors(error)


class SetsForm(forms.Form):
    """Which criteria sets a campaign uses, what each weighs, and which gives levels.

    The newest version of every set is offered, and those chosen before.
    """

    def __init__(self, *args, campaign=None, **kwargs):
        super().__init__(*args, **kwargs)
        kept = campaign.sets.all() if campaign and campaign.pk else ()
        self.chosen = {one.criteria_set_id: one for one in kept}
        self.sets = self._offered()
        for one in self.sets:
            self._add_row(one, self.chosen.get(one.pk))

    def _offered(self):
        newest = {}
        for one in CriteriaSet.objects.order_by("code", "version"):
            newest[one.code] = one
        offered = {one.pk: one for one in newest.values()}
        offered |= {
            one.pk: one for one in CriteriaSet.objects.filter(pk__in=self.chosen)
        }
        return sorted(offered.values(), key=lambda one: (one.code, one.version))

    def _add_row(self, one, chosen):
        self.fields[f"use_{one.pk}"] = forms.BooleanField(
            label=str(one), required=False, initial=chosen is not None
        )
        self.fields[f"weight_{one.pk}"] = forms.DecimalField(
            label=_("Trọng số của %(name)s") % {"name": one},
            required=False,
            max_digits=5,
            decimal_places=2,
            initial=chosen.weight if chosen else 1,
        )
        self.fields[f"level_{one.pk}"] = forms.BooleanField(
            label=_("%(name)s quyết định mức") % {"name": one},
            required=False,
            initial=bool(chosen and chosen.decides_level),
        )

    def rows(self):
        """The set with its three fields, for each set offered."""
        for one in self.sets:
            names = (f"use_{one.pk}", f"weight_{one.pk}", f"level_{one.pk}")
            yield one, [self[name] for name in names]

    def clean(self):
        data = super().clean()
        used = [one for one in self.sets if data.get(f"use_{one.pk}")]
        if not used:
            raise forms.ValidationError(_("Hãy chọn ít nhất một bộ tiêu chí."))
        for one in used:
            name = f"weight_{one.pk}"
            weight = data.get(name)
            if name not in self.errors and (weight is None or weight <= 0):
                self.add_error(name, _("Trọng số phải lớn hơn 0."))
        codes = [one.code for one in used]
        if len(codes) > len(set(codes)):
            raise forms.ValidationError(
                _("Mỗi bộ tiêu chí chỉ chọn một phiên bản cho một đợt.")
            )
        return data

    def save(self, campaign):
        data = self.cleaned_data
        used = [one for one in self.sets if data[f"use_{one.pk}"]]
        campaign.sets.exclude(criteria_set__in=used).delete()
        for order, one in enumerate(used, start=1):
            CampaignSet.objects.update_or_create(
                campaign=campaign,
                criteria_set=one,
                defaults={
                    "weight": data[f"weight_{one.pk}"],
                    "decides_level": data[f"level_{one.pk}"],
                    "order": order,
                },
            )


class ExtensionForm(forms.Form):
    """More time for one entry, or for everything of one commune that is not in yet."""

    commune = forms.ModelChoiceField(
        Commune.objects.defer("outline").order_by("search_name"),
        label=gettext_lazy("Xã, phường"),
        required=False,
        empty_label=gettext_lazy("Chọn xã, phường"),
    )
    entry = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Hoặc một hồ sơ"),
        required=False,
        empty_label=gettext_lazy("Chọn hồ sơ"),
    )
    due_on = date_field(
        gettext_lazy("Hạn mới"),
        help_text=gettext_lazy("Nộp đến hết ngày này là đúng hạn."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Đơn vị đọc được câu này."),
    )

    def __init__(self, *args, entries, **kwargs):
        super().__init__(*args, **kwargs)
        self.entries = entries
        self.fields["entry"].queryset = entries

    def clean(self):
        data = super().clean()
        if bool(data.get("commune")) == bool(data.get("entry")):
            raise forms.ValidationError(
                _("Hãy chọn một xã, phường hoặc một hồ sơ, không chọn cả hai.")
            )
        return data

    def chosen(self):
        data = self.cleaned_data
        if data["entry"]:
            return self.entries.filter(pk=data["entry"].pk)
        return self.entries.filter(commune=data["commune"])
