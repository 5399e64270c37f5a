"""The forms that a school's return is made of, field by field."""

from django.utils.translation import gettext_lazy as _

from communes.entry.forms import Field, register
from communes.levels import Level
from communes.models import ReportingPeriod
from schools.entry import AgeForm, GradeForm, ReturnForm, SiteForm
from schools.models import (
    AgeFigures,
    Facilities,
    Grade,
    GradeFigures,
    GradeResults,
    OneClassSite,
)

CLASSES, PUPILS = _("Số lớp"), _("Học sinh")
ROOMS, MACHINES, SERVICES = _("Phòng"), _("Thiết bị"), _("Điều kiện")
RATINGS, OUTCOME, MOVES = _("Đánh giá"), _("Kết quả"), _("Biến động")

GRADE_FIELDS = (
    Field("classes", _("Số lớp"), group=CLASSES, help=_("Lớp thực tế đang tổ chức.")),
    Field("two_session_classes", _("2 buổi/ngày"), group=CLASSES),
    Field(
        "mixed_classes",
        _("Lớp ghép"),
        group=CLASSES,
        help=_("Lớp có từ hai trình độ hoặc hai độ tuổi trở lên."),
    ),
    Field(
        "specialised_classes",
        _("Lớp chuyên"),
        group=CLASSES,
        help=_("Chỉ trường chuyên (TT 20/2023/TT-BGDĐT, điều 17)."),
    ),
    Field("pupils", _("Tổng số"), group=PUPILS),
    Field("girls", _("Nữ"), group=PUPILS),
    Field("ethnic", _("DTTS"), group=PUPILS, help=_("Học sinh dân tộc thiểu số.")),
    Field("ethnic_girls", _("Nữ DTTS"), group=PUPILS),
    Field(
        "inclusive",
        _("Hòa nhập"),
        group=PUPILS,
        help=_("Học sinh khuyết tật học hòa nhập."),
    ),
    Field("repeaters", _("Lưu ban"), group=PUPILS),
    Field("new_entrants", _("Tuyển mới"), group=PUPILS),
    Field("left", _("Thôi học"), group=PUPILS, help=_("Thôi học trong kỳ báo cáo.")),
    Field("right_age", _("Đúng tuổi"), group=PUPILS),
    Field("two_session_pupils", _("Học 2 buổi"), group=PUPILS),
    Field("lunch_boarders", _("Bán trú"), group=PUPILS),
    Field("boarders", _("Nội trú"), group=PUPILS),
    Field("english", _("Tiếng Anh"), group=PUPILS, help=_("Học sinh học Tiếng Anh.")),
    Field("informatics", _("Tin học"), group=PUPILS, help=_("Học sinh học Tin học.")),
    Field("specialised_pupils", _("Học lớp chuyên"), group=PUPILS),
)

AGE_FIELDS = (
    Field("pupils", _("Tổng số"), group=PUPILS),
    Field("girls", _("Nữ"), group=PUPILS),
    Field("ethnic", _("DTTS"), group=PUPILS, help=_("Học sinh dân tộc thiểu số.")),
    Field("ethnic_girls", _("Nữ DTTS"), group=PUPILS),
)

FACILITY_FIELDS = (
    Field("classrooms", _("Phòng học"), group=ROOMS),
    Field("solid_rooms", _("Kiên cố"), group=ROOMS),
    Field("semi_solid_rooms", _("Bán kiên cố"), group=ROOMS),
    Field("temporary_rooms", _("Tạm"), group=ROOMS),
    Field(
        "borrowed_rooms",
        _("Nhờ, mượn"),
        group=ROOMS,
        help=_("Đã tính trong kiên cố, bán kiên cố hoặc tạm."),
    ),
    Field("subject_rooms", _("Phòng bộ môn"), group=ROOMS),
    Field("libraries", _("Thư viện"), group=ROOMS),
    Field("teaching_computers", _("Máy tính dạy, học"), group=MACHINES),
    Field("working_computers", _("Còn hoạt động"), group=MACHINES),
    Field("management_computers", _("Máy tính quản lý"), group=MACHINES),
    Field("projectors", _("Máy chiếu, màn hình"), group=MACHINES),
    Field("internet", _("Internet"), "yes_no", group=SERVICES),
    Field("power", _("Điện lưới"), "yes_no", group=SERVICES),
    Field("clean_water", _("Nước sạch"), "yes_no", group=SERVICES),
    Field("toilets", _("Nhà vệ sinh"), "yes_no", group=SERVICES),
    Field("separate_toilets", _("Riêng nam, nữ"), "yes_no", group=SERVICES),
    Field("hand_washing", _("Chỗ rửa tay"), "yes_no", group=SERVICES),
    Field(
        "disability_access",
        _("Lối cho người khuyết tật"),
        "yes_no",
        group=SERVICES,
    ),
)

RESULT_FIELDS = (
    Field("assessed", _("Được đánh giá"), group=RATINGS),
    Field("rated_excellent", _("Tốt"), group=RATINGS),
    Field("rated_good", _("Khá"), group=RATINGS),
    Field("rated_pass", _("Đạt"), group=RATINGS),
    Field("rated_fail", _("Chưa đạt"), group=RATINGS),
    Field("promoted", _("Lên lớp, hoàn thành"), group=OUTCOME),
    Field("held_back", _("Ở lại lớp"), group=OUTCOME),
    Field("exam_candidates", _("Dự xét, dự thi TN"), group=OUTCOME),
    Field("graduated", _("Tốt nghiệp"), group=OUTCOME),
    Field("dropped_out", _("Bỏ học trong năm"), group=MOVES),
    Field("moved_in", _("Chuyển đến"), group=MOVES),
    Field("moved_out", _("Chuyển đi"), group=MOVES),
)


def preschool_grades():
    """(code, name) of the groups and classes a preschool may run."""
    grades = Grade.objects.filter(level=Level.PRESCHOOL).order_by("order")
    return [(grade.pk, str(grade)) for grade in grades]


SITE_FIELDS = (
    Field(
        "grade_id",
        _("Nhóm, lớp"),
        "choice",
        help=_("Chỉ nhập cho điểm trường có đúng một nhóm hoặc một lớp."),
        choices=preschool_grades,
    ),
    Field(
        "children", _("Số trẻ"), help=_("Trẻ này vẫn tính trong biểu lớp, học sinh.")
    ),
    Field("inclusive", _("Hòa nhập"), help=_("Trẻ khuyết tật học hòa nhập.")),
)

START, END = ReportingPeriod.Kind.START, ReportingPeriod.Kind.END
GRADE_LABEL = _("Khối, nhóm tuổi")


def register_all():
    register(
        GradeForm(
            "classes",
            _("Lớp và học sinh theo khối"),
            GradeFigures,
            GRADE_FIELDS,
            (START,),
            GRADE_LABEL,
        )
    )
    register(
        AgeForm(
            "ages",
            _("Học sinh theo độ tuổi"),
            AgeFigures,
            AGE_FIELDS,
            (START,),
            _("Tuổi"),
        )
    )
    register(
        ReturnForm(
            "facilities",
            _("Cơ sở vật chất, thiết bị"),
            Facilities,
            FACILITY_FIELDS,
            (START,),
        )
    )
    register(
        SiteForm(
            "sites",
            _("Điểm trường một lớp"),
            OneClassSite,
            SITE_FIELDS,
            (START,),
            _("Điểm trường"),
        )
    )
    register(
        GradeForm(
            "results",
            _("Kết quả giáo dục theo khối"),
            GradeResults,
            RESULT_FIELDS,
            (END,),
            GRADE_LABEL,
        )
    )
