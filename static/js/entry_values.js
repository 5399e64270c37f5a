// What somebody typed, read the way the server reads it, and numbers as people write them.

const THOUSANDS = /^\d{1,3}([.,\u00a0\u202f ]\d{3})+$/;

export function clean(text) {
  return (text ?? "").toString().normalize("NFC").replace(/\s+/g, " ").trim();
}

// A number, true or false, a text, null for nothing; undefined for what is no value.
export function parse(kind, text) {
  const typed = clean(text);
  if (typed === "") return null;
  if (kind === "yes_no") return { x: true, 0: false }[typed];
  if (kind !== "integer") return typed;
  const digits = THOUSANDS.test(typed) ? typed.replace(/[^\d]/g, "") : typed;
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

// As it should stand in its box: 1.234 pasted from Excel becomes 1234.
export function tidy(kind, text) {
  const value = parse(kind, text);
  return kind === "integer" && value != null ? String(value) : clean(text);
}

export function shown(value, words) {
  if (value === null || value === undefined || value === "") return "–";
  if (value === true) return words.yes;
  if (value === false) return words.no;
  if (typeof value !== "number") return value;
  const language = words.language === "en" ? "en" : "vi-VN";
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value).replace("-", "−");
}

export function fill(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? facts[name] : whole));
}

// A heading inside a sentence: without its capital, unless it is an abbreviation.
export function inside(label) {
  const start = label.slice(0, 2);
  return start === start.toUpperCase() ? label : label[0].toLowerCase() + label.slice(1);
}
