"""Registers that campaigns count from: teams, initiatives, newspapers and articles."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.models import Commune, SchoolYear
from communes.scoping import ScopedModel, ScopePaths
from schools.models import Institution

OF_SCHOOL = ScopePaths(
    communes=("institution__commune", "institution__managing_commune"),
    managed_by="institution__managing_commune",
    institution="institution__code",
)


@tracked
class Team(ScopedModel):
    """Tổ công nghệ số cộng đồng of a commune, and how many of it are teachers."""

    scope_paths = ScopePaths(communes=("commune",), managed_by="commune")

    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        related_name="digital_teams",
        verbose_name=_("xã, phường"),
    )
    name = models.CharField(_("tên tổ"), max_length=150)
    members = models.PositiveSmallIntegerField(_("số thành viên"), default=0)
    teachers = models.PositiveSmallIntegerField(_("trong đó giáo viên"), default=0)
    is_active = models.BooleanField(_("đang hoạt động"), default=True)

    class Meta:
        verbose_name = _("tổ công nghệ số cộng đồng")
        verbose_name_plural = _("tổ công nghệ số cộng đồng")
        ordering = ["commune", "name"]
        constraints = [
            UniqueConstraint(fields=["commune", "name"], name="team_name_once"),
            CheckConstraint(
                condition=Q(teachers__lte=models.F("members")),
                name="team_teachers_within_members",
            ),
        ]

    def __str__(self):
        return self.name


@tracked
class Initiative(ScopedModel):
    """A recognised initiative (sáng kiến) of a school year."""

    scope_paths = OF_SCHOOL

    class Recognition(models.TextChoices):
        SCHOOL = "school", _("Cấp cơ sở")
        PROVINCE = "province", _("Cấp tỉnh")
        NATION = "nation", _("Toàn quốc")

    institution = models.ForeignKey(
        Institution,
        models.CASCADE,
        related_name="initiatives",
        verbose_name=_("trường"),
    )
    school_year = models.ForeignKey(
        SchoolYear, models.PROTECT, verbose_name=_("năm học")
    )
    title = models.CharField(_("tên sáng kiến"), max_length=300)
    is_digital = models.BooleanField(_("về chuyển đổi số"), default=False)
    recognition = models.CharField(
        _("cấp công nhận"),
        max_length=10,
        choices=Recognition,
        default=Recognition.SCHOOL,
    )
    decision = models.CharField(_("quyết định"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("sáng kiến")
        verbose_name_plural = _("sáng kiến")
        ordering = ["-school_year_id", "institution", "title"]
        constraints = [
            UniqueConstraint(
                fields=["institution", "school_year", "title"], name="initiative_once"
            ),
            CheckConstraint(condition=~Q(title=""), name="initiative_has_title"),
        ]

    def __str__(self):
        return self.title


@tracked
class PressSubscription(ScopedModel):
    """Copies of a newspaper that a school takes in a school year."""

    scope_paths = OF_SCHOOL

    institution = models.ForeignKey(
        Institution,
        models.CASCADE,
        related_name="press_subscriptions",
        verbose_name=_("trường"),
    )
    school_year = models.ForeignKey(
        SchoolYear, models.PROTECT, verbose_name=_("năm học")
    )
    newspaper = models.CharField(
        _("báo, tạp chí"), max_length=100, default="Báo Giáo dục và Thời đại"
    )
    copies = models.PositiveSmallIntegerField(_("số tờ mỗi kỳ"))

    class Meta:
        verbose_name = _("đặt báo")
        verbose_name_plural = _("đặt báo")
        ordering = ["-school_year_id", "institution", "newspaper"]
        constraints = [
            UniqueConstraint(
                fields=["institution", "school_year", "newspaper"],
                name="press_subscription_once",
            )
        ]

    def __str__(self):
        return f"{self.institution}: {self.newspaper}"


@tracked
class PressArticle(ScopedModel):
    """An article about a school, with the link under which it can be read."""

    scope_paths = OF_SCHOOL

    institution = models.ForeignKey(
        Institution,
        models.CASCADE,
        related_name="press_articles",
        verbose_name=_("trường"),
    )
    school_year = models.ForeignKey(
        SchoolYear, models.PROTECT, verbose_name=_("năm học")
    )
    newspaper = models.CharField(
        _("báo, tạp chí"), max_length=100, default="Báo Giáo dục và Thời đại"
    )
    title = models.CharField(_("tên bài"), max_length=300)
    published_on = models.DateField(_("đăng ngày"))
    link = models.URLField(_("đường dẫn"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("tin, bài")
        verbose_name_plural = _("tin, bài")
        ordering = ["-published_on", "title"]
        constraints = [
            UniqueConstraint(
                fields=["institution", "newspaper", "title", "published_on"],
                name="press_article_once",
            )
        ]

    def __str__(self):
        return self.title
