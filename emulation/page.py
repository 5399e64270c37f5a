"""What every page of a campaign shares: the campaign, its tabs and who may open it."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from communes.page import PageMixin
from communes.scoping import PROVINCE_ROLES, Role
from emulation.models import Campaign


def campaigns_for(user):
    """Campaigns that `user` may open: those in preparation are the department's."""
    found = Campaign.objects.visible_to(user).select_related("school_year")
    if getattr(user, "role", "") in PROVINCE_ROLES:
        return found
    return found.exclude(launched_at__isnull=True)


class EmulationPage(PageMixin):
    """A page of the section; `tab` marks its place in the second navigation."""

    section = "emulation"
    tab = ""

    def get_campaign(self):
        """The campaign whose pages the tabs lead to: the one at hand, else the newest."""
        return campaigns_for(self.request.user).first()

    @cached_property
    def campaign(self):
        return self.get_campaign()

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "campaign": self.campaign,
            "tab": self.tab,
            "is_department": user.role in PROVINCE_ROLES,
            "is_admin": user.role == Role.ADMIN,
        }


class CampaignPage(EmulationPage):
    """A page about one campaign, named by its code in the address."""

    def get_campaign(self):
        return get_object_or_404(
            campaigns_for(self.request.user), code=self.kwargs["code"]
        )
