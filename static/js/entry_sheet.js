// The table of one form: its boxes, lines and sums, and what the rules say about them.

import { findings, holds, isAbout, needed } from "./entry_rules.js";
import { clean, inside, parse, shown } from "./entry_values.js";

export class Sheet {
  constructor(form, config) {
    this.form = form;
    this.config = config;
    this.fields = config.fields;
    this.known = new Map(); // name -> what the server is known to hold
    this.lines = []; // open lines, top to bottom
    this.blocks = [...form.querySelectorAll("tbody")].map((body) => this.readBlock(body));
    this.required = config.rules.filter((rule) => rule.severity === "missing");
    this.foot = [...form.querySelectorAll("tfoot td")];
  }

  readBlock(body) {
    const rows = [...body.querySelectorAll("tr.line")];
    const block = { body, unit: body.dataset.unit, sums: [...body.querySelectorAll("tr.unit td")], rows, lines: [] };
    if (!body.classList.contains("is-closed")) block.lines = rows.map((row) => this.readLine(row, block));
    block.fixed = block.lines.length ? null : this.fields.map((_, at) => this.fixedSum(rows, at));
    return block;
  }

  readLine(row, block) {
    const boxes = [...row.querySelectorAll("td > input, td > select")];
    const line = {
      row, boxes, block, unit: block.unit, code: row.dataset.line, level: row.dataset.level,
      kind: block.body.dataset.kind, isOptional: "optional" in row.dataset, previous: {},
    };
    const before = row.querySelector("input[type=hidden]").value.split("\t");
    boxes.forEach((box, at) => {
      const field = this.fields[at];
      box.entry = { line, field, at };
      this.known.set(box.name, before[at] ?? "");
      if (field.kind === "integer") box.inputMode = "numeric";
      const last = this.suggestion(box);
      if (last) line.previous[`previous.${field.name}`] = parse(field.kind, last);
    });
    this.lines.push(line);
    return line;
  }

  fixedSum(rows, at) {
    const numbers = rows.map((row) => row.querySelectorAll("td")[at]?.textContent.replace(/\D/g, "") ?? "").filter(Boolean);
    return numbers.length ? numbers.reduce((sum, text) => sum + Number(text), 0) : null;
  }

  box(name) {
    const found = this.form.elements.namedItem(name);
    return found?.entry ? found : null;
  }

  suggestion(box) {
    return clean(box.tagName === "SELECT" ? box.dataset.before : box.placeholder);
  }

  name(box) {
    const { line, field } = box.entry;
    const unit = line.block.body.querySelector(".name a, .name > span")?.textContent.trim() ?? "";
    const label = line.row.querySelector(".name > span")?.textContent.trim() ?? "";
    return [unit, label === unit ? "" : label, inside(field.label)].filter(Boolean).join(", ");
  }

  valuesOf(line) {
    const values = { ...line.previous };
    for (const box of line.boxes) values[box.entry.field.name] = parse(box.entry.field.kind, box.value) ?? null;
    return values;
  }

  // Marks the boxes of a line and answers with what the rules say about it.
  check(line) {
    const values = this.valuesOf(line);
    const said = findings(this.config.rules, line, values, this.config.words).filter((one) => one.severity !== "missing");
    for (const box of line.boxes) {
      const { field } = box.entry;
      if (parse(field.kind, box.value) === undefined) {
        const sentence = this.config.words.notANumber.replace("{text}", clean(box.value));
        said.push({ rule: "", severity: "error", field: field.name, sentence });
      }
      this.mark(box, said.filter((one) => one.field === field.name));
    }
    return said.map((one) => ({ ...one, box: line.boxes.find((box) => box.entry.field.name === one.field) }));
  }

  mark(box, said) {
    box.said = said;
    const worst = said.find((one) => one.severity === "error") ?? said[0];
    if (worst) box.dataset.mark = worst.severity;
    else delete box.dataset.mark;
    if (worst?.severity === "error") box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
  }

  sumOf(block, at) {
    if (block.fixed) return block.fixed[at];
    if (this.fields[at].kind !== "integer") return null;
    const numbers = block.lines.map((line) => parse("integer", line.boxes[at].value)).filter((value) => typeof value === "number");
    return numbers.length ? numbers.reduce((sum, value) => sum + value, 0) : null;
  }

  total(line, at) {
    this.show(line.block.sums[at], this.sumOf(line.block, at));
    if (!this.foot.length) return;
    const sums = this.blocks.map((block) => this.sumOf(block, at)).filter((sum) => sum !== null);
    this.show(this.foot[at], sums.length ? sums.reduce((sum, value) => sum + value, 0) : null);
  }

  show(cell, sum) {
    if (cell) cell.textContent = sum === null ? "" : shown(sum, this.config.words);
  }

  // [cells filled in, cells that must be] of a block.
  progress(block) {
    let filled = 0;
    let expected = 0;
    for (const line of block.lines) {
      if (line.isOptional) continue;
      const done = this.required.length ? this.asked(line) : this.config.unitRequired.length ? [] : line.boxes.map((box) => this.has(box));
      expected += done.length;
      filled += done.filter(Boolean).length;
    }
    for (const rule of this.config.unitRequired) {
      if (rule.kinds.length && !rule.kinds.includes(block.body.dataset.kind)) continue;
      expected += 1;
      if (block.lines.some((line) => this.has(line.boxes.find((box) => box.entry.field.name === rule.shown_at)))) filled += 1;
    }
    return [filled, expected];
  }

  has(box) {
    return parse(box.entry.field.kind, box.value) != null;
  }

  // Whether each cell that a line owes is there, or is not owed after all.
  asked(line) {
    const values = this.valuesOf(line);
    const trees = new Map(this.required.filter((rule) => isAbout(rule, line)).map((rule) => [rule.shown_at, rule.tree]));
    return [...trees].map(([name, tree]) => {
      if ((values[name] ?? null) !== null) return true;
      return needed(tree).every((other) => (values[other] ?? null) !== null) && holds(tree, values);
    });
  }
}
