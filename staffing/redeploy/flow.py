"""A flow network with costs that come one after the other, solved by OR-Tools.

Costs are ranked (loss, moves, crossings, distance, rank): each outweighs all that any
plan could save on the ones behind it, so one number stands for the whole order.
"""

RANKED = ("loss", "move", "crossing", "distance", "rank")
# OR-Tools scales each cost by the number of nodes, and adds them up, in 64 bits.
LARGEST = 2**62


class TooLarge(Exception):
    """The ranked costs no longer fit; the question must be asked in parts."""


class Network:
    def __init__(self):
        self.nodes = {}
        self.arcs = []
        self._once = set()
        self.source, self.sink = self.node("source"), self.node("sink")

    def node(self, *name):
        return self.nodes.setdefault(name, len(self.nodes))

    def new_node(self, *name):
        is_new = name not in self.nodes
        return self.node(*name), is_new

    def arc(self, start, end, capacity, **costs):
        """Add an arc and return its number."""
        costs = tuple(costs.get(name, 0) for name in RANKED)
        self.arcs.append((start, end, capacity, costs))
        return len(self.arcs) - 1

    def arc_once(self, start, end, capacity):
        if (start, end) not in self._once:
            self._once.add((start, end))
            self.arc(start, end, capacity)

    def solve(self, units, *, loss_of_none=None):
        """Flow on each arc: as much of `units` as can flow, at the least ranked cost.

        With `loss_of_none` flowing is optional: what does not flow loses so much.
        """
        if not units or not self.arcs:
            return [0] * len(self.arcs)
        # Late: slow to load, and pages reach this module.
        import numpy as np  # noqa: PLC0415
        from ortools.graph.python import min_cost_flow  # noqa: PLC0415

        arcs = [*self.arcs]
        if loss_of_none is not None:
            none = (loss_of_none, 0, 0, 0, 0)
            arcs.append((self.source, self.sink, units, none))
        starts, ends, capacities = (
            np.array([arc[place] for arc in arcs], dtype=np.int64) for place in range(3)
        )
        costs = np.array([arc[3] for arc in arcs], dtype=np.int64)
        solver = min_cost_flow.SimpleMinCostFlow()
        solver.add_arcs_with_capacity_and_unit_cost(
            starts, ends, capacities, costs @ self._weights(costs, units)
        )
        solver.set_nodes_supplies(
            np.array([self.source, self.sink]), np.array([units, -units])
        )
        status = solver.solve_max_flow_with_min_cost()
        if status != solver.OPTIMAL:
            raise TooLarge(f"min-cost flow ended with {status}")
        found = solver.flows(np.arange(len(self.arcs)))
        return [int(one) for one in found]

    def _weights(self, costs, units):
        """A weight for each rank above anything that the ranks behind can add up to."""
        import numpy as np  # noqa: PLC0415

        largest = costs.max(axis=0)
        weights, below = [], 0
        for most in reversed(largest):
            weights.append(below + 1 if most else 0)
            below += int(most) * weights[-1] * units
        dearest = sum(
            int(most) * weight
            for most, weight in zip(reversed(largest), weights, strict=True)
        )
        if max(below, dearest * (len(self.nodes) + 1)) > LARGEST:
            raise TooLarge("costs beyond 64 bits")
        return np.array(weights[::-1], dtype=np.int64)
