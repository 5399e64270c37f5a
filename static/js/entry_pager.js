// On a phone: one school at a time, each cell under its own heading.

import { make } from "./entry_notes.js";
import { fill } from "./entry_values.js";

export class Pager {
  constructor(sheet) {
    this.sheet = sheet;
    this.narrow = window.matchMedia("(max-width: 699.98px)");
    this.narrow.addEventListener("change", () => this.arrange());
    this.arrange();
  }

  arrange() {
    const { form, blocks } = this.sheet;
    form.classList.toggle("is-phone", this.narrow.matches);
    if (this.narrow.matches && !this.isLabelled) this.label();
    if (this.narrow.matches && blocks.length > 1) {
      this.bar ??= this.makeBar();
      this.show(this.current ?? blocks[0]);
    } else {
      for (const block of blocks) block.body.hidden = false;
    }
    if (this.bar) this.bar.hidden = !this.narrow.matches;
  }

  label() {
    this.isLabelled = true;
    for (const row of this.sheet.form.querySelectorAll("tr.line, tr.unit")) {
      row.querySelectorAll("td").forEach((cell, at) => (cell.dataset.label = this.sheet.fields[at].label));
    }
  }

  makeBar() {
    const { blocks, config, form } = this.sheet;
    const step = (by) => this.show(blocks[Math.min(Math.max(blocks.indexOf(this.current) + by, 0), blocks.length - 1)]);
    this.choice = make("select", { className: "form-select", ariaLabel: config.words.chooseSchool, onchange: () => this.show(blocks[this.choice.value]) });
    blocks.forEach((block, at) => {
      const name = block.body.querySelector(".name a, .name > span")?.textContent.trim();
      this.choice.append(make("option", { value: at, textContent: name }));
    });
    this.place = make("p", { className: "muted small" });
    const button = (text, label, by) => make("button", { type: "button", className: "btn btn-outline-primary", textContent: text, ariaLabel: label, onclick: () => step(by) });
    const bar = make("div", { className: "entry-pager" }, button("‹", config.words.earlierSchool, -1), this.choice, button("›", config.words.laterSchool, 1), this.place);
    form.querySelector(".grid-scroll").before(bar);
    return bar;
  }

  show(block) {
    if (!this.narrow.matches || !block || !this.bar) return;
    const { blocks, config } = this.sheet;
    this.current = block;
    for (const one of blocks) one.body.hidden = one !== block;
    const at = blocks.indexOf(block);
    this.choice.value = at;
    this.place.textContent = fill(config.words.school, { number: at + 1, all: blocks.length });
  }
}
