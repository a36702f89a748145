// Elements are made from names and texts, never from markup: article text can add no element and no attribute.
const SVG = "http://www.w3.org/2000/svg";

function el(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "onclick") made.addEventListener("click", value);
    else if (key === "hue") made.style.setProperty("--h", value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const byId = (id) => document.getElementById(id);
const number = (value) => value.toLocaleString("en-US");
const percent = (share, digits = 1) => (share === null ? "–" : `${(100 * share).toFixed(digits)} %`);
const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : many || one + "s"}`;

// A share from 0 to 1 as a bar
function bar(share, hue) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 8");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", "bar");
  svg.setAttribute("aria-hidden", "true");
  if (hue !== undefined) svg.style.setProperty("--h", hue);
  for (const [width, name] of [[100, "ground"], [Math.max(0, Math.min(100, 100 * share)), "part"]]) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("width", width);
    rect.setAttribute("height", 8);
    rect.setAttribute("class", name);
    svg.append(rect);
  }
  return svg;
}

function cell(value, share, hue) {
  return el("td", { class: "n" }, value, share === undefined ? null : bar(share, hue));
}

// A text in its own direction, with controls that would hide or reorder it shown by their code
const CONTROLS = /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff])/;

function pieces(text) {
  return text.split(CONTROLS).map((part, index) => {
    if (index % 2 === 0) return part;
    if (part === "\r") return "";
    const code = part.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    return el("span", { class: "control" }, `U+${code}`);
  });
}

const named = (text) => el("bdi", {}, ...pieces(text));

function say(text) {
  byId("status").textContent = "";
  setTimeout(() => { byId("status").textContent = text; }, 30);
}

const HUES = {
  advert: 0, caption: 280, element: 170, headline: 300, layout: 210, learned: 215, legal: 45, markup: 260, page: 150,
  promo: 20, related: 190, share: 95, subscribe: 330, repair: 60,
};

function hueOf(rule) {
  const family = rule.split("/")[0];
  if (family in HUES) return HUES[family];
  let sum = 7;
  for (const letter of family) sum = (sum * 31 + letter.codePointAt(0)) % 360;
  return sum;
}
