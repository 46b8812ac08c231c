// Turns the first picture of a chart into a Plotly chart when the reader reaches for it by mouse, key or tap.
// Without this module, or where the library does not load, the picture and its table stay.

const STYLES_ID = "plotly.js-style-global"; // the id and class by which Plotly leaves its own styles out
// The full bundle brings the styles of maps, which no chart here is, unless an element with this id is there.
const MAP_STYLES_ID = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
const PICTURE_WIDTH = 800;
const PICTURE_CHARACTERS = 88;
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

async function loadLibrary({ plotly, plotlyStyles }) {
  const styles = { id: STYLES_ID, className: "no-inline-styles", rel: "stylesheet", href: plotlyStyles };
  await addElement("link", styles);
  if (!document.getElementById(MAP_STYLES_ID)) {
    document.head.append(Object.assign(document.createElement("template"), { id: MAP_STYLES_ID }));
  }
  await addElement("script", { src: plotly });
  const language = document.documentElement.lang;
  const signs = language === "vi" ? { decimal: ",", thousands: "." } : { decimal: ".", thousands: "," };
  window.Plotly.register({
    moduleType: "locale",
    name: language,
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

function brokenLines(text, characters) {
  return text.split(" ").reduce((lines, word) => {
    const last = lines.at(-1);
    return last && `${last} ${word}`.length <= characters
      ? [...lines.slice(0, -1), `${last} ${word}`]
      : [...lines, word];
  }, []);
}

// A picture leaves the page with its title and the address that it came from.
function savePicture(box) {
  const chart = box.closest("figure");
  const escaped = new Option(chart.querySelector("figcaption strong").textContent).innerHTML;
  const title = brokenLines(escaped, PICTURE_CHARACTERS);
  const address = brokenLines(new Option(location.href).innerHTML, PICTURE_CHARACTERS);
  const { layout, data } = box;
  const above = 24 + title.length * 22;
  const height = layout.height + above + 28;
  window.Plotly.downloadImage(
    {
      data,
      layout: {
        ...layout,
        width: PICTURE_WIDTH,
        height,
        margin: { ...layout.margin, t: layout.margin.t + above, b: layout.margin.b + 28 },
        legend: { ...layout.legend, y: 1 - above / height },
        title: {
          text: title.join("<br>"),
          font: { size: 16, weight: 600 }, // a tag such as <b> would write a style attribute
          x: 0.01,
          y: 1 - 12 / height,
          yanchor: "top",
        },
        annotations: [
          {
            text: address.join("<br>"),
            font: { size: 11 },
            showarrow: false,
            align: "left",
            xref: "paper",
            x: 0,
            xanchor: "left",
            xshift: 8 - layout.margin.l,
            yref: "paper",
            y: 0,
            yanchor: "bottom",
            yshift: 4 - layout.margin.b - 28,
          },
        ],
      },
    },
    { format: "png", scale: 2, width: PICTURE_WIDTH, height, filename: chart.id },
  );
}

async function draw(box, figure) {
  const styles = getComputedStyle(document.documentElement);
  const plotly = await library;
  const save = {
    name: "save",
    title: box.closest("figure").dataset.download,
    icon: plotly.Icons.camera,
    click: savePicture,
  };
  await plotly.react(box, paint(figure.data, figure.palette, styles), paint(figure.layout, figure.palette, styles), {
    responsive: true,
    displaylogo: false,
    showSendToCloud: false,
    plotlyServerURL: "",
    locale: document.documentElement.lang,
    modeBarButtons: [[save]],
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
  box.setAttribute("role", "group");
  box.setAttribute("aria-labelledby", picture.getAttribute("aria-labelledby"));
  library ??= loadLibrary(chart.dataset);
  await library;
  const focused = document.activeElement === picture;
  picture.after(box);
  picture.classList.add("replaced"); // it stays for print
  try {
    await draw(box, figure);
  } catch (error) {
    box.remove();
    picture.classList.remove("replaced");
    throw error;
  }
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
