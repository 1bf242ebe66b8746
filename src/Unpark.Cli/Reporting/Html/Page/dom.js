// Elements are made here and nowhere else: what the profile says becomes text, never markup.

/** Makes an element. Attributes that are null or false are left out; so are children that are null. */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return element;
}

/** The same for drawings. */
function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) {
      element.removeAttribute(name);
    } else if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

const byId = id => document.getElementById(id);

const numbers = new Intl.NumberFormat("en-US");
const slopes = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2, signDisplay: "exceptZero" });
const differences = new Intl.NumberFormat("en-US", { signDisplay: "exceptZero" });

/** A number and a noun in the right form. */
const counted = (count, noun) => `${numbers.format(count)} ${noun}${count === 1 ? "" : "s"}`;

/** A part of a whole in percent. */
function percent(part, whole) {
  if (whole === 0) {
    return "0%";
  }

  const share = 100 * part / whole;
  return `${share >= 9.95 || share === 0 ? Math.round(share) : share.toFixed(1)}%`;
}

/** A small line of numbers, the last one marked. */
function sparkline(values) {
  const most = Math.max(1, ...values);
  const points = values.map((value, i) => [
    values.length === 1 ? 0 : 96 * i / (values.length - 1),
    18 - 16 * value / most,
  ]);
  const last = points[points.length - 1];
  return svg("svg", { class: "spark", viewBox: "0 0 96 20", role: "img", "aria-label": values.map(v => numbers.format(v)).join(", ") },
    svg("polyline", { points: points.map(point => point.map(n => n.toFixed(1)).join(",")).join(" ") }),
    svg("circle", { cx: last[0].toFixed(1), cy: last[1].toFixed(1), r: 2 }));
}
