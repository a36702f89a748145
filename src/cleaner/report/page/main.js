// Joins the parts: draws the view of the address, and hears keys and clicks.
let open = ""; // the document and the mode that are drawn

function drawArticle() {
  const article = byId("article");
  const index = openIndex();
  const drawn = `${state.doc}/${state.mode}`;
  byId("panes").className = index === undefined ? "" : DATA.documents.length === 1 && state.view === "documents" ? "one" : "two";
  article.hidden = index === undefined;
  if (index === undefined) { open = ""; items = []; chosen = -1; article.replaceChildren(); return; }
  if (open === drawn) return;
  const isSame = open.split("/")[0] === state.doc;
  open = drawn;
  const row = DATA.documents[index];
  const mode = (name, label) => el("button", { type: "button", "data-mode": name, "aria-pressed": String(state.mode === name), onclick: () => { go({ mode: name }); draw(); } }, label);
  const size = field(row, "characters");
  const families = [...new Set(parts(index).filter((part) => part && part.cut && !isLayout(part)).map((part) => part.rule.split("/")[0]))].sort();
  article.replaceChildren(
    el("header", {},
      el("h2", {}, named(field(row, "title") || field(row, "name"))),
      el("p", { class: "quiet" }, named(field(row, "name")), " ", string(field(row, "site")) ? named(string(field(row, "site"))) : "", " ", string(field(row, "language"))),
      el("p", {}, size === null ? "" : `${number(size)} characters, `, `${number(field(row, "removed"))} went`, field(row, "share") === null ? "" : ` (${percent(field(row, "share"))})`, `; ${plural(field(row, "removals"), "removal")}`),
      DATA.examples[index] ? (isWhole(index) ? null : el("p", { class: "note" }, "The page does not hold the text, only what was removed.")) : el("p", { class: "note" }, "This page samples examples, and has only the counts of this document."),
      el("div", { class: "buttons", role: "group", "aria-label": "Text" }, mode("clean", "Clean"), mode("marked", "Marked"), mode("original", "Original"),
        DATA.documents.length > 1 ? el("button", { type: "button", id: "back", onclick: close }, "Close") : null),
      el("div", { class: "legend", "aria-label": "Colours", role: "group" }, families.map((family) => el("span", {}, el("span", { class: "swatch", hue: hueOf(family), "aria-hidden": "true" }), family)))),
    el("div", { class: "buttons walk", id: "tools", role: "toolbar", "aria-label": "Review" }),
    DATA.examples[index] ? drawText(index) : "");
  chosen = -1;
  if (state.at !== "" && items[Number(state.at)]) choose(Number(state.at), state.mode !== "clean");
  else if (!isSame && DATA.documents.length > 1) article.focus({ preventScroll: true });
  if (!isSame && state.at === "") article.scrollIntoView({ block: "nearest" });
  drawTools();
}

function drawTools() {
  const tools = byId("tools");
  if (!tools) return;
  const item = items[chosen];
  const cut = item && isCut(item) && item.part.kind !== BACK;
  const decision = cut ? decided(openIndex(), item.part) : "";
  const button = (id, label, action, enabled, pressed) => el("button", { type: "button", id, disabled: !enabled, "aria-pressed": pressed === undefined ? null : String(pressed), onclick: action }, label);
  const focused = document.activeElement && tools.contains(document.activeElement) ? document.activeElement.id : "";
  tools.replaceChildren(
    button("next", "Next (j)", () => next(1), items.some(isCut)),
    button("accept", "Accept (a)", () => judge("a"), cut, decision === "a"), button("reject", "Reject (r)", () => judge("r"), cut, decision === "r"),
    button("miss", "Missed (x)", miss, item && item.line, Boolean(item && item.line && isMissed(openIndex(), item.line))),
    button("undo", "Undo (u)", undo, done.length),
    button("as-fixture", "Copy as fixture", copyFixture, isWholeOpen()), button("as-rule", "Copy as rule", copyRule, item), button("as-ignore", "Copy as ignore", copyIgnore, cut));
  if (focused && byId(focused) && !byId(focused).disabled) byId(focused).focus();
}

const isWholeOpen = () => openIndex() !== undefined && DATA.examples[openIndex()] !== null && isWhole(openIndex());

function close() {
  const order = state.doc;
  go({ doc: "", at: "" }, true);
  draw();
  const link = [...document.querySelectorAll("#results a")].find((one) => new URLSearchParams(one.hash.slice(1)).get("doc") === order);
  (link || byId("list")).focus();
}

function nextDocument(step) {
  const left = found();
  const at = left.indexOf(openIndex());
  const index = left[at < 0 ? 0 : at + step];
  if (index === undefined) return false;
  go({ doc: orderOf(index), at: "" }, true);
  draw();
  return true;
}

// The next removal, in the next document when this one has no more
function next(step) {
  if (openIndex() === undefined) { nextDocument(1); if (items.some(isCut)) walk(1, isCut); return; }
  if (state.mode !== "marked") { go({ mode: "marked" }); draw(); }
  if (walk(step, isCut)) return;
  if (!nextDocument(step)) { say(step > 0 ? "This was the last removal" : "This was the first removal"); return; }
  chosen = -1;
  if (!walk(step, isCut)) say("No removal in this document");
}

const nextLine = (step) => walk(step, (item) => Boolean(item.line)) || say("No further line");

function draw() {
  hideTip();
  drawViews();
  drawList();
  drawArticle();
  refresh();
}

const ACTIONS = {
  j: () => next(1), k: () => next(-1), n: () => nextLine(1), p: () => nextLine(-1), "]": () => nextDocument(1), "[": () => nextDocument(-1),
  1: () => { go({ mode: "clean" }); draw(); }, 2: () => { go({ mode: "marked" }); draw(); }, 3: () => { go({ mode: "original" }); draw(); },
  a: () => judge("a"), r: () => judge("r"), A: () => judgeAlike("a"), R: () => judgeAlike("r"), x: miss, u: undo,
  f: copyFixture, c: copyRule, i: copyIgnore, e: exportLabels, "?": help,
  "/": () => { if (state.view !== "documents") { go({ view: "documents" }, true); draw(); } const q = byId("q"); if (q.offsetParent) q.focus(); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("dialog").open) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "Escape" && openIndex() !== undefined && DATA.documents.length > 1) { close(); return; }
  const action = ACTIONS[event.key];
  if (action) { event.preventDefault(); action(); }
});

document.addEventListener("input", (event) => {
  const key = event.target.dataset.key;
  if (!key) return;
  drawn = PAGE;
  go({ [key]: event.target.value });
  drawResults();
  say(byId("count").textContent);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (link) {
    event.preventDefault();
    drawn = PAGE;
    history.pushState(null, "", link.getAttribute("href") === "#" ? "#view=documents" : link.getAttribute("href"));
    readState();
    draw();
    if (!state.doc) byId("list").focus();
    return;
  }
  const element = event.target.closest("#text [data-at], #text .cut, #text .back");
  if (element) {
    const at = items.findIndex((item) => item.element === element || (item.more || []).includes(element));
    if (at >= 0) { choose(at, false); showTip(element); }
  }
});

for (const [name, shown] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
  document.addEventListener(name, (event) => {
    const element = event.target.closest && event.target.closest(".cut, .back");
    if (element) (shown ? showTip : hideTip)(element);
  });
}

byId("skip").addEventListener("click", () => byId("list").focus());
window.addEventListener("popstate", () => { readState(); draw(); });
window.addEventListener("hashchange", () => { readState(); draw(); });
load();
readState();
draw();
