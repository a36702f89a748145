// Decisions: accepted and rejected removals, and kept lines that a rule missed. The browser's storage keeps them.
const KEY = `cleaner-review:${DATA.id}`;
let decisions = {}; // order of a document -> { "c12": "a" | "r", "l40": end of a missed line }
let done = []; // steps to undo: lists of [order, key, value before]

function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "{}");
    decisions = kept.decisions || {};
    done = kept.done || [];
  } catch { say("This browser keeps no decisions: export them before you close the page."); }
}

function store() {
  try { localStorage.setItem(KEY, JSON.stringify({ decisions, done: done.slice(-500) })); } catch { /* told on load */ }
}

const orderOf = (index) => String(field(DATA.documents[index], "order"));
const openIndex = () => (state.doc === "" ? undefined : INDEX_OF.get(Number(state.doc)));
const of = (index) => decisions[orderOf(index)] || {};
const decided = (index, part) => of(index)[`c${part.start}`];
const isMissed = (index, line) => `l${line.start}` in of(index);
const decidedIn = (index) => Object.keys(of(index)).length;

// Make changes [index, key, value or undefined] in one step
function decide(changes, told) {
  done.push(changes.map(([index, key]) => [orderOf(index), key, of(index)[key]]));
  for (const [index, key, value] of changes) put(orderOf(index), key, value);
  store();
  refresh();
  say(told);
}

function put(order, key, value) {
  const kept = { ...(decisions[order] || {}) };
  if (value === undefined || value === null) delete kept[key];
  else kept[key] = value;
  if (Object.keys(kept).length) decisions[order] = kept;
  else delete decisions[order];
}

function undo() {
  const step = done.pop();
  if (!step) return say("Nothing to undo");
  for (const [order, key, value] of step) put(order, key, value);
  store();
  refresh();
  return say("Undone");
}

function judge(value) {
  const item = items[chosen];
  if (!item || !isCut(item) || item.part.kind === BACK) return say("Choose a removal first: j");
  const same = decided(openIndex(), item.part) === value;
  decide([[openIndex(), `c${item.part.start}`, same ? undefined : value]], same ? "Decision taken back" : value === "a" ? "Accepted" : "Rejected");
  return undefined;
}

// The same text, removed by the same rule, in every document of the page
function judgeAlike(value) {
  const item = items[chosen];
  if (!item || !isCut(item) || item.part.kind === BACK) return say("Choose a removal first: j");
  const wanted = item.part.text.trim();
  const changes = [];
  for (const index of ALL) {
    for (const part of parts(index)) {
      if (part && part.cut && part.kind !== BACK && part.rule === item.part.rule && part.text.trim() === wanted) changes.push([index, `c${part.start}`, value]);
    }
  }
  return decide(changes, `${value === "a" ? "Accepted" : "Rejected"}: ${plural(changes.length, "removal")}`);
}

function miss() {
  const item = items[chosen];
  if (!item || !item.line) return say("Choose a kept line first: n");
  const { start, text } = item.line;
  const was = isMissed(openIndex(), item.line);
  decide([[openIndex(), `l${start}`, was ? undefined : start + characters(text)]], was ? "No longer missed" : "Marked as missed");
  return undefined;
}

function refresh() {
  const index = openIndex();
  if (index !== undefined) for (const item of items) mark(index, item);
  drawTools();
  if (byId("results") && !byId("results").contains(document.activeElement)) drawResults();
  if (byId("export")) byId("export").disabled = !Object.keys(decisions).length;
}

const kindOf = (rule) => (rule.startsWith("learned/") ? rule.split("/")[1] : rule.split("/")[0]);

// The open document as a labelled article: what goes, and as optional what nobody has judged
function labelled(index) {
  const row = DATA.documents[index];
  let text = "";
  const remove = [];
  const optional = [];
  for (const part of parts(index)) {
    text += part.text;
    if (!part.cut || isLayout(part) || part.kind === BACK) continue;
    const decision = decided(index, part);
    const range = [part.start, part.start + characters(part.text)];
    if (decision === "a") remove.push([...range, kindOf(part.rule)]);
    else if (decision !== "r") optional.push(range);
  }
  for (const [key, value] of Object.entries(of(index))) if (key[0] === "l") remove.push([Number(key.slice(1)), value, "missed"]);
  remove.sort((a, b) => a[0] - b[0]);
  const article = { id: field(row, "id") || field(row, "name"), text, remove, optional };
  if (string(field(row, "language"))) article.lang = string(field(row, "language"));
  if (field(row, "title")) article.title = field(row, "title");
  if (DATA.urls[orderOf(index)]) article.url = DATA.urls[orderOf(index)];
  return article;
}

function labels() {
  const judged = ALL.filter((index) => decidedIn(index));
  const whole = judged.filter((index) => DATA.examples[index] && isWhole(index));
  return { text: whole.map((index) => JSON.stringify(labelled(index)) + "\n").join(""), left: judged.length - whole.length, count: whole.length };
}

function exportLabels() {
  const { text, left, count } = labels();
  const missing = left ? ` ${plural(left, "document")} with decisions cannot be exported, because the page does not hold the text: make it with --texts.` : "";
  if (!count) return offer("Export decisions", `There is nothing to export.${missing}`, "");
  const link = el("a", { download: "labelled.jsonl", href: URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" })) }, "labelled.jsonl");
  document.body.append(link);
  link.click();
  link.remove();
  return offer("Export decisions", `${plural(count, "labelled article")} in labelled.jsonl, for cleaner eval and cleaner train.${missing} Removals without a decision are optional in it; lines that stay are labelled as kept.`, text);
}
