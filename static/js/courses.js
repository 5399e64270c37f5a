// The form of a session: sums under each count, and what is larger than its whole.

const form = document.querySelector("[data-course-form]");

function read(input) {
  const digits = input.value.replace(/[\s.,]/g, "");
  return /^\d+$/.test(digits) ? Number(digits) : 0;
}

function shown(number) {
  return number.toLocaleString(document.documentElement.lang);
}

function sum(name) {
  const inputs = [...form.querySelectorAll(`[data-count="${name}"]`)];
  return inputs.reduce((total, input) => total + read(input), 0);
}

function troubles(rules) {
  const found = [];
  for (const line of form.querySelectorAll(".learners tbody tr")) {
    for (const { part, whole, sentence } of rules) {
      const inner = line.querySelector(`[data-count="${part}"]`);
      const outer = line.querySelector(`[data-count="${whole}"]`);
      const isTooLarge = read(inner) > read(outer);
      inner.parentElement.classList.toggle("has-error", isTooLarge);
      if (!isTooLarge) continue;
      const words = sentence
        .replace("%(part)s", shown(read(inner)))
        .replace("%(whole)s", shown(read(outer)));
      found.push({ input: inner, words: `${line.querySelector("th").textContent.trim()}: ${words}` });
    }
  }
  return found;
}

if (form) {
  const live = form.querySelector("[data-live]");
  const rules = JSON.parse(live.dataset.sentences);
  const tell = () => {
    for (const output of form.querySelectorAll("[data-total]")) {
      output.textContent = shown(sum(output.dataset.total));
    }
    live.textContent = troubles(rules).map((one) => one.words).join(" ");
  };
  form.addEventListener("input", tell);
}
