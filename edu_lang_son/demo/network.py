"""The schools of the latest year: how many of which kind stand in which commune."""

import math
from datetime import date

from communes.models import Commune

from .base import (
    YEARS,
    Place,
    School,
    Stream,
    apportion_from,
    read_rows,
)
from .names import WORDS, villages

# Two communes whose schools are published one by one.
PUBLISHED = {
    "06286": {"MN": 4, "TH": 3, "TH-THCS": 2, "THCS": 2},
    "06565": {"MN": 3, "TH": 2, "TH-THCS": 2, "THCS": 1},
}
LEVELS = {
    "MN": ("preschool",),
    "TH": ("primary",),
    "TH-THCS": ("primary", "lower_secondary"),
    "THCS": ("lower_secondary",),
    "THCS-THPT": ("lower_secondary", "upper_secondary"),
    "THPT": ("upper_secondary",),
    "GDTX": ("continuing",),
}
WEIGHT = {
    ("MN", "preschool"): 1.0,
    ("TH", "primary"): 1.35,
    ("TH-THCS", "primary"): 0.85,
    ("TH-THCS", "lower_secondary"): 0.7,
    ("THCS", "lower_secondary"): 1.5,
    ("THPT", "upper_secondary"): 1.0,
    ("THCS-THPT", "upper_secondary"): 0.45,
    ("GDTX", "continuing"): 1.0,
}
# How readily a kind of school is found in each terrain.
TASTE = {
    "MN": {"ward": 0.85, "lowland": 1, "upland": 1, "remote": 1.05},
    "TH": {"ward": 1.25, "lowland": 1.15, "upland": 0.95, "remote": 0.8},
    "TH-THCS": {"ward": 0.15, "lowland": 0.6, "upland": 1.15, "remote": 1.6},
    "THCS": {"ward": 1.15, "lowland": 1.2, "upland": 1, "remote": 0.8},
}
TITLE = {
    "MN": "Trường Mầm non",
    "TH": "Trường Tiểu học",
    "TH-THCS": "Trường TH&THCS",
    "THCS": "Trường THCS",
    "THCS-THPT": "Trường THCS&THPT",
    "THPT": "Trường THPT",
}


def load_places(world):
    """Communes of the scale with their invented size and terrain."""
    facts = {row["code"]: row for row in read_rows("communes.csv")}
    wanted = set(world.scale["communes"]) or set(facts)
    world.places = [
        Place(
            code=commune.code,
            name=commune.name,
            cluster=commune.cluster,
            residents=int(facts[commune.code]["residents"]),
            terrain=facts[commune.code]["terrain"],
            kinh_share=float(facts[commune.code]["kinh_share"]),
            latitude=float(commune.latitude),
            longitude=float(commune.longitude),
            area=float(commune.area_km2),
            is_border=commune.is_border,
            ethnic_area=facts[commune.code]["ethnic_area"],
            region=int(facts[commune.code]["region"]),
        )
        for commune in Commune.objects.filter(code__in=wanted).order_by("code")
    ]


def schools_per_place(world, kind):
    """How many schools of `kind` stand in each commune; the published ones as published."""
    free = [place for place in world.places if place.code not in PUBLISHED]
    counts = {
        place.code: PUBLISHED[place.code][kind]
        for place in world.places
        if place.code in PUBLISHED
    }
    total = world.scale["schools"][kind] - sum(counts.values())
    weights = [p.residents**0.75 * TASTE[kind][p.terrain] for p in free]
    floor = 0 if kind == "TH-THCS" else 1
    shares = apportion_from(total, weights, floor)
    return counts | {p.code: n for p, n in zip(free, shares, strict=True)}


class Builder:
    """Adds schools one by one, with names, places on the map and streams."""

    def __init__(self, world):
        self.world = world
        self.chance = world.chance("network")
        names = villages(world.chance("villages"))
        each = len(names) // len(world.places)
        self.village_names = {
            place.code: names[i * each : (i + 1) * each]
            for i, place in enumerate(world.places)
        }
        self.private_names = list(WORDS["private_preschools"])
        self.upper_names = list(WORDS["upper_secondary"])

    def add(self, place, kind, name, **facts):
        latitude, longitude = self.spot(place)
        school = School(
            name=name,
            kind=kind,
            place=place,
            latitude=latitude,
            longitude=longitude,
            **facts,
        )
        if school.opened_on == School.opened_on:
            school.opened_on = date(self.chance.randint(1962, 2012), 8, 15)
        self.world.schools.append(school)
        return school

    def spot(self, place):
        """A point inside the commune's schematic disc."""
        radius = (
            0.62 * math.sqrt(place.area / math.pi) * math.sqrt(self.chance.random())
        )
        angle = self.chance.random() * math.tau
        north = radius * math.sin(angle) / 111.2
        east = radius * math.cos(angle) / 103.2
        return round(place.latitude + north, 5), round(place.longitude + east, 5)

    def streams(self, school, years=YEARS):
        """One stream for each level the school teaches."""
        for level in LEVELS[school.kind]:
            weight = WEIGHT.get((school.kind, level), 1.0)
            weight *= 0.45 if school.private else self.chance.lognormvariate(0, 0.22)
            stream = Stream(level, school.place, weight)
            stream.hosts = dict.fromkeys(years, school)
            self.world.streams.append(stream)

    def village(self, place):
        return self.chance.choice(self.village_names[place.code])


def build_basic_schools(builder):
    """Preschools, primary and lower secondary schools of the latest year."""
    world = builder.world
    for kind in ("MN", "TH", "TH-THCS", "THCS"):
        counts = schools_per_place(world, kind)
        for place in world.places:
            names = [place.name, *builder.village_names[place.code]]
            if kind == "TH-THCS":
                names = names[2:]
            for number in range(counts[place.code]):
                school = builder.add(place, kind, f"{TITLE[kind]} {names[number]}")
                school.two_sessions = kind == "MN" or builder.chance.random() > 0.12
    mark_private(builder)
    mark_semi_boarding(builder)
    for school in world.schools:
        builder.streams(school)


def mark_private(builder):
    """A few preschools of the wards and towns are private."""
    world = builder.world
    preschools = {}
    for school in world.schools:
        if school.kind == "MN" and school.place.terrain in ("ward", "lowland"):
            preschools.setdefault(school.place, []).append(school)
    crowded = [schools[-2:] for schools in preschools.values() if len(schools) > 3]
    candidates = [pair[-1] for pair in crowded] + [pair[0] for pair in crowded]
    for school in candidates[: world.scale["private"]]:
        school.private = True
        school.name = f"Trường Mầm non tư thục {builder.private_names.pop(0)}"
        school.opened_on = date(builder.chance.randint(2008, 2019), 8, 15)


def mark_semi_boarding(builder):
    """PTDTBT: schools of remote and upland communes that house pupils in the week."""
    order = {"remote": 0, "upland": 1, "lowland": 2, "ward": 3}
    for kind, count in builder.world.scale["semi_boarding"].items():
        schools = [s for s in builder.world.schools if s.kind == kind]
        # The school named after its commune stands in the centre: it comes last.
        central = {s for s in schools if s.name.endswith(s.place.name)}
        schools.sort(
            key=lambda s: (
                order[s.place.terrain],
                s in central,
                builder.chance.random(),
            )
        )
        for school in schools[:count]:
            make_semi_boarding(school)


def make_semi_boarding(school):
    school.special = "semi_boarding"
    school.name = school.name.replace("Trường Tiểu học", "Trường TH").replace(
        "Trường ", "Trường PTDTBT ", 1
    )


def build_upper_schools(builder):
    """Boarding, upper secondary and continuing education, cluster by cluster."""
    world, wanted = builder.world, world_upper(builder.world)
    for cluster, places in clusters(world).items():
        town = places[0]
        if cluster == "Lạng Sơn":
            add_upper(
                builder, town, "THPT", "Trường PTDTNT tỉnh (minh họa)", "boarding"
            )
            add_upper(
                builder,
                places[-1],
                "THPT",
                "Trường THPT chuyên Xứ Lạng (minh họa)",
                "gifted",
            )
        else:
            kind = wanted["boarding"].pop(0) if wanted["boarding"] else None
            if kind:
                title = f"Trường PTDTNT {TITLE[kind].removeprefix('Trường ')} {cluster}"
                add_upper(builder, town, kind, title, "boarding")
    centres = [places[0] for places in clusters(world).values()]
    centres.sort(key=lambda place: -place.residents)
    for place in centres[: wanted["GDTX"]]:
        add_upper(builder, place, "GDTX", f"Trung tâm GDNN-GDTX {place.cluster}", "")
    for place in upper_places(world, wanted["THPT"]):
        add_upper(
            builder, place, "THPT", f"Trường THPT {builder.upper_names.pop(0)}", ""
        )


def world_upper(world):
    upper = world.scale["upper"]
    mixed, lower = upper["THCS-THPT"], upper["THCS"]
    return upper | {"boarding": ["THCS-THPT"] * mixed + ["THCS"] * lower}


def clusters(world):
    """Places by cluster, the largest commune first; published ones host no upper school."""
    found = {}
    for place in sorted(world.places, key=lambda place: (-place.residents, place.code)):
        if place.code not in PUBLISHED:
            found.setdefault(place.cluster, []).append(place)
    return found


def upper_places(world, count):
    """Communes for the upper secondary schools: by residents of the cluster, largest first."""
    groups = clusters(world)
    people = [sum(p.residents for p in places) for places in groups.values()]
    floor = 1 if count >= len(groups) else 0
    shares = apportion_from(count, people, floor)
    for places, share in zip(groups.values(), shares, strict=True):
        for number in range(share):
            yield places[number % len(places)]


def add_upper(builder, place, kind, name, special):
    school = builder.add(place, kind, name, special=special)
    # Whatever teaches upper secondary or continuing classes belongs to the department.
    school.managed = kind == "THCS"
    builder.streams(school)
    for stream in builder.world.streams[-len(LEVELS[kind]) :]:
        if special == "boarding" and stream.level == "lower_secondary":
            stream.fixed_intake = 62
        elif special == "boarding":
            stream.fixed_intake = 175 if kind == "THPT" else 96
        elif special == "gifted":
            stream.fixed_intake = 280
    return school


def give_codes(world):
    """Opaque codes in the shape in use: province, former district, level, number."""
    districts = {row["cluster"]: row["district"] for row in read_rows("districts.csv")}
    digit = {"MN": "3", "TH": "4", "TH-THCS": "5", "THCS": "5", "GDTX": "9"}
    taken = {}
    for number, school in enumerate(world.schools, start=1):
        level = "E" if school.special == "boarding" else digit.get(school.kind, "7")
        stem = f"20{districts[school.place.cluster]}{level}"
        # Numbers from 51 on keep clear of codes that real schools may have.
        taken[stem] = taken.get(stem, 50) + 1
        school.code = f"{stem}{taken[stem]:02d}"
        school.pk = number
