// Choosing returns: all at once, with their number on the button; reasons to start from.

const all = document.querySelector("[data-choose-all]");
const boxes = [...document.querySelectorAll('#chosen input[name="returns"]')];
const count = document.querySelector("[data-chosen-count]");

function show() {
  const chosen = boxes.filter((box) => box.checked).length;
  if (count) count.textContent = chosen ? `(${chosen})` : "";
  if (!all) return;
  all.checked = chosen > 0 && chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
}

if (all && boxes.length > 1) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
}
for (const box of boxes) box.addEventListener("change", show);
show();

for (const button of document.querySelectorAll("[data-reason]")) {
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.reason);
    const typed = field.value.trim();
    field.value = typed ? `${typed}\n${button.textContent}` : button.textContent;
    field.focus();
  });
}
