// The data of the page, and the state of the view, which the address holds.
const DATA = JSON.parse(byId("data").textContent);
const FIELDS = Object.fromEntries(DATA.document.map((name, index) => [name, index]));
const field = (row, name) => row[FIELDS[name]];
const string = (index) => DATA.strings[index];
const INDEX_OF = new Map(DATA.documents.map((row, index) => [field(row, "order"), index]));
const ALL = DATA.documents.map((_, index) => index);

const DEFAULTS = {
  view: "documents", q: "", rule: "", family: "", site: "", lang: "", flag: "", sort: "need", doc: "", mode: "marked", at: "",
};
let state = { ...DEFAULTS };

function readState() {
  const given = new URLSearchParams(location.hash.slice(1));
  state = { ...DEFAULTS };
  for (const key of Object.keys(DEFAULTS)) if (given.has(key)) state[key] = given.get(key);
  if (DATA.documents.length === 1 && !given.has("view") && !given.has("doc")) state.doc = String(field(DATA.documents[0], "order"));
}

function addressOf(changes) {
  const next = { ...state, ...changes };
  const kept = Object.entries(next).filter(([key, value]) => String(value) !== DEFAULTS[key]);
  return "#" + new URLSearchParams(kept.map(([key, value]) => [key, String(value)])).toString();
}

// Change the view. `step` makes an entry in the history, so that "back" returns here.
function go(changes, step = false) {
  const address = addressOf(changes);
  const empty = DATA.documents.length === 1 && address === "#" ? "#view=documents" : address;
  history[step ? "pushState" : "replaceState"](null, "", empty);
  readState();
}

const texts = new Map();

// What the search looks through, in lower case: names, and every removed text that the page holds
function haystack(index) {
  if (!texts.has(index)) {
    const row = DATA.documents[index];
    const parts = [field(row, "name"), field(row, "id"), field(row, "title"), string(field(row, "site")), string(field(row, "language"))];
    for (const piece of DATA.examples[index] || []) if (Array.isArray(piece)) parts.push(piece[6]);
    texts.set(index, parts.join("\n").toLowerCase());
  }
  return texts.get(index);
}

const FLAGS = {
  budget: ["over the budget", (row) => field(row, "withheld") !== null || field(row, "excess") !== null],
  removals: ["with removals", (row) => field(row, "removals") > 0],
  untouched: ["without removals", (row) => field(row, "removals") === 0],
  changed: ["differs from the older ledger", (row) => field(row, "goes") + field(row, "stays") > 0],
  decided: ["with decisions", (row, index) => decidedIn(index) > 0],
};

const SORTS = {
  need: ["needs an eye first", null],
  share: ["largest share lost", (row) => -(field(row, "share") ?? -1)],
  removed: ["most characters lost", (row) => -field(row, "removed")],
  lowest: ["lowest confidence", (row) => field(row, "lowest")],
  removals: ["most removals", (row) => -field(row, "removals")],
  changes: ["largest difference", (row) => -(field(row, "goes") + field(row, "stays"))],
  name: ["name", (row) => field(row, "name")],
  order: ["order of the input", (row) => field(row, "order")],
};

// The indexes of the documents that the filters leave, sorted
function found() {
  const words = state.q.trim().toLowerCase();
  const number = (text) => (text === "" ? -2 : DATA.strings.indexOf(text === "?" ? "" : text));
  const [rule, site, language] = [number(state.rule), number(state.site), number(state.lang)];
  const flag = FLAGS[state.flag];
  const left = ALL.filter((index) => {
    const row = DATA.documents[index];
    if (rule !== -2 && !field(row, "rules").includes(rule)) return false;
    if (state.family && !field(row, "rules").some((one) => string(one).startsWith(state.family + "/"))) return false;
    if (site !== -2 && field(row, "site") !== site) return false;
    if (language !== -2 && field(row, "language") !== language) return false;
    if (flag && !flag[1](row, index)) return false;
    return !words || haystack(index).includes(words);
  });
  const key = (SORTS[state.sort] || SORTS.need)[1];
  if (!key) return left;
  const keys = new Map(left.map((index) => [index, key(DATA.documents[index])]));
  const compared = (a, b) => (keys.get(a) < keys.get(b) ? -1 : keys.get(a) > keys.get(b) ? 1 : a - b);
  return left.sort(compared);
}
