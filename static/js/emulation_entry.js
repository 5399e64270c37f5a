// Self-assessment: warns before what was typed is left behind.

const form = document.getElementById("answers");
let isDirty = document.querySelector(".line.has-error") !== null;
let isSending = false;

form.addEventListener("input", () => {
  isDirty = true;
});
form.addEventListener("submit", () => {
  isSending = true;
});
addEventListener("pageshow", () => {
  isSending = false;
});
addEventListener("beforeunload", (event) => {
  if (isDirty && !isSending) event.preventDefault();
});
