"""Who is compared with whom: blocks by kind, region and size, none of them too small.

Plain Python: it takes what is known of the participants and gives names of blocks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

SMALL, MIDDLE, LARGE, UNKNOWN = 1, 2, 3, 4


@dataclass(frozen=True, order=True)
class Trait:
    """What decides which block a participant belongs to.

    `kind` is the place and the name of what is never mixed with another: primary
    schools, communes, teams. A size of 0 says that sizes mean nothing here.
    """

    kind: tuple[int, str]
    region: int
    size: int = 0


def size_of(learners, middle_from, large_from):
    """The size of a school; unknown before it has handed in a single return."""
    if learners is None:
        return UNKNOWN
    if learners >= large_from:
        return LARGE
    return MIDDLE if learners >= middle_from else SMALL


def formed(traits: Iterable[Trait], smallest: int) -> dict[Trait, str]:
    """The name of its block for each trait; blocks in the order of their traits.

    Sizes of one region are joined until every block has `smallest` members, then
    regions; kinds never are, so a kind of few participants makes one small block.
    """
    by_kind = defaultdict(Counter)
    for trait in traits:
        by_kind[trait.kind][trait] += 1
    names = {}
    for kind, counts in sorted(by_kind.items()):
        names |= _of_kind(kind, counts, smallest)
    return names


def _of_kind(kind, counts, smallest):
    regions = Counter()
    for trait, number in counts.items():
        regions[trait.region] += number
    parts = joined(regions, smallest)
    names = {}
    for part in parts:
        inside = {trait: n for trait, n in counts.items() if trait.region in part}
        where = region_words(part) if _is_told(part, regions) else ""
        names |= _by_size(kind[1], where, inside, smallest)
    return names


def _by_size(kind, where, counts, smallest):
    sizes = Counter()
    for trait, number in counts.items():
        sizes[trait.size] += number
    names = {}
    for part in joined(sizes, smallest):
        how = size_words(part) if _is_told(part, sizes) else ""
        name = ", ".join(words for words in (kind, where, how) if words)
        names |= {trait: name for trait in sorted(counts) if trait.size in part}
    return names


def joined(counts, smallest):
    """Neighbouring values together, until each part has `smallest` or one is left."""
    parts = [([value], counts[value]) for value in sorted(counts)]
    while len(parts) > 1:
        place = min(range(len(parts)), key=lambda at: parts[at][1])
        if parts[place][1] >= smallest:
            break
        beside = [at for at in (place - 1, place + 1) if 0 <= at < len(parts)]
        other = min(beside, key=lambda at: parts[at][1])
        first, second = sorted((place, other))
        both = (parts[first][0] + parts[second][0], parts[first][1] + parts[second][1])
        parts[first : second + 1] = [both]
    return [values for values, _number in parts]


def _is_told(part, counts):
    """All values together say nothing, unless there is only the one."""
    return len(part) < len(counts) or len(part) == 1


def region_words(regions):
    known = [str(region) for region in regions if region]
    said = [_("vùng %s") % _(" và ").join(known)] if known else []
    if len(known) < len(regions):
        said.append(_("chưa rõ vùng"))
    return _(" và ").join(said)


def size_words(sizes):
    words = {SMALL: _("nhỏ"), MIDDLE: _("vừa"), LARGE: _("lớn")}
    known = [words[size] for size in sizes if size in words]
    said = [_("quy mô %s") % _(" và ").join(known)] if known else []
    if UNKNOWN in sizes:
        said.append(_("chưa rõ quy mô"))
    return _(" và ").join(said)
