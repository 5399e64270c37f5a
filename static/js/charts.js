// Draws the figures of a page once its text is there, and says so when it cannot.

const script = document.querySelector("script[data-library]");
const plots = [...document.querySelectorAll("[data-plot]")];
const CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };
const PATIENCE = 30000;
// What is left of an A4 page between its margins and a panel's, in CSS pixels.
const PAPER_WIDTH = 660;

function loadLibrary() {
  return new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = script.dataset.library;
    tag.onload = resolve;
    tag.onerror = reject;
    setTimeout(reject, PATIENCE);
    document.head.append(tag);
  });
}

function fail(plot) {
  const panel = plot.closest(".chart");
  plot.hidden = true;
  panel.querySelector(".plot-failed").hidden = false;
  panel.querySelector(".chart-table").open = true;
}

async function draw(plot) {
  const figure = JSON.parse(document.getElementById(plot.dataset.plot).textContent);
  plot.style.minHeight = "";
  await window.Plotly.newPlot(plot, figure.data, figure.layout, CONFIG);
  plot.on("plotly_click", (event) => {
    const url = event.points[0]?.customdata;
    if (url) window.location.assign(url);
  });
}

// A chart is drawn for the screen's width; paper is narrower.
function fitAll(layout) {
  for (const plot of plots) {
    if (plot.data) window.Plotly.relayout(plot, layout);
  }
}

window.addEventListener("beforeprint", () => fitAll({ autosize: false, width: PAPER_WIDTH }));
window.addEventListener("afterprint", () => fitAll({ autosize: true, width: undefined }));

if (plots.length) {
  try {
    await loadLibrary();
    await Promise.all(plots.map((plot) => draw(plot).catch(() => fail(plot))));
  } catch {
    plots.forEach(fail);
  }
}
