// One article: its text with the removals in place.
const [NEW, BACK] = [1, 2]; // kinds of cuts besides 0, a removal in both ledgers
let items = []; // every cut and every kept line of the open article, in order
let chosen = -1;

// Characters as Python counts them
function characters(text) {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit < 0xdc00) { count--; at++; }
  }
  return count;
}

// The parts of an article: {cut, start, text, ...} for a cut, {start, text} for a kept text, null for an unknown one
function parts(index) {
  const made = [];
  let at = 0;
  for (const piece of DATA.examples[index] || []) {
    if (piece === null) made.push(null);
    else if (typeof piece === "string") {
      made.push({ start: at, text: piece });
      at += characters(piece);
    } else {
      const [rule, kind, sure, why, line, start, text] = piece;
      made.push({ cut: true, rule: string(rule), kind, sure, why: why < 0 ? "" : string(why), line, start, text });
      at = start + characters(text);
    }
  }
  return made;
}

const isLayout = (part) => part.cut && part.rule.startsWith("layout/");
const isWhole = (index) => DATA.examples[index] !== null && !DATA.examples[index].includes(null);

function described(part, index) {
  if (part.kind === BACK) return [part.rule, "It went before and stays now."];
  const decision = decided(index, part);
  return [
    part.rule,
    part.why + (part.kind === NEW ? " It stayed before." : ""),
    part.sure === 100 && isLayout(part) ? "" : `confidence ${part.sure} %`,
    decision ? { a: "accepted", r: "rejected" }[decision] : "",
  ];
}

function drawText(index) {
  items = [];
  const whole = isWhole(index);
  const text = el("div", { class: `text ${state.mode}`, id: "text", lang: string(field(DATA.documents[index], "language")) || null });
  let line = el("p", { dir: "auto" });
  let fresh = true; // nothing kept is in the line so far
  const end = (isCut = false) => {
    if (fresh && (isCut || line.querySelector(".cut"))) line.classList.add("gone");
    text.append(line);
    line = el("p", { dir: "auto" });
    fresh = true;
  };
  for (const part of parts(index)) {
    if (part === null) {
      if (line.childNodes.length) end();
      line.append(el("span", { class: "gap" }, "…"));
      fresh = false;
      end();
      continue;
    }
    const lines = part.text.split("\n");
    let start = part.start;
    let first = true;
    lines.forEach((content, number) => {
      if (content.trim()) {
        const own = part.cut ? cutOf(part, content, first) : keptOf(content, start);
        line.append(own);
        if (part.cut && first) items.push({ part, element: own });
        else if (part.cut && items.length) items[items.length - 1].more = [...(items[items.length - 1].more || []), own];
        else if (!part.cut) items.push({ line: { start, text: content }, element: own });
        first = false;
        if (!part.cut || part.kind === BACK) fresh = false;
      } else if (content) line.append(content);
      start += characters(content) + 1;
      if (number < lines.length - 1) {
        // the view keeps the lines of the original; one whose line break goes is none of the clean text
        end(part.cut && part.kind !== BACK);
      }
    });
  }
  if (line.childNodes.length) end();
  if (!items.length && !whole) text.append(el("p", { class: "quiet" }, "Nothing was removed here, and the page does not hold the text."));
  for (const [at, item] of items.entries()) item.element.dataset.at = at;
  items.forEach((item) => mark(index, item));
  return text;
}

function cutOf(part, content, first) {
  const kind = part.kind === BACK ? "back" : part.kind === NEW ? "cut new" : "cut";
  // only the first line of a removal is a stop of the tab key
  return el(part.kind === BACK ? "ins" : "del", {
    class: kind, hue: hueOf(part.rule), tabindex: first && !isLayout(part) ? "0" : null, "data-rule": part.rule,
  }, ...pieces(content));
}

const keptOf = (content) => el("span", { class: "kept" }, ...pieces(content));

// Show the decision on an item
function mark(index, item) {
  for (const element of [item.element, ...(item.more || [])]) {
    const last = element === (item.more || [item.element]).at(-1);
    if (item.part) {
      const decision = decided(index, item.part);
      element.classList.toggle("accepted", decision === "a" && last);
      element.classList.toggle("rejected", decision === "r");
    } else element.classList.toggle("missed", isMissed(index, item.line));
  }
}

function choose(at, focus = true) {
  for (const old of document.querySelectorAll(".chosen")) old.classList.remove("chosen");
  chosen = at;
  const item = items[at];
  if (!item) return;
  for (const element of [item.element, ...(item.more || [])]) element.classList.add("chosen");
  if (!item.element.hasAttribute("tabindex")) item.element.setAttribute("tabindex", "-1");
  if (focus) {
    item.element.focus({ preventScroll: true });
    item.element.scrollIntoView({ block: "center" });
  }
  go({ at });
  drawTools();
}

// Walk to the next (1) or previous (-1) item for which `wanted` is true
function walk(step, wanted) {
  for (let at = chosen < 0 && step < 0 ? items.length - 1 : chosen + step; at >= 0 && at < items.length; at += step) {
    if (wanted(items[at])) { choose(at); return true; }
  }
  return false;
}

const isCut = (item) => Boolean(item.part) && !isLayout(item.part);

function showTip(element) {
  const item = items[Number((element.closest("[data-at]") || element).dataset.at)]
    || items.find((one) => (one.more || []).includes(element));
  if (!item || !item.part) return;
  const [rule, ...rest] = described(item.part, openIndex());
  const tip = byId("tip");
  tip.replaceChildren(el("b", {}, rule), ...rest.filter(Boolean).map((text) => el("div", {}, ...pieces(text))));
  tip.hidden = false;
  const box = element.getBoundingClientRect();
  const left = Math.max(4, Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8));
  const fits = box.bottom + tip.offsetHeight + 6 < document.documentElement.clientHeight;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${(fits ? box.bottom + 6 : Math.max(0, box.top - tip.offsetHeight - 6)) + scrollY}px`;
  element.setAttribute("aria-describedby", "tip");
}

function hideTip() {
  byId("tip").hidden = true;
  for (const element of document.querySelectorAll("[aria-describedby='tip']")) element.removeAttribute("aria-describedby");
}
