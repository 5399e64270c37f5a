// The grid while it is typed into: saves by itself, checks, adds up, loses nothing.

import { Menu } from "./entry_menu.js";
import { Moves } from "./entry_moves.js";
import { Bubble, make, Strip } from "./entry_notes.js";
import { Pager } from "./entry_pager.js";
import { Panel } from "./entry_panel.js";
import { Queue } from "./entry_queue.js";
import { Sheet } from "./entry_sheet.js";
import { clean, fill, inside, tidy } from "./entry_values.js";

const REST = 1500; // milliseconds without a key after which a cell is saved as it stands

class Entry {
  constructor(form) {
    const config = JSON.parse(document.getElementById(form.dataset.entry).textContent);
    this.form = form;
    this.words = config.words;
    this.sheet = new Sheet(form, config);
    for (const [name, text] of this.sheet.known) this.settle(this.sheet.box(name), text);
    const say = (sentence) => this.say(sentence);
    const goTo = (name) => this.goTo(name);
    this.panel = new Panel(document.querySelector(`[data-todo="${form.dataset.entry}"]`), this.sheet, { say, goTo });
    this.queue = new Queue(config);
    if (this.sheet.lines.length) this.open(say);
    this.leftovers();
    this.pager = new Pager(this.sheet);
    this.help();
  }

  open(say) {
    this.menu = new Menu(this.sheet, { say, refresh: () => this.panel.refresh() });
    const openMenu = (box) => this.menu.open(box);
    this.moves = new Moves(this.sheet, {
      change: (box, text, isKept) => this.change(box, text, isKept),
      commit: (box) => this.commit(box), say, openMenu,
    });
    this.bubble = new Bubble(this.sheet, { keepMine: (box) => this.keepMine(box), takeTheirs: (box) => this.takeTheirs(box) });
    this.strip = new Strip(this.sheet, openMenu);
    this.listen();
    for (const line of this.sheet.lines) this.sheet.check(line);
    this.panel.marks();
    this.offerLastYear();
    this.restore();
  }

  listen() {
    const { form } = this;
    form.addEventListener("input", (event) => event.target.entry && this.typed(event.target));
    form.addEventListener("change", (event) => event.target.entry && this.commit(event.target));
    form.addEventListener("focusin", (event) => this.entered(event.target));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      for (const box of this.sheet.lines.flatMap((line) => line.boxes)) this.commit(box);
      this.queue.flush();
    });
    form.querySelector("[data-plain-save]").hidden = true;
    form.querySelector("[data-strip]").hidden = false;
    this.queue.addEventListener("change", () => this.tell());
    this.queue.addEventListener("outcome", (event) => this.answered(event.detail));
    this.queue.addEventListener("elsewhere", (event) => this.elsewhere(event.detail));
    window.addEventListener("beforeunload", (event) => {
      for (const box of this.unsettled) this.commit(box);
      if (this.queue.waiting.length) event.preventDefault();
    });
    // A phone may never come back to a page that it has put away.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "hidden") return;
      for (const box of this.unsettled) this.commit(box);
      this.queue.flush();
    });
    window.addEventListener("hashchange", () => this.goTo(decodeURIComponent(location.hash.slice(1))));
  }

  get unsettled() {
    return this.sheet.lines.flatMap((line) => line.boxes).filter((box) => clean(box.value) !== clean(box.settled));
  }

  // `settled` is the text that was last taken from a box; the queue knows the rest.
  settle(box, text) {
    if (box) box.settled = clean(text);
  }

  entered(box) {
    if (!box.entry) return;
    this.bubble.show(box);
    this.strip.show(box);
    box.select?.();
  }

  typed(box) {
    box.answer = null;
    delete box.dataset.state;
    this.judge(box);
    clearTimeout(box.timer);
    box.timer = setTimeout(() => this.commit(box), REST);
  }

  judge(box) {
    const { line, at } = box.entry;
    this.panel.live(line, this.sheet.check(line));
    this.sheet.total(line, at);
    this.countUp();
    if (document.activeElement === box) this.bubble.show(box);
  }

  commit(box) {
    clearTimeout(box.timer);
    const { field, line } = box.entry;
    const text = tidy(field.kind, box.value);
    if (text === clean(box.settled) || box.clash) return;
    if (box.value !== text && document.activeElement !== box) box.value = text;
    this.moves.remember([[box, box.settled]]);
    this.put(box, text, line);
  }

  put(box, text, line) {
    this.settle(box, text);
    box.dataset.state = "waiting";
    const before = this.sheet.known.get(box.name);
    this.queue.put(box.name, { unit: line.unit, line: line.code, field: box.entry.field.name, before, value: text });
  }

  // A change that no key made: a suggestion taken, a block pasted, a step taken back.
  change(box, text, isKept) {
    if (clean(text) === clean(box.value)) return;
    if (!isKept) this.moves.remember([[box, box.settled]]);
    box.value = text;
    box.answer = null;
    this.put(box, clean(text), box.entry.line);
    this.judge(box);
  }

  answered({ name, value, outcome, isNewer }) {
    const box = this.sheet.box(name);
    if (!box) return;
    if (outcome.state === "saved" || outcome.state === "pending") this.sheet.known.set(name, clean(value));
    if (isNewer) return;
    if (outcome.state === "saved") delete box.dataset.state;
    else box.dataset.state = outcome.state;
    box.answer = outcome.state === "saved" ? null : outcome.sentences;
    box.clash = outcome.state === "conflict" ? outcome : null;
    if (document.activeElement === box || box.clash) this.bubble.show(box);
    this.tell();
    this.panel.refreshSoon();
  }

  // Another tab of the same person has saved a cell.
  elsewhere({ name, value }) {
    const box = this.sheet.box(name);
    if (!box) return;
    this.sheet.known.set(name, clean(value));
    if (this.queue.edits.has(name) || clean(box.value) !== clean(box.settled)) return;
    box.value = value;
    this.settle(box, value);
    this.judge(box);
  }

  keepMine(box) {
    const theirs = box.clash.value;
    this.sheet.known.set(box.name, theirs);
    this.queue.drop(box.name);
    box.clash = null;
    this.put(box, clean(box.value), box.entry.line);
    box.focus();
    this.bubble.show(box);
  }

  takeTheirs(box) {
    const value = box.clash.value;
    const text = value === true ? "x" : value === false ? "0" : clean(value);
    this.queue.drop(box.name);
    this.sheet.known.set(box.name, text);
    box.clash = null;
    box.value = text;
    delete box.dataset.state;
    this.settle(box, text);
    box.focus();
    this.judge(box);
  }

  restore() {
    const kept = this.queue.restore((name) => this.sheet.box(name));
    for (const [name, edit] of kept) {
      const box = this.sheet.box(name);
      box.value = edit.value;
      this.settle(box, edit.value);
      box.dataset.state = edit.held?.state ?? "waiting";
      box.clash = edit.held?.state === "conflict" ? edit.held : null;
      box.answer = edit.held?.sentences;
      this.judge(box);
    }
    if (kept.size) this.note("restored", fill(this.words.restored, { number: kept.size }));
  }

  // What was typed into cells that have closed since is told, not thrown away.
  leftovers() {
    const { fields } = this.sheet;
    const left = Object.entries(this.queue.stored()).filter(([name]) => !this.sheet.box(name));
    if (!left.length) return;
    const told = left.map(([, edit]) => {
      const name = this.form.querySelector(`tbody[data-unit="${edit.unit}"] .name > *`)?.textContent.trim() ?? edit.unit;
      const line = this.form.querySelector(`tbody[data-unit="${edit.unit}"] tr[data-line="${edit.line}"] .name > span`)?.textContent.trim() ?? "";
      const label = inside(fields.find((field) => field.name === edit.field)?.label ?? edit.field);
      return `${[name, line, label].filter(Boolean).join(", ")}: ${edit.value}`;
    });
    const forget = () => {
      for (const [name] of left) this.queue.drop(name);
      this.note("left", "");
    };
    this.note("left", fill(this.words.leftover, { cells: told.join("; ") }), () => [make("button", { type: "button", className: "btn btn-sm btn-outline-primary", textContent: this.words.forget, onclick: forget })]);
  }

  get clashes() {
    return this.sheet.lines.flatMap((line) => line.boxes).filter((box) => box.clash);
  }

  tell() {
    const { queue, words } = this;
    for (const box of this.sheet.lines.flatMap((line) => line.boxes)) {
      if (queue.flying.has(box.name)) box.dataset.state = "saving";
      else if (box.dataset.state === "saving" && queue.edits.has(box.name)) box.dataset.state = "waiting";
    }
    const number = queue.waiting.length;
    const time = queue.savedAt?.toLocaleTimeString("vi-VN", { hour12: false });
    const saved = time ? `· ${fill(words.saved, { time })}` : "";
    const busy = queue.state === "saving" ? `· ${words.saving}` : number ? `· ${fill(words.waiting, { number })}` : saved;
    this.form.querySelector("[data-status]").textContent = busy;
    this.note("offline", queue.state === "offline" && number ? fill(words.offline, { number }) : "");
    this.note("signed-out", queue.state === "signed-out" ? words.signedOut : "", () => this.doors());
    if (queue.state === "idle" && !number) this.note("restored", "");
    const { clashes } = this;
    const look = () => [make("button", { type: "button", className: "btn btn-sm btn-outline-primary", textContent: words.goTo, onclick: () => this.goTo(this.clashes[0].name) })];
    this.note("clashes", clashes.length ? fill(words.clashes, { number: clashes.length }) : "", look);
  }

  doors() {
    const next = encodeURIComponent(location.pathname);
    return [
      make("a", { href: `${this.sheet.config.loginUrl}?next=${next}`, target: "_blank", rel: "opener", className: "btn btn-sm btn-primary", textContent: this.words.signIn }),
      make("button", { type: "button", className: "btn btn-sm btn-outline-primary", textContent: this.words.goOn, onclick: () => this.queue.goOn() }),
    ];
  }

  note(kind, sentence, more = () => []) {
    const place = this.form.querySelector("[data-notices]");
    const found = place.querySelector(`[data-kind="${kind}"]`);
    if (found?.dataset.sentence === sentence) return;
    found?.remove();
    if (!sentence) return;
    const node = make("p", { className: "message message-warning" }, `${sentence} `, ...more());
    Object.assign(node.dataset, { kind, sentence });
    place.append(node);
  }

  say(sentence) {
    this.note("said", "");
    this.note("said", sentence);
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.note("said", ""), 8000);
  }

  countUp() {
    const { blocks } = this.sheet;
    const node = this.form.querySelector("[data-complete]");
    const parts = blocks.map((block) => (block.lines.length ? this.sheet.progress(block) : null));
    if (blocks.length > 1) {
      const fixed = parts.map((part, at) => part ?? [Number(blocks[at].body.dataset.filled), Number(blocks[at].body.dataset.expected)]);
      const done = fixed.filter(([filled, expected]) => filled >= expected).length;
      node.textContent = fill(this.words.complete, { done, all: blocks.length });
    } else {
      const [done, all] = parts[0];
      node.textContent = fill(this.words.cells, { done, all });
    }
  }

  goTo(name) {
    const box = this.sheet.box(name) ?? this.sheet.lines.find((line) => name.startsWith(`${line.unit}/`))?.boxes.find((one) => name.endsWith(`/${one.entry.field.name}`));
    if (!box) return false;
    this.pager.show(box.entry.line.block);
    box.scrollIntoView({ block: "center", inline: "center" });
    box.focus({ preventScroll: true });
    return true;
  }

  offerLastYear() {
    for (const block of this.sheet.blocks) {
      const hasEmpty = block.lines.some((line) => line.boxes.some((box) => clean(box.value) === "" && this.sheet.suggestion(box)));
      if (!hasEmpty) continue;
      const button = make("button", { type: "button", className: "last-year", textContent: this.words.takeLastYear, title: this.words.takeLastYearLong });
      button.addEventListener("click", () => {
        this.moves.takeLastYear(block);
        button.remove();
      });
      block.body.querySelector(".name").append(button);
    }
  }

  help() {
    const text = this.form.querySelector(".help-text");
    this.form.addEventListener("click", (event) => {
      const mark = event.target.closest("[data-help]");
      if (!mark) return;
      const isOpen = mark.getAttribute("aria-expanded") === "true";
      for (const one of this.form.querySelectorAll("[data-help]")) one.setAttribute("aria-expanded", "false");
      mark.setAttribute("aria-expanded", String(!isOpen));
      text.hidden = isOpen;
      text.textContent = isOpen ? "" : `${mark.textContent.trim()}: ${mark.dataset.help}`;
    });
  }
}

const entries = [...document.querySelectorAll("form[data-entry]")].map((form) => new Entry(form));
const wanted = decodeURIComponent(location.hash.slice(1));
if (wanted.includes("/")) entries.some((entry) => entry.goTo(wanted));
