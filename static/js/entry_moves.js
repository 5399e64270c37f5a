// Moving about in the grid, pasting blocks from a spreadsheet, taking steps back.

import { clean, fill, tidy } from "./entry_values.js";

const VERTICAL = { ArrowDown: 1, ArrowUp: -1 };
const HORIZONTAL = { ArrowRight: 1, ArrowLeft: -1 };

export class Moves {
  // `change(box, text)` writes a text and has it saved; `say(sentence)` tells the person.
  constructor(sheet, { change, commit, say, openMenu }) {
    Object.assign(this, { sheet, change, commit, say, openMenu });
    this.steps = [];
    sheet.form.addEventListener("keydown", (event) => this.key(event));
    sheet.form.addEventListener("paste", (event) => this.paste(event));
  }

  remember(cells) {
    this.steps.push(cells);
    if (this.steps.length > 200) this.steps.shift();
  }

  key(event) {
    const box = event.target;
    if (!box.entry || event.isComposing) return;
    const isSelect = box.tagName === "SELECT";
    if (event.key === "Enter" && event.altKey) this.stop(event, () => this.openMenu(box));
    else if (event.key === "Enter") this.stop(event, () => this.enter(box, event.shiftKey ? -1 : 1));
    else if (event.key in VERTICAL && !isSelect) this.stop(event, () => this.vertical(box, VERTICAL[event.key]));
    else if (event.key in HORIZONTAL && (isSelect || this.atEdge(box, event.key))) this.stop(event, () => this.across(box, HORIZONTAL[event.key]));
    else if (event.key === "Escape") this.revert(box);
    else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && this.steps.length && !this.isTyping(box)) this.stop(event, () => this.undo());
  }

  stop(event, act) {
    event.preventDefault();
    act();
  }

  isTyping(box) {
    return box.value !== (box.settled ?? "");
  }

  atEdge(box, key) {
    const { selectionStart: from, selectionEnd: to, value } = box;
    if (from === 0 && to === value.length) return true;
    return key === "ArrowLeft" ? to === 0 : from === value.length;
  }

  enter(box, step) {
    const suggestion = this.sheet.suggestion(box);
    if (clean(box.value) === "" && suggestion && clean(box.settled) === "") this.change(box, suggestion);
    else this.commit(box);
    this.vertical(box, step);
  }

  revert(box) {
    box.value = box.settled ?? "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.select?.();
  }

  vertical(box, step) {
    const { lines } = this.sheet;
    let at = lines.indexOf(box.entry.line) + step;
    while (lines[at]?.block.body.hidden) at += step;
    this.go(lines[at]?.boxes[box.entry.at]);
  }

  across(box, step) {
    this.go(box.entry.line.boxes[box.entry.at + step]);
  }

  go(box) {
    if (!box) return;
    box.focus();
    box.select?.();
  }

  paste(event) {
    const box = event.target;
    const text = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!box.entry || !text || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const rows = text.split("\n").map((row) => row.split("\t"));
    const first = this.sheet.lines.indexOf(box.entry.line);
    const done = [];
    let left = 0;
    rows.forEach((row, down) => {
      const target = this.sheet.lines[first + down];
      row.forEach((typed, right) => {
        const cell = target?.boxes[box.entry.at + right];
        if (cell) done.push([cell, typed]);
        else left += 1;
      });
    });
    this.write(done.map(([cell, typed]) => [cell, this.fitting(cell, typed)]));
    const facts = { rows: rows.length, columns: Math.max(...rows.map((row) => row.length)), done: done.length, left };
    const { words } = this.sheet.config;
    this.say(fill(left ? words.tooBig : words.pasted, facts));
  }

  // A list takes only what it offers, by its code or by its words.
  fitting(cell, typed) {
    if (cell.tagName !== "SELECT") return tidy(cell.entry.field.kind, typed);
    const wanted = clean(typed).toLowerCase();
    const option = [...cell.options].find((one) => [one.value.toLowerCase(), one.text.toLowerCase()].includes(wanted));
    return option?.value ?? cell.value;
  }

  write(cells) {
    const before = cells.map(([cell]) => [cell, cell.value]);
    for (const [cell, text] of cells) this.change(cell, text, true);
    this.remember(before);
  }

  undo() {
    const cells = this.steps.pop();
    for (const [cell, text] of cells) this.change(cell, text, true);
    this.go(cells[0][0]);
    this.say(fill(this.sheet.config.words.undone, { number: cells.length }));
  }

  // Last year's figures into the cells of a unit that are still empty.
  takeLastYear(block) {
    const empty = block.lines.flatMap((line) => line.boxes).filter((box) => clean(box.value) === "" && this.sheet.suggestion(box));
    this.write(empty.map((box) => [box, this.sheet.suggestion(box)]));
    this.say(fill(this.sheet.config.words.filled, { number: empty.length }));
  }
}
