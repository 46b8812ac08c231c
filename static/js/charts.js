// Turns the first picture of a chart into a Plotly chart when the reader reaches for it by mouse, key or tap.
// Without this module, or where the library does not load, the picture and its table stay.

const STYLES_ID = "plotly.js-style-global"; // the id and class by which Plotly leaves its own styles out
// The full bundle brings the styles of maps, which no chart here is, unless an element with this id is there.
const MAP_STYLES_ID = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
const PICTURE_WIDTH = 800;
const TITLE_CHARACTERS = 88;
const NOTE_CHARACTERS = 120;
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

function escaped(text) {
  return new Option(text).innerHTML; // Plotly reads tags in labels
}

function figureOf(chart) {
  return JSON.parse(document.getElementById(chart.dataset.chart).textContent);
}

function loadedLibrary(chart) {
  library ??= loadLibrary(chart.dataset).catch((error) => {
    library = undefined; // so that the next try loads it anew
    throw error;
  });
  return library;
}

function brokenLines(text, characters) {
  return text.split(" ").reduce((lines, word) => {
    const last = lines.at(-1);
    return last && `${last} ${word}`.length <= characters
      ? [...lines.slice(0, -1), `${last} ${word}`]
      : [...lines, word];
  }, []);
}

// A picture leaves the page with its title, its sources and the address that it came from, on light paper.
async function savePicture(chart) {
  const { data, layout } = figureOf(chart);
  const plotly = await loadedLibrary(chart);
  const warning = document.querySelector("[data-warning]")?.textContent.trim(); // that the data is made up
  const notes = [...chart.querySelectorAll("[data-note]")].map((note) => note.textContent);
  const title = brokenLines(escaped(chart.querySelector("figcaption strong").textContent), TITLE_CHARACTERS);
  const below = [warning, ...notes, location.href]
    .filter(Boolean)
    .flatMap((line) => brokenLines(escaped(line), NOTE_CHARACTERS));
  const above = 24 + title.length * 22;
  const under = 16 + below.length * 15;
  const height = layout.height + above + under;
  await plotly.downloadImage(
    {
      data,
      layout: {
        ...layout,
        width: PICTURE_WIDTH,
        height,
        margin: { ...layout.margin, t: layout.margin.t + above, b: layout.margin.b + under },
        legend: { ...layout.legend, y: 1 - above / height },
        title: {
          text: title.join("<br>"),
          font: { size: 16, weight: 600 }, // a tag such as <b> would write a style attribute
          x: 0.01,
          y: 1 - 12 / height,
          yanchor: "top",
        },
        annotations: [
          ...(layout.annotations ?? []),
          {
            text: below.join("<br>"),
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
            yshift: 8 - layout.margin.b - under,
          },
        ],
      },
      config: { locale: document.documentElement.lang },
    },
    { format: "png", scale: 2, width: PICTURE_WIDTH, height, filename: chart.id },
  );
}

// The button is added here, so that a reader without scripts is not offered what cannot be done.
function offerPicture(chart) {
  const line = chart.querySelector("[data-picture]");
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "link",
    textContent: line.dataset.picture,
  });
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  line.append(button, status);
  button.addEventListener("click", async () => {
    status.textContent = "";
    try {
      await savePicture(chart);
    } catch (error) {
      status.textContent = line.dataset.failed;
      console.warn("No picture was made:", error.message);
    }
  });
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
    displayModeBar: false,
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
  const figure = figureOf(chart);
  const box = document.createElement("div");
  box.className = "plot";
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-labelledby", picture.getAttribute("aria-labelledby"));
  await loadedLibrary(chart);
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
    takeOver(chart).catch((error) => console.warn("The chart stays a picture:", error.message));
  };
  events.forEach((name) => chart.addEventListener(name, start));
}

function watchCharts(part) {
  part.querySelectorAll("figure[data-chart]").forEach((chart) => {
    offerPicture(chart);
    watch(chart);
  });
}

watchCharts(document);
// A part of the page that came after it says so itself: imported from there, this module would run twice.
document.addEventListener("chartsadded", (event) => watchCharts(event.target));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  drawn.forEach((figure, box) => (box.isConnected ? draw(box, figure) : drawn.delete(box)));
});
