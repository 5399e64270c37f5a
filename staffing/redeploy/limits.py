"""The department's rules of redeployment, read from their rows for one plan."""

from dataclasses import dataclass

from staffing.models import Post, RedeployRule

from .problem import PERSON, UNITS_PER_KM, Limits


@dataclass(frozen=True)
class Rules:
    """Values of the rules by code, as they are kept with the plan."""

    values: dict

    @classmethod
    def load(cls):
        rows = RedeployRule.objects.values_list("code", "value")
        return cls({code: float(value) for code, value in rows})

    def number(self, code):
        return self.values.get(code, 0)

    def is_on(self, code):
        return bool(self.number(code))

    def months(self, code):
        return int(self.number(code))

    @property
    def limits(self):
        return Limits(
            transfer_distance=round(self.number("transfer_km") * UNITS_PER_KM),
            part_distance=round(self.number("part_km") * UNITS_PER_KM),
            most_out=int(self.number("most_out")),
            most_in=int(self.number("most_in")),
            # Nothing at all would earn a person.
            whole_from=max(1, round(self.number("whole_from") * PERSON)),
            least_part=max(1, round(self.number("least_part") * PERSON)),
            largest_part=min(PERSON, round(self.number("largest_part") * PERSON)),
            within_total=self.is_on("within_total"),
            commune_first=self.is_on("commune_first"),
        )

    @property
    def order(self):
        """Codes of what decides who is proposed first, the weightiest first."""
        codes = ("order_contract", "order_service", "order_age")
        used = [code for code in codes if self.is_on(code)]
        return sorted(used, key=self.number)

    @property
    def post_groups(self):
        return {group for group in Post.Group.values if self.is_on(f"post_{group}")}
