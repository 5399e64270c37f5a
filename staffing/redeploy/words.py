"""Plans of redeployment in words: why this person, why not filled, who signs, what fails."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.numbers import shown
from staffing.models import Assignment, RedeployRule

# Why a shortage stays, by the codes of staffing.redeploy.reasons: label and sentence.
REASONS = {
    "no_surplus": (
        gettext_lazy("Không có người thừa"),
        gettext_lazy(
            "Không trường nào trong tỉnh thừa người cùng vị trí, cấp học và môn này; "
            "cần tuyển dụng."
        ),
    ),
    "below_one": (
        gettext_lazy("Thiếu chưa đủ một người"),
        gettext_lazy(
            "Phần thiếu chưa đủ một người và không có trường nào gần có phần thừa đủ "
            "để dạy liên trường."
        ),
    ),
    "surplus_below_one": (
        gettext_lazy("Nơi thừa chưa đủ một người"),
        gettext_lazy(
            "Có trường thừa môn này nhưng mỗi nơi thừa chưa đủ một người; chuyển đi "
            "thì trường đó thành thiếu."
        ),
    ),
    "level_norm": (
        gettext_lazy("Trường chuyển đi sẽ dưới định mức"),
        gettext_lazy(
            "Trường thừa môn này không thừa về tổng số của cấp học; chuyển đi thì "
            "trường đó xuống dưới định mức."
        ),
    ),
    "protected": (
        gettext_lazy("Người thừa đều thuộc diện không điều động"),
        gettext_lazy(
            "Những người có thể chuyển đều thuộc diện không điều động (sắp nghỉ hưu, "
            "thai sản, hoàn cảnh, mới chuyển) hoặc chưa ghi môn dạy."
        ),
    ),
    "too_far": (
        gettext_lazy("Quá xa"),
        gettext_lazy("Các trường thừa người đều xa hơn giới hạn khoảng cách."),
    ),
    "forbidden": (
        gettext_lazy("Người có quyền đã loại"),
        gettext_lazy("Những người có thể chuyển đến đều đã bị loại khỏi phương án."),
    ),
    "total_full": (
        gettext_lazy("Trường đã đủ tổng số của cấp"),
        gettext_lazy("Trường thiếu môn này nhưng đã đủ tổng số người của cấp học."),
    ),
    "cap": (
        gettext_lazy("Hết số lượt của trường"),
        gettext_lazy(
            "Trường chuyển đi hoặc trường nhận đã đạt số người nhiều nhất được đặt ra."
        ),
    ),
    "used_elsewhere": (
        gettext_lazy("Người thừa đã bố trí nơi khác"),
        gettext_lazy(
            "Số người thừa trong khoảng cách cho phép ít hơn số thiếu; đã bố trí hết "
            "cho các trường khác."
        ),
    ),
}

IMPOSSIBLE = {
    "not_surplus": gettext_lazy(
        "không còn là người của môn, cấp học đang thừa tại trường"
    ),
    "no_shortage": gettext_lazy("trường đến không thiếu người như vậy"),
    "twice": gettext_lazy("đã có trong một lượt khác"),
    "protected": gettext_lazy("thuộc diện không điều động"),
    "below_norm": gettext_lazy("trường chuyển đi sẽ xuống dưới định mức"),
    "cap": gettext_lazy("vượt số người nhiều nhất của một trường"),
}

ORDERS = {
    "order_contract": gettext_lazy("viên chức trước hợp đồng lao động"),
    "order_service": gettext_lazy("công tác tại trường ngắn hơn trước"),
    "order_age": gettext_lazy("trẻ tuổi hơn trước"),
}


def reason_label(code):
    label, _sentence = REASONS.get(code, (code, ""))
    return str(label)


def reason_sentence(code):
    _label, sentence = REASONS.get(code, ("", code))
    return str(sentence)


def articles():
    """The articles about who signs, as the rows of rules cite them."""
    rows = RedeployRule.objects.filter(pk__in=["sign_commune", "sign_department"])
    return dict(rows.values_list("code", "basis"))


def signer(commune):
    if commune is None:
        return _("Giám đốc Sở Giáo dục và Đào tạo")
    return _("Chủ tịch UBND %(commune)s") % {"commune": commune.full_name}


def signing_sentence(move, basis):
    """Who signs a move, and by which article."""
    if move.signer_commune_id:
        why = _("hai trường cùng một xã quản lý")
        article = basis.get("sign_commune", "")
    else:
        why = _("liên quan từ hai xã trở lên hoặc trường thuộc Sở")
        article = basis.get("sign_department", "")
    facts = {"who": signer(move.signer_commune), "why": why, "article": article}
    return _("%(who)s ký, vì %(why)s (%(article)s).") % facts


def explain(move, basis):
    """Sentences that answer why this person, why here, and who signs."""
    why = move.why
    if why:
        yield _person_sentence(why)
        yield _figures_sentence(move, why)
    yield _distance_sentence(move)
    yield signing_sentence(move, basis)


def _person_sentence(why):
    facts = {
        "rank": why["rank"],
        "among": why["among"],
        "since": f"{date.fromisoformat(why['since']):%d/%m/%Y}",
        "contract": Assignment.Contract(why["contract"]).label.lower(),
        "order": ", ".join(str(ORDERS[code]) for code in why["order"]) or "–",
    }
    sentence = _(
        "Người thứ %(rank)s trong %(among)s người có thể chuyển, xếp theo: %(order)s; "
        "%(contract)s, ở trường từ %(since)s."
    )
    return sentence % facts


def _figures_sentence(move, why):
    facts = {
        "source": move.source.name,
        "target": move.target.name,
        **{
            key: shown(why[key])
            for key in (
                "surplus_before",
                "surplus_after",
                "shortage_before",
                "shortage_after",
                "level_surplus_before",
            )
        },
    }
    return (
        _(
            "%(source)s thừa %(surplus_before)s, sau phương án còn thừa "
            "%(surplus_after)s (tổng cấp học thừa %(level_surplus_before)s); "
            "%(target)s thiếu %(shortage_before)s, sau phương án còn thiếu "
            "%(shortage_after)s."
        )
        % facts
    )


def _distance_sentence(move):
    facts = {"km": shown(move.kilometres)}
    if move.distance_is_exact:
        return _("Cách nhau %(km)s km theo đường chim bay giữa hai điểm chính.") % facts
    return (
        _(
            "Cách nhau khoảng %(km)s km: ít nhất một trường chưa có tọa độ, tính từ "
            "trung tâm xã."
        )
        % facts
    )
