// Turns the first picture of a chart into a Plotly chart when the reader reaches for it by mouse, key or tap.
// Without this module, or where the library does not load, the picture and its table stay.

const STYLES_ID = "plotly.js-style-global"; // the id and class by which Plotly leaves its own styles out
const drawn = new Map(); // box → figure
let library;

function addElement(tag, properties) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.onload = resolve;
    element.onerror = () => {
      element.remove();
      reject(new Error(`not loaded: ${element.src || element.href}`));
    };
    document.head.append(element);
  });
}

async function loadLibrary({ plotly, plotlyStyles, download }) {
  const styles = { id: STYLES_ID, className: "no-inline-styles", rel: "stylesheet", href: plotlyStyles };
  await addElement("link", styles);
  await addElement("script", { src: plotly });
  const language = document.documentElement.lang;
  const signs = language === "vi" ? { decimal: ",", thousands: "." } : { decimal: ".", thousands: "," };
  window.Plotly.register({
    moduleType: "locale",
    name: language,
    dictionary: { "Download plot as a PNG": download, "Download plot as a png": download },
    format: { ...signs, grouping: [3], currency: ["", " ₫"], date: "%d/%m/%Y" },
  });
  return window.Plotly;
}

function paint(value, palette, styles) {
  if (typeof value === "string") {
    return value in palette ? styles.getPropertyValue(`--${palette[value]}`).trim() : value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => paint(item, palette, styles));
  }
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, paint(item, palette, styles)]));
  }
  return value;
}

async function draw(box, figure) {
  const styles = getComputedStyle(document.documentElement);
  const plotly = await library;
  await plotly.react(box, paint(figure.data, figure.palette, styles), paint(figure.layout, figure.palette, styles), {
    responsive: true,
    displaylogo: false,
    showSendToCloud: false,
    plotlyServerURL: "",
    locale: document.documentElement.lang,
    modeBarButtons: [["toImage"]],
    toImageButtonOptions: { filename: box.dataset.name, scale: 2 },
  });
}

function walkPoints(box, figure) {
  const points = figure.data.flatMap((trace, curveNumber) =>
    trace.x.flatMap((x, pointNumber) =>
      x === null || trace.y[pointNumber] === null ? [] : [{ curveNumber, pointNumber }],
    ),
  );
  let position = -1;
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || event.target !== box || !points.length) return;
    event.preventDefault();
    position = (position + step + points.length) % points.length;
    window.Plotly.Fx.hover(box, [points[position]]);
  });
  box.addEventListener("blur", () => window.Plotly.Fx.unhover(box));
}

async function takeOver(chart) {
  const picture = chart.querySelector("svg");
  const figure = JSON.parse(document.getElementById(chart.dataset.chart).textContent);
  const box = document.createElement("div");
  box.className = "plot";
  box.tabIndex = 0;
  box.dataset.name = chart.id;
  box.setAttribute("role", "group");
  box.setAttribute("aria-labelledby", picture.getAttribute("aria-labelledby"));
  library ??= loadLibrary(chart.dataset);
  await library;
  const focused = document.activeElement === picture;
  picture.after(box);
  box.hidden = false;
  picture.setAttribute("hidden", ""); // the picture stays for print
  await draw(box, figure);
  drawn.set(box, figure);
  walkPoints(box, figure);
  if (focused) box.focus();
}

function watch(chart) {
  const events = ["pointerenter", "focusin", "click"];
  const start = (event) => {
    if (event.type === "pointerenter" && event.pointerType !== "mouse") return; // a finger may only be scrolling
    events.forEach((name) => chart.removeEventListener(name, start));
    takeOver(chart).catch((error) => {
      library = undefined;
      console.warn("The chart stays a picture:", error.message);
    });
  };
  events.forEach((name) => chart.addEventListener(name, start));
}

document.querySelectorAll("figure[data-chart]").forEach(watch);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  drawn.forEach((figure, box) => draw(box, figure));
});
