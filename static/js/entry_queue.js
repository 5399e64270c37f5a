// Edits on their way to the server: kept on this device until the server has them.

import { cookie } from "./entry_send.js";
import { clean } from "./entry_values.js";

const BATCH = 400; // milliseconds in which edits gather
const MOST = 500; // cells in one sending
const PATIENCE = [2000, 4000, 8000, 15000, 30000];

export class Queue extends EventTarget {
  // Tells of "change", of "outcome" (detail: one cell's answer) and of "elsewhere"
  // (detail: what another tab has saved).
  constructor(config) {
    super();
    this.config = config;
    this.key = `entry/${config.user}/${config.period}/${config.form}`;
    this.edits = new Map(); // name -> {unit, line, field, before, value, held?}
    this.flying = new Map(); // name -> value on its way
    this.failures = 0;
    this.state = "idle"; // idle, saving, offline, signed-out
    this.channel = new BroadcastChannel(this.key);
    this.channel.addEventListener("message", (event) => this.tell("elsewhere", event.data));
    window.addEventListener("online", () => this.flush());
    window.addEventListener("offline", () => this.waiting.length && this.become("offline"));
    window.addEventListener("focus", () => this.state === "signed-out" && this.goOn());
  }

  // Edits that only a person can decide about stay, and are not sent again.
  get waiting() {
    return [...this.edits].filter(([, edit]) => !edit.held);
  }

  tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  become(state) {
    this.state = state;
    this.tell("change");
  }

  restore(isThere) {
    for (const [name, edit] of Object.entries(this.stored())) if (isThere(name)) this.edits.set(name, edit);
    if (this.waiting.length) this.soon();
    return this.edits;
  }

  stored() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  // Other tabs keep their edits under the same key: only our own names are touched.
  keep(names) {
    const all = this.stored();
    for (const name of names) {
      if (this.edits.has(name)) all[name] = this.edits.get(name);
      else delete all[name];
    }
    try {
      if (Object.keys(all).length) localStorage.setItem(this.key, JSON.stringify(all));
      else localStorage.removeItem(this.key);
    } catch {
      // A full or closed store: the edits are still sent, they only do not outlive the page.
    }
  }

  put(name, edit) {
    const earlier = this.edits.get(name);
    const before = earlier && !earlier.held ? earlier.before : edit.before;
    this.edits.set(name, { ...edit, before });
    this.keep([name]);
    this.tell("change");
    this.soon();
  }

  drop(name) {
    this.edits.delete(name);
    this.keep([name]);
    this.tell("change");
  }

  soon(delay = BATCH) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.flying.size || !this.waiting.length) return;
    const cells = this.waiting.slice(0, MOST);
    for (const [name, edit] of cells) this.flying.set(name, edit.value);
    this.become("saving");
    let response;
    try {
      response = await this.send(cells);
    } catch {
      this.flying.clear();
      this.later();
      return;
    }
    await this.settle(cells, response);
  }

  send(cells) {
    const sent = cells.map(([, { unit, line, field, before, value }]) => ({ unit, line, field, before, value }));
    return fetch(this.config.saveUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
      body: JSON.stringify({ period: this.config.period, cells: sent }),
    });
  }

  async settle(cells, response) {
    this.flying.clear();
    if (response.status === 401 || response.status === 403) return this.become("signed-out");
    if (response.status === 400) return this.hold(cells, await response.json().catch(() => ({})));
    if (!response.ok) return this.later();
    this.failures = 0;
    const { cells: outcomes } = await response.json();
    outcomes.forEach((outcome, index) => this.take(...cells[index], outcome));
    this.keep(cells.map(([name]) => name));
    this.savedAt = new Date();
    this.become("idle");
    if (this.waiting.length) this.soon(0);
  }

  take(name, sent, outcome) {
    const now = this.edits.get(name);
    const isNewer = now && now.value !== sent.value;
    const stands = outcome.state === "pending" ? clean(sent.value) : outcome.value;
    if (outcome.state === "conflict" || outcome.state === "refused") {
      this.edits.set(name, { ...(now ?? sent), held: outcome });
    } else if (isNewer) {
      this.edits.set(name, { ...now, before: stands });
    } else {
      this.edits.delete(name);
    }
    const detail = { name, value: sent.value, outcome, isNewer };
    this.tell("outcome", detail);
    if (outcome.state === "saved" || outcome.state === "pending") this.channel.postMessage(detail);
  }

  hold(cells, problem) {
    const why = [problem.detail ?? Object.values(problem).flat(2).join(" ")];
    for (const [name, edit] of cells) {
      const outcome = { state: "refused", sentences: why };
      this.edits.set(name, { ...edit, held: outcome });
      this.tell("outcome", { name, value: edit.value, outcome, isNewer: false });
    }
    this.keep(cells.map(([name]) => name));
    this.become("idle");
  }

  later() {
    const wait = PATIENCE[Math.min(this.failures, PATIENCE.length - 1)];
    this.failures += 1;
    this.become("offline");
    this.soon(wait);
  }

  // After signing in again; somebody else's session must not sign our edits.
  async goOn() {
    const answer = await fetch(this.config.panelUrl).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector("[data-user]")?.dataset.user !== String(this.config.user)) return;
    this.state = "idle";
    this.flush();
  }
}
