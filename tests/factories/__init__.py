"""Plain functions that make the rows a test needs, with defaults that are valid.

Every function takes what matters to the test by keyword and fills in the rest;
numbers in codes only keep them apart. Use it as `from tests import factories as make`.
"""

from .accounts import (
    PASSWORD,
    admin,
    clerk,
    colleague,
    expired,
    official,
    owner,
    reader,
    roleless,
    somebody,
    stranger,
    user,
)
from .complete import complete_commune_forms, complete_return, complete_school
from .computed import computation_run, indicator_value, job
from .institutions import institution, recognition, site
from .people import (
    absence,
    assigned_places,
    assignment,
    employee,
    person,
    qualification,
)
from .places import (
    YEAR,
    commune,
    commune_region,
    number,
    office,
    open_period,
    or_new_commune,
    pending_cell,
    period,
    population,
    province,
    reference,
    school_year,
)
from .returns import GRADES, facilities, grade, one_class_site, school, school_return

__all__ = [
    "GRADES",
    "PASSWORD",
    "YEAR",
    "absence",
    "admin",
    "assigned_places",
    "assignment",
    "clerk",
    "colleague",
    "commune",
    "commune_region",
    "complete_commune_forms",
    "complete_return",
    "complete_school",
    "computation_run",
    "employee",
    "expired",
    "facilities",
    "grade",
    "indicator_value",
    "institution",
    "job",
    "number",
    "office",
    "official",
    "one_class_site",
    "open_period",
    "or_new_commune",
    "owner",
    "pending_cell",
    "period",
    "person",
    "population",
    "province",
    "qualification",
    "reader",
    "recognition",
    "reference",
    "roleless",
    "school",
    "school_return",
    "school_year",
    "site",
    "somebody",
    "stranger",
    "user",
]
