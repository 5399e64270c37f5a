// The panel of what is left to do: kept up to date, explains warnings, leads to the cell.

import { make } from "./entry_notes.js";
import { cookie } from "./entry_send.js";

const FRESH = 700;

export class Panel {
  constructor(node, sheet, { say, goTo }) {
    Object.assign(this, { node, sheet, say });
    node.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-jump]");
      if (link && goTo(decodeURIComponent(link.hash.slice(1)))) event.preventDefault();
    });
    node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(event.target);
    });
    this.marks();
  }

  // What the script found about a line replaces what the server had said about it.
  live(line, said) {
    const start = `${line.unit}/${line.code}/`;
    for (const item of this.node.querySelectorAll("li[data-about]")) {
      if (item.dataset.about.startsWith(start) && item.dataset.grain !== "unit") item.remove();
    }
    for (const one of said) {
      if (!one.box || this.isExplained(one.box)) continue;
      this.pile(one.severity).append(this.item(one));
    }
    this.count();
  }

  isExplained(box) {
    return box.value === box.settled && this.explained.has(box.name);
  }

  pile(severity) {
    const kind = severity === "warning" ? "warning" : "error";
    const found = this.node.querySelector(`.todo-${kind} ul`);
    if (found) return found;
    const { words } = this.sheet.config;
    const title = make("h2", {}, kind === "error" ? words.mend : words.explain, " (", make("span", { className: "count" }), ")");
    const list = make("ul");
    const section = make("section", { className: `panel todo todo-${kind}` }, title, list);
    this.node.querySelector(".todo-good")?.remove();
    if (kind === "error") this.node.prepend(section);
    else this.node.append(section);
    return list;
  }

  item(one) {
    const name = this.sheet.name(one.box);
    const [unit, ...rest] = name.split(", ");
    const line = rest.slice(0, -1).join(", ");
    const link = make("a", { href: `#${one.box.name}`, textContent: this.sheet.config.words.goTo });
    link.dataset.jump = "";
    const node = make("li", {}, make("p", {}, make("b", { textContent: unit }), `${line ? `, ${line}` : ""}: ${one.sentence}`), link);
    node.dataset.about = one.box.name;
    return node;
  }

  count() {
    for (const section of this.node.querySelectorAll(".todo-error, .todo-warning")) {
      const number = section.querySelectorAll("li").length;
      section.querySelector(".count").textContent = number;
      section.hidden = number === 0;
    }
  }

  refreshSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), FRESH);
  }

  async refresh() {
    if (this.node.contains(document.activeElement) && document.activeElement.tagName === "INPUT") return this.refreshSoon();
    const answer = await fetch(this.sheet.config.panelUrl).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.node.replaceChildren(...page.body.childNodes);
    this.marks();
  }

  // Cells that somebody asked about carry a corner; explained warnings rest.
  marks() {
    for (const form of this.node.querySelectorAll("form[hidden]")) form.hidden = false;
    const names = (selector) => new Set([...this.node.querySelectorAll(selector)].map((one) => one.dataset.about));
    this.explained = names(".todo-explained li");
    const asked = names("li[data-comment]");
    for (const box of this.sheet.lines.flatMap((line) => line.boxes)) {
      box.parentNode.classList.toggle("has-comment", asked.has(box.name));
      if (this.explained.has(box.name) && box.dataset.mark === "warning") delete box.dataset.mark;
    }
  }

  async send(form) {
    const { words, period } = this.sheet.config;
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
      body: JSON.stringify({ period, ...Object.fromEntries(new FormData(form)) }),
    }).catch(() => null);
    if (!answer?.ok) {
      const problem = (await answer?.json().catch(() => null)) ?? {};
      const why = Object.values(problem).flat(2).join(" ") || words.failed;
      form.querySelector(".error")?.remove();
      form.append(make("p", { className: "error", textContent: why }));
      return;
    }
    this.say(form.dataset.done);
    form.reset();
    document.activeElement?.blur();
    this.refresh();
  }
}
