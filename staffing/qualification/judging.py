"""How each teacher and head stands to the standard, with the sentence that says why.

Luật Nhà giáo art. 28; NĐ 93/2026 art. 20.2 lets a college degree do for some subjects,
which must then be upgraded (art. 20.8). Heads are judged as teachers of their level.
"""

from dataclasses import dataclass

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.codelist import name_field
from communes.levels import Level
from staffing import queries
from staffing.models import NormSet, Post, Qualification, QualificationNorm
from staffing.norms import applied_on

JUDGED = (Post.Group.TEACHER, Post.Group.MANAGER)


class Standing(models.TextChoices):
    ABOVE = "above", gettext_lazy("Trên chuẩn")
    MEETS = "meets", gettext_lazy("Đạt chuẩn")
    EXCEPTION = "exception", gettext_lazy("Đạt theo ngoại lệ, phải nâng trình độ")
    NO_CERTIFICATE = "no_certificate", gettext_lazy("Chưa đạt, thiếu chứng chỉ")
    BELOW = "below", gettext_lazy("Chưa đạt")


QUALIFIED = (Standing.ABOVE, Standing.MEETS, Standing.EXCEPTION)


def judged(user, day):
    """Teachers and heads serving on `day` whom `user` may see, with their standing."""
    rows = queries.serving(user, day).filter(post__group__in=JUDGED)
    return with_standing(rows, day).exclude(general_rank=None)


def with_standing(assignments, day):
    """Annotate ranks of the norm and of the degrees, and what follows from them."""
    owned = Qualification.objects.filter(
        person=OuterRef("person"), obtained_on__lte=day
    ).order_by("-degree__rank", "-obtained_on")
    for_teaching = owned.filter(Q(is_teacher_training=True) | Q(has_certificate=True))
    applied = applied_on(NormSet.Family.QUALIFICATION, day)
    norms = QualificationNorm.objects.filter(
        norm_set=applied.norm_set if applied else None, level=OuterRef("at_level")
    ).values("minimum_degree__rank")
    return assignments.annotate(
        at_level=Coalesce(
            NullIf("level", Value("")), F("institution__kind__highest_level")
        )
    ).annotate(
        general_rank=Subquery(norms.filter(subject=None)[:1]),
        subject_rank=Subquery(norms.filter(subject=OuterRef("subject"))[:1]),
        degree=Subquery(owned.values(f"degree__{name_field()}")[:1]),
        major=Subquery(owned.values("major")[:1]),
        degree_rank=Coalesce(Subquery(owned.values("degree__rank")[:1]), 0),
        training_rank=Coalesce(Subquery(for_teaching.values("degree__rank")[:1]), 0),
        standing=_standing(),
    )


def _standing():
    lowest = Coalesce(F("subject_rank"), F("general_rank"))
    return Case(
        When(training_rank__gt=Greatest(F("general_rank"), 0), then=_of("ABOVE")),
        When(training_rank=F("general_rank"), then=_of("MEETS")),
        When(training_rank__gte=F("subject_rank"), then=_of("EXCEPTION")),
        When(degree_rank__gte=lowest, then=_of("NO_CERTIFICATE")),
        default=_of("BELOW"),
        output_field=models.CharField(),
    )


def _of(name):
    return Value(Standing[name].value)


@dataclass(frozen=True)
class Rules:
    """The standard applied on a day: its document, and what each row asks for."""

    document: str
    # (level, subject or ""): (name of the degree, article)
    rows: dict

    @classmethod
    def on(cls, day):
        applied = applied_on(NormSet.Family.QUALIFICATION, day)
        if applied is None:
            return cls("", {})
        norms = applied.norm_set.qualificationnorm_rows.select_related("minimum_degree")
        rows = {
            (row.level, row.subject_id or ""): (
                str(row.minimum_degree).lower(),
                row.article,
            )
            for row in norms
        }
        return cls(applied.norm_set.document, rows)

    def asked(self, level, subject=""):
        """The degree asked for, and where it stands."""
        degree, article = self.rows.get((level, subject), ("", ""))
        # An exception may stand in a decree of its own.
        source = article if "NĐ" in article else f"{self.document}, {article}"
        return degree, source


def why(row, rules):
    """The sentence: what the standard asks for, what the person has, what follows."""
    asked, source = rules.asked(row.at_level)
    enough, exception = rules.asked(row.at_level, row.subject_id or "")
    return SENTENCES[row.standing] % {
        "level": str(Level(row.at_level).label).lower(),
        "asked": asked,
        "source": source,
        "enough": enough,
        "exception": exception,
        "owned": row.degree.lower() if row.degree else _("chưa có văn bằng"),
        "subject": str(row.subject or ""),
    }


SENTENCES = {
    Standing.ABOVE: gettext_lazy(
        "Trình độ: %(owned)s, cao hơn mức %(asked)s mà chuẩn %(level)s yêu cầu "
        "(%(source)s)."
    ),
    Standing.MEETS: gettext_lazy(
        "Trình độ: %(owned)s, đúng mức chuẩn %(level)s yêu cầu (%(source)s)."
    ),
    Standing.EXCEPTION: gettext_lazy(
        "Trình độ: %(owned)s; chuẩn %(level)s là %(asked)s, riêng môn %(subject)s chấp "
        "nhận %(enough)s nhưng phải nâng trình độ (%(exception)s; khoản 8)."
    ),
    Standing.NO_CERTIFICATE: gettext_lazy(
        "Trình độ: %(owned)s ngoài ngành đào tạo giáo viên, chưa có chứng chỉ nghiệp vụ "
        "sư phạm: cần bồi dưỡng lấy chứng chỉ (%(source)s)."
    ),
    Standing.BELOW: gettext_lazy(
        "Trình độ: %(owned)s, thấp hơn mức %(asked)s mà chuẩn %(level)s yêu cầu: cần "
        "nâng trình độ (%(source)s)."
    ),
}


def counted(rows, *keys):
    """How many stand how, one dictionary per `keys`."""
    number = models.Count("pk")
    return list(
        rows.order_by()
        .values(*keys)
        .annotate(
            people=number,
            **{
                one.value: models.Count("pk", filter=Q(standing=one.value))
                for one in Standing
            },
        )
    )
