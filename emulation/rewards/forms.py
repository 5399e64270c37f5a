"""The quota of one award: how many in each block, and how many altogether."""

from django import forms
from django.utils.translation import gettext as _

from emulation.models import AwardQuota

LARGEST = 999


class QuotaForm(forms.Form):
    """A number for each block and one for all of them; empty means that none is set."""

    def __init__(self, *args, campaign, award, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign, self.award = campaign, award
        quotas = AwardQuota.objects.filter(campaign=campaign, award=award)
        set_now = dict(quotas.values_list("block", "most"))
        self._add("all", _("Tổng số của cả đợt"), set_now.get(None))
        self.blocks = list(campaign.blocks.all())
        for block in self.blocks:
            self._add(f"block_{block.pk}", block.name, set_now.get(block.pk))

    def _add(self, name, label, most):
        self.fields[name] = forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=LARGEST,
            initial=most,
        )

    def save(self):
        rows = [(None, self.cleaned_data["all"])]
        rows += [(one, self.cleaned_data[f"block_{one.pk}"]) for one in self.blocks]
        for block, most in rows:
            quota = {"campaign": self.campaign, "award": self.award, "block": block}
            if most is None:
                AwardQuota.objects.filter(**quota).delete()
            else:
                AwardQuota.objects.update_or_create(**quota, defaults={"most": most})
