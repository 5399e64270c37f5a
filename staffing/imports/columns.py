"""The columns of the staff workbook, and the codes that may stand in them."""

from django.utils.translation import gettext as _

from communes.levels import Level
from communes.models import Ethnicity
from communes.workbooks import columns as kinds
from communes.workbooks.columns import Choice, Choices, Column
from staffing.models import Assignment, Degree, Person, Post, Subject

# What an unknown person must come with; a known one keeps what is left empty.
REQUIRED_OF_NEW = (
    "full_name",
    "sex",
    "birth_date",
    "ethnicity",
    "post",
    "contract",
    "started_on",
)


def columns():
    """The columns in the order of the template."""
    return [*_place(), *_person(), *_work(), *_degree()]


def _place():
    return [
        Column(
            "school",
            _("Mã trường"),
            aliases=("Mã cơ sở", "Mã đơn vị", "Mã trường học"),
            longest=20,
        ),
        Column(
            "school_name",
            _("Tên trường"),
            aliases=("Trường", "Đơn vị", "Đơn vị công tác", "Tên đơn vị"),
            longest=200,
        ),
    ]


def _person():
    sexes = Choices(
        [
            Choice(Person.Sex.MALE.value, _("Nam"), ("m", "trai", "nam giới")),
            Choice(Person.Sex.FEMALE.value, _("Nữ"), ("f", "gái", "nữ giới")),
        ]
    )
    return [
        Column(
            "personal_id",
            _("Số định danh cá nhân"),
            kinds.PERSONAL_NUMBER,
            aliases=("Số định danh", "CCCD", "Số CCCD", "Số CMND/CCCD", "Căn cước"),
            required=True,
            help=_("Đúng 12 chữ số, định dạng ô là văn bản."),
        ),
        Column(
            "full_name",
            _("Họ và tên"),
            aliases=("Họ tên", "Họ tên đệm và tên", "Tên nhân sự"),
            longest=100,
        ),
        Column("sex", _("Giới tính"), kinds.CHOICE, choices=sexes),
        Column(
            "birth_date",
            _("Ngày sinh"),
            kinds.BIRTH_DATE,
            aliases=("Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "Năm sinh"),
            help=_("Chỉ biết năm sinh thì ghi năm."),
        ),
        Column(
            "ethnicity",
            _("Dân tộc"),
            kinds.CHOICE,
            choices=Choices(Ethnicity.objects.values_list("code", "name")),
        ),
    ]


def _work():
    contracts = [(c.value, str(c.label)) for c in Assignment.Contract]
    levels = {Level.LOWER_SECONDARY: ("THCS",), Level.UPPER_SECONDARY: ("THPT",)}
    return [
        Column(
            "post",
            _("Vị trí việc làm"),
            kinds.CHOICE,
            aliases=("Chức vụ", "Chức danh", "Vị trí"),
            choices=_codes(Post),
        ),
        Column(
            "level",
            _("Cấp dạy"),
            kinds.CHOICE,
            aliases=("Cấp học",),
            choices=Choices(
                Choice(one.value, str(one.label), levels.get(one, ())) for one in Level
            ),
            help=_("Chỉ cần với giáo viên của trường có nhiều cấp học."),
        ),
        Column(
            "subject",
            _("Môn dạy"),
            kinds.CHOICE,
            aliases=("Môn", "Môn giảng dạy", "Môn học"),
            choices=_codes(Subject),
        ),
        Column(
            "contract",
            _("Hợp đồng"),
            kinds.CHOICE,
            aliases=("Loại hợp đồng", "Hình thức hợp đồng"),
            choices=Choices(contracts),
        ),
        Column(
            "started_on",
            _("Từ ngày"),
            kinds.DATE,
            aliases=("Ngày bắt đầu", "Làm việc từ ngày", "Ngày về trường"),
            help=_("Ngày bắt đầu công việc này tại trường này."),
        ),
    ]


def _degree():
    return [
        Column(
            "degree",
            _("Trình độ cao nhất"),
            kinds.CHOICE,
            aliases=("Trình độ", "Trình độ đào tạo", "Văn bằng"),
            choices=_codes(Degree),
        ),
        Column(
            "major",
            _("Chuyên ngành"),
            aliases=("Ngành đào tạo", "Chuyên ngành đào tạo"),
            longest=120,
        ),
        Column(
            "is_teacher_training",
            _("Ngành đào tạo giáo viên"),
            kinds.YES_NO,
            aliases=("Ngành sư phạm",),
        ),
        Column(
            "has_certificate",
            _("Chứng chỉ nghiệp vụ sư phạm"),
            kinds.YES_NO,
            aliases=("Chứng chỉ NVSP", "CC NVSP"),
        ),
        Column(
            "obtained_on",
            _("Ngày cấp bằng"),
            kinds.DATE,
            aliases=("Ngày cấp", "Ngày tốt nghiệp"),
        ),
    ]


def _codes(model):
    return Choices(model.objects.values_list("code", "name"))
