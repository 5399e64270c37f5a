// More about one cell in a dialog: its history with restore, and words to the other side.

import { make } from "./entry_notes.js";
import { cookie } from "./entry_send.js";

export class Menu {
  constructor(sheet, { say, refresh }) {
    Object.assign(this, { sheet, say, refresh });
  }

  open(box) {
    const { line, field } = box.entry;
    this.address = { period: this.sheet.config.period, unit: line.unit, line: line.code, field: field.name };
    this.dialog ??= this.build();
    this.title.textContent = this.sheet.name(box);
    this.text.value = "";
    this.dialog.onclose = () => box.focus();
    this.dialog.showModal();
    this.load();
  }

  build() {
    const { words, form } = this.sheet.config;
    this.title = make("h2", { id: `${form}-menu-title` });
    this.history = make("div", { className: "cell-past" });
    this.text = make("textarea", { className: "form-control", rows: 2, maxLength: 500, required: true });
    const label = make("label", {}, words.comment, this.text);
    const write = make("form", { className: "cell-comment", onsubmit: (event) => this.comment(event) }, label, make("button", { className: "btn btn-primary", textContent: words.sendComment }));
    const close = make("button", { type: "button", className: "btn btn-outline-secondary", textContent: words.close, onclick: () => this.dialog.close() });
    const dialog = make("dialog", { className: "cell-menu" }, make("div", { className: "cell-menu-head" }, this.title, close), this.history, write);
    dialog.setAttribute("aria-labelledby", this.title.id);
    document.body.append(dialog);
    return dialog;
  }

  async load() {
    const { words, historyUrl, form } = this.sheet.config;
    if (!historyUrl) return;
    this.history.textContent = words.loading;
    const query = new URLSearchParams({ form, ...this.address });
    const answer = await fetch(`${historyUrl}?${query}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) {
      this.history.textContent = words.failed;
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    page.querySelector("h2")?.remove();
    // Without a piece of the page to swap, a restored value comes back with the page.
    for (const restore of page.querySelectorAll("form")) {
      for (const name of restore.getAttributeNames()) if (name.startsWith("hx-")) restore.removeAttribute(name);
      restore.querySelector("input[name=next]")?.remove();
      restore.append(make("input", { type: "hidden", name: "next", value: `${location.pathname}${location.search}` }));
      restore.querySelector("input[name=csrfmiddlewaretoken]")?.setAttribute("value", cookie("csrftoken"));
    }
    this.history.replaceChildren(...page.body.childNodes);
  }

  async comment(event) {
    event.preventDefault();
    const { words, commentUrl } = this.sheet.config;
    const answer = await fetch(commentUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
      body: JSON.stringify({ ...this.address, text: this.text.value }),
    }).catch(() => null);
    if (!answer?.ok) {
      this.history.prepend(make("p", { className: "message message-error", textContent: words.failed }));
      return;
    }
    this.dialog.close();
    this.say(words.commented);
    this.refresh();
  }
}
