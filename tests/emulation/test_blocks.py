"""Blocks: who is compared with whom, whatever the participants are like."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from emulation.campaigns import blocks
from emulation.campaigns.blocks import LARGE, MIDDLE, SMALL, UNKNOWN, Trait

PRIMARY, PRESCHOOL, COMMUNE = (2, "Tiểu học"), (1, "Mầm non"), (1000, "Xã, phường")

traits = st.lists(
    st.one_of(
        st.builds(
            Trait,
            st.sampled_from([PRIMARY, PRESCHOOL]),
            st.integers(0, 3),
            st.sampled_from([SMALL, MIDDLE, LARGE, UNKNOWN]),
        ),
        st.builds(Trait, st.just(COMMUNE), st.integers(0, 3), st.just(0)),
    ),
    max_size=120,
)


def members(names, found):
    numbers = Counter(names[one] for one in found)
    kinds = {}
    for one in found:
        kinds.setdefault(names[one], set()).add(one.kind)
    return numbers, kinds


@given(traits, st.integers(1, 12))
def test_every_block_is_of_one_kind_and_large_enough(found, smallest):
    names = blocks.formed(found, smallest)
    assert set(names) == set(found)
    numbers, kinds = members(names, found)
    per_kind = Counter(one.kind for one in found)
    for name, number in numbers.items():
        (kind,) = kinds[name]
        # Only a kind that has no more participants makes a smaller block.
        assert number >= min(smallest, per_kind[kind])


@given(traits, st.integers(1, 12), st.randoms())
def test_order_of_participants_changes_nothing(found, smallest, random):
    names = blocks.formed(found, smallest)
    shuffled = list(found)
    random.shuffle(shuffled)
    assert list(blocks.formed(shuffled, smallest).items()) == list(names.items())


@given(traits)
def test_nothing_is_joined_without_need(found):
    """With blocks of one allowed, each kind, region and size has its own."""
    names = blocks.formed(found, 1)
    assert len(set(names.values())) == len(set(found))


@given(st.dictionaries(st.integers(0, 5), st.integers(1, 20)), st.integers(1, 12))
def test_joined_parts_are_neighbours(counts, smallest):
    parts = blocks.joined(counts, smallest)
    assert [value for part in parts for value in part] == sorted(counts)
    totals = [sum(counts[value] for value in part) for part in parts]
    assert len(parts) <= 1 or min(totals) >= smallest


def named(numbers, smallest=5):
    found = [trait for trait, number in numbers.items() for _ in range(number)]
    names = blocks.formed(found, smallest)
    return dict(Counter(names[one] for one in found))


def test_names_say_what_is_compared():
    assert named(
        {
            Trait(PRIMARY, 3, SMALL): 6,
            Trait(PRIMARY, 3, MIDDLE): 5,
            Trait(PRIMARY, 3, LARGE): 2,
            Trait(PRIMARY, 1, SMALL): 9,
        }
    ) == {
        "Tiểu học, vùng 1, quy mô nhỏ": 9,
        "Tiểu học, vùng 3, quy mô nhỏ": 6,
        "Tiểu học, vùng 3, quy mô vừa và lớn": 7,
    }


def test_size_is_dropped_first_and_then_the_region():
    assert named({Trait(PRIMARY, 1, SMALL): 3, Trait(PRIMARY, 1, LARGE): 3}) == {
        "Tiểu học, vùng 1": 6
    }
    assert named({Trait(PRIMARY, 1, SMALL): 3, Trait(PRIMARY, 2, LARGE): 3}) == {
        "Tiểu học": 6
    }
    assert named(
        {
            Trait(PRIMARY, 1, SMALL): 3,
            Trait(PRIMARY, 2, SMALL): 3,
            Trait(PRIMARY, 3, SMALL): 8,
        }
    ) == {"Tiểu học, vùng 1 và 2, quy mô nhỏ": 6, "Tiểu học, vùng 3, quy mô nhỏ": 8}


def test_what_is_not_known_is_said():
    assert named({Trait(PRIMARY, 0, UNKNOWN): 5, Trait(PRIMARY, 3, SMALL): 5}) == {
        "Tiểu học, chưa rõ vùng, chưa rõ quy mô": 5,
        "Tiểu học, vùng 3, quy mô nhỏ": 5,
    }


def test_others_than_schools_have_no_size():
    assert named({Trait(COMMUNE, 1): 5, Trait(COMMUNE, 3): 6}) == {
        "Xã, phường, vùng 1": 5,
        "Xã, phường, vùng 3": 6,
    }


def test_sizes_by_the_thresholds_of_the_campaign():
    sizes = [blocks.size_of(n, 200, 500) for n in (None, 0, 199, 200, 499, 500)]
    assert sizes == [UNKNOWN, SMALL, SMALL, MIDDLE, MIDDLE, LARGE]
