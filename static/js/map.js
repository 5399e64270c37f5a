// Names the commune under the pointer on the map; a chosen indicator needs no button.

for (const map of document.querySelectorAll("[data-cell-map]")) {
  const label = map.querySelector(".hover-label");
  const show = (event) => {
    const cell = event.target.closest("a");
    label.toggleAttribute("hidden", !cell);
    map.classList.toggle("is-naming", Boolean(cell));
    if (!cell) return;
    label.textContent = cell.getAttribute("aria-label");
    const half = label.getComputedTextLength() / 2 + 4;
    const width = map.viewBox.baseVal.width;
    label.setAttribute("x", Math.min(Math.max(Number(cell.dataset.x), half), width - half));
    label.setAttribute("y", cell.dataset.y);
  };
  map.addEventListener("pointerover", show);
  map.addEventListener("focusin", show);
  map.addEventListener("pointerleave", () => show({ target: map }));
}

for (const select of document.querySelectorAll("select[data-submit]")) {
  select.form.querySelector("button").hidden = true;
  select.addEventListener("change", () => select.form.submit());
}
