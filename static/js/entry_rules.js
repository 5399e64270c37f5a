// The rules' conditions, evaluated as the server does: what is empty breaks nothing.

import { fill, shown } from "./entry_values.js";

const OPERATIONS = {
  "<=": (a, b) => a <= b,
  "<": (a, b) => a < b,
  ">=": (a, b) => a >= b,
  ">": (a, b) => a > b,
  "=": (a, b) => a === b || Number(a) === Number(b),
  "!=": (a, b) => !(a === b || Number(a) === Number(b)),
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => (Number(b) === 0 ? null : a / b),
  abs: Math.abs,
  min: Math.min,
  max: Math.max,
};

// The value of a branch; null where something in it is empty.
function valueOf(tree, values) {
  if (typeof tree === "string") return values[tree] ?? null;
  if (!Array.isArray(tree)) return tree;
  const [name, ...branches] = tree;
  const parts = branches.map((branch) => valueOf(branch, values));
  if (name === "filled") return parts[0] !== null && parts[0] !== "";
  return parts.includes(null) ? null : OPERATIONS[name](...parts);
}

export function holds(tree, values) {
  return valueOf(tree, values) !== false;
}

// Names that must have a value before a condition says anything.
export function needed(tree) {
  if (typeof tree === "string") return [tree];
  if (!Array.isArray(tree) || tree[0] === "filled") return [];
  return tree.slice(1).flatMap(needed);
}

export function isAbout(rule, line) {
  if (rule.levels.length && !rule.levels.includes(line.level)) return false;
  if (rule.kinds.length && !rule.kinds.includes(line.kind)) return false;
  return !(rule.severity === "missing" && line.isOptional);
}

// What the rules say about one line: [{rule, severity, field, sentence}].
export function findings(rules, line, values, words) {
  const facts = {};
  for (const [name, value] of Object.entries(values)) facts[name.replaceAll(".", "_")] = shown(value, words);
  return rules
    .filter((rule) => isAbout(rule, line) && !holds(rule.tree, values))
    .map((rule) => ({ rule: rule.code, severity: rule.severity, field: rule.shown_at, sentence: fill(rule.sentence, facts) }));
}
