"""Invented names of villages and people, in the proportions of the province's peoples."""

from .base import read_json

WORDS = read_json("words.json")
PEOPLE = read_json("people.json")
KINH = "01"


def villages(chance):
    """Village-like names in seeded order, none twice."""
    names = [
        f"{first} {second}"
        for first in WORDS["village_first"]
        for second in WORDS["village_second"]
        if first != second
    ]
    chance.shuffle(names)
    return names


class NameMaker:
    """Full names of people who do not exist."""

    def __init__(self, chance, minority_mix):
        self.chance = chance
        self.groups = list(minority_mix)
        self.shares = list(minority_mix.values())

    def ethnicity(self, kinh_share):
        if self.chance.random() < kinh_share:
            return KINH
        return self.chance.choices(self.groups, self.shares)[0]

    def full_name(self, ethnicity, sex):
        pick = self.chance.choice
        return " ".join(
            (
                pick(PEOPLE["family"][ethnicity]),
                pick(PEOPLE["middle"][sex]),
                pick(PEOPLE["given"][sex]),
            )
        )


def personal_id(serial, birth_year):
    """Twelve digits that no living person can have.

    A real number holds in its fourth digit the sex and century of birth; 9 stands
    for women born in the twenty-fourth century.
    """
    return f"0209{birth_year % 100:02d}{serial:06d}"
