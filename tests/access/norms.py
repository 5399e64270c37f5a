"""Who reads the four figures, the norm sets and the gaps against places."""

LOGIN = "login"

# anonymous, roleless, expired, stranger, owner, reader, clerk, official, admin
PAGE = (LOGIN, 403, LOGIN) + (200,) * 6
ROUTE = (401, 403, 401) + (200,) * 6
OWN_ROUTE = (401, 403, 401, 404, 200, 200, 200, 200, 200)

READING = {
    "staffing_figures": PAGE,
    "norm_list": PAGE,
    "norm_detail": PAGE,
    "place_why": (LOGIN, 403, LOGIN, 404, 200, 200, 200, 200, 200),
    "api-place-gap-list": ROUTE,
    "api-place-gap-detail": OWN_ROUTE,
}


def arguments(world):
    code = world.school.gaps.get(post="principal").norm_set.code
    return {
        "norm_detail": {"code": code},
        "place_why": {"code": world.school.code, "group": "teacher"},
        "api-norm-detail": {"code": code},
        "api-place-gap-detail": {"pk": world.school.place_gaps.get().pk},
    }
