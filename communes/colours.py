"""Colours that mean the same on every page and in every document."""

SHORTAGE = "#cc4c02"
SURPLUS = "#3182bd"
# What is asked: a norm, a target.
REQUIRED = "#b9c6ce"
TARGET = "#55677a"
LEVEL_COLOURS = {
    "preschool": "#7b4fa3",
    "primary": "#0f766e",
    "lower_secondary": "#8a7400",
    "upper_secondary": "#b3446c",
    "continuing": "#64748b",
}
# Five classes of a map, from little to much; those of a gap belong to gaps alone.
RAMPS = {
    "shortage": ("#fee3ae", "#fec068", "#f28a2b", "#cc4c02", "#8c2d04"),
    "surplus": ("#d6e6f4", "#abcfe6", "#6aaed6", "#3182bd", "#08519c"),
    "": ("#dcefee", "#a9d5d3", "#6fb3b3", "#358b8f", "#0d5c63"),
}
NOTHING = "#e9eef2"
UNKNOWN = "#ffffff"
