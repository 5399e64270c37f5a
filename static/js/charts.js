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
  offerImages(plot, figure);
}

// A chart is drawn for the screen's width; paper is narrower.
function fitAll(layout) {
  for (const plot of plots) {
    if (plot.data) window.Plotly.relayout(plot, layout);
  }
}

window.addEventListener("beforeprint", () => fitAll({ autosize: false, width: PAPER_WIDTH }));
window.addEventListener("afterprint", () => fitAll({ autosize: true, width: undefined }));

function wordsOf(place) {
  const words = place.startsWith(".") ? document.querySelector(place)?.textContent : place;
  return words?.trim().replace(/\s+/g, " ");
}

function offerImages(plot, figure) {
  const panel = plot.closest(".chart");
  const title = panel.querySelector("h2").textContent.trim();
  const facts = [script.dataset.source, ".freshness", ".demo-banner"].map(wordsOf).filter(Boolean).join("<br>");
  panel.querySelector(".needs-script").hidden = false;
  for (const button of panel.querySelectorAll("[data-image]")) {
    button.addEventListener("click", () => saveImage(plot, figure, button.dataset.image, title, facts));
  }
}

// The picture travels alone, so it carries its question, its time and its coverage.
async function saveImage(plot, figure, format, title, facts) {
  const width = Math.max(plot.clientWidth, 720);
  const height = (figure.layout.height ?? 320) + 130;
  const layout = {
    ...figure.layout,
    width,
    height,
    paper_bgcolor: "#ffffff",
    margin: { ...figure.layout.margin, t: 84, b: 84, l: 110 },
    title: { text: title, x: 0.02, y: 0.97, yanchor: "top", font: { size: 16 } },
    annotations: [
      ...(figure.layout.annotations ?? []),
      { text: facts, showarrow: false, yref: "paper", xref: "paper", x: 0, xanchor: "left", align: "left", xshift: -95, y: 0, yanchor: "top", yshift: -32, font: { size: 10 } },
    ],
  };
  const image = await window.Plotly.toImage({ data: figure.data, layout }, { format, width, height, scale: 2 });
  const link = document.createElement("a");
  link.href = image;
  link.download = `${plot.dataset.name}.${format}`;
  link.click();
}

if (plots.length) {
  try {
    await loadLibrary();
    await Promise.all(plots.map((plot) => draw(plot).catch(() => fail(plot))));
  } catch {
    plots.forEach(fail);
  }
}
