// What stands beside a cell: its sentences, both values of a conflict, and more about it.

import { clean, fill, shown } from "./entry_values.js";

function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

export { make };

// A small note under the cell that has the focus.
export class Bubble {
  constructor(sheet, { keepMine, takeTheirs }) {
    Object.assign(this, { sheet, keepMine, takeTheirs });
    this.node = make("div", { className: "cell-note", id: `${sheet.config.form}-note`, hidden: true });
    sheet.form.append(this.node);
    const scroller = sheet.form.querySelector(".grid-scroll");
    scroller.addEventListener("scroll", () => this.place(), { passive: true });
    window.addEventListener("scroll", () => this.place(), { passive: true });
  }

  show(box) {
    this.box?.removeAttribute("aria-describedby");
    this.box = box;
    this.node.replaceChildren();
    if (box) this.node.append(...this.lines(box));
    this.node.hidden = !this.node.childNodes.length;
    if (!this.node.hidden) box.setAttribute("aria-describedby", this.node.id);
    this.place();
  }

  lines(box) {
    if (box.clash) return this.clash(box);
    const said = [...(box.answer ?? []), ...(box.said ?? []).map((one) => one.sentence)];
    return [...new Set(said)].map((sentence) => make("p", { textContent: sentence }));
  }

  clash(box) {
    const { words } = this.sheet.config;
    const word = (text) => (clean(text) === "" ? words.empty : shown(typeof text === "boolean" ? text : clean(text), words));
    const at = box.clash.at ? new Date(box.clash.at).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit" }) : "–";
    const facts = { by: box.clash.by || words.someone, theirs: word(box.clash.value), at, mine: word(box.value) };
    return [
      make("p", { textContent: fill(words.conflict, facts) }),
      make("button", { type: "button", className: "btn btn-sm btn-primary", textContent: fill(words.keepMine, facts), onclick: () => this.keepMine(box) }),
      make("button", { type: "button", className: "btn btn-sm btn-outline-primary", textContent: fill(words.takeTheirs, facts), onclick: () => this.takeTheirs(box) }),
    ];
  }

  place() {
    if (this.node.hidden || !this.box) return;
    const cell = this.box.getBoundingClientRect();
    const left = Math.min(cell.left, window.innerWidth - this.node.offsetWidth - 12);
    Object.assign(this.node.style, { left: `${Math.max(8, left)}px`, top: `${cell.bottom + 3}px` });
  }
}

// The strip under the grid: which cell this is, last year's figure, and a way to more.
export class Strip {
  constructor(sheet, openMenu) {
    this.sheet = sheet;
    this.node = sheet.form.querySelector("[data-strip]");
    this.button = this.node?.querySelector("button");
    this.button?.addEventListener("click", () => this.box && openMenu(this.box));
  }

  show(box) {
    this.box = box;
    if (!this.node) return;
    const { words } = this.sheet.config;
    const last = this.sheet.suggestion(box);
    const kind = box.entry.field.kind;
    const told = last ? ` · ${fill(words.lastYear, { value: kind === "integer" ? shown(Number(last), words) : last })}` : "";
    this.node.querySelector("span").textContent = `${this.sheet.name(box)}${told}`;
    this.button.hidden = false;
  }
}
