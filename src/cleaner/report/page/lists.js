// The lists: documents, rules, sites and languages, lines, failures, differences.
const VIEWS = [
  ["documents", "Documents", () => DATA.counts.documents],
  ["rules", "Rules", () => DATA.rules.length],
  ["places", "Sites and languages", () => DATA.siteCount],
  ["lines", "Repeated lines", () => DATA.lines.length],
  ["failures", "Failures", () => DATA.counts.failed],
];
const PAGE = 100; // rows that are drawn at a time
let drawn = PAGE;

function drawViews() {
  const shown = VIEWS.filter(([name, , count]) => name === "documents" || count());
  if (DATA.comparison) shown.push(["changes", "Differences", () => DATA.comparison.documents]);
  byId("views").replaceChildren(
    ...shown.map(([view, label, count]) =>
      el("a", { href: addressOf({ view, doc: "", at: "" }), "aria-current": state.view === view ? "page" : null }, `${label} `, el("span", { class: "quiet" }, number(count())))),
    el("button", { type: "button", class: "end", id: "export", onclick: exportLabels }, "Export decisions"),
    el("button", { type: "button", id: "help", "aria-haspopup": "dialog", onclick: help }, "Help (?)"),
  );
}

function drawList() {
  const list = byId("list");
  const views = { documents: documentsView, rules: rulesView, places: placesView, lines: linesView, failures: failuresView, changes: changesView };
  list.replaceChildren(...(views[state.view] || documentsView)());
}

const select = (key, label, options) => el("label", {}, label, el("select", { "data-key": key },
  options.map(([value, text]) => el("option", { value, selected: state[key] === value }, text))));

function tools() {
  const rules = DATA.rules.map((row) => [row[0], `${row[0]} (${number(row[2])})`]);
  const groups = (rows) => rows.map((row) => [row[0] || "?", `${row[0] || "unknown"} (${number(row[1])})`]);
  const flags = Object.entries(FLAGS).filter(([name]) => name !== "changed" || DATA.comparison);
  const sorts = Object.entries(SORTS).filter(([name]) => name !== "changes" || DATA.comparison);
  return el("div", { class: "tools", role: "search" },
    el("label", {}, "Search", el("input", { type: "search", id: "q", "data-key": "q", value: state.q })),
    select("rule", "Rule", [["", "all"], ...rules]),
    select("site", "Site", [["", "all"], ...groups(DATA.sites)]),
    select("lang", "Language", [["", "all"], ...groups(DATA.languages)]),
    select("flag", "Only", [["", "all"], ...flags.map(([name, [label]]) => [name, label])]),
    select("sort", "Sort by", sorts.map(([name, [label]]) => [name, label])));
}

function documentsView() {
  const bar = el("div", { id: "results" });
  drawResults(bar);
  return [el("h2", {}, "Documents"), tools(), bar];
}

function drawResults(into = byId("results")) {
  const left = found();
  const rows = left.slice(0, drawn).map(documentRow);
  const limit = DATA.listed < DATA.counts.documents ? ` of the ${number(DATA.listed)} listed here` : "";
  into.replaceChildren(
    el("p", { id: "count", class: "quiet" }, `${plural(left.length, "document")}${limit}`,
      state.family ? [` with family ${state.family} `, el("a", { href: addressOf({ family: "" }) }, "all families")] : null),
    el("table", {}, el("caption", { class: "quiet" }, SORTS[state.sort] ? `Sorted: ${SORTS[state.sort][0]}` : ""),
      el("thead", {}, el("tr", {}, ["Document", "Lost", "Removals", "Least sure"].map((head, at) =>
        el("th", { scope: "col", class: at ? (at === 2 ? "n wide" : "n") : null }, head)))),
      el("tbody", {}, rows)),
    left.length > drawn ? el("button", { type: "button", class: "more", id: "more", onclick: () => { drawn += PAGE; drawResults(); } }, `Show more (${number(left.length - drawn)} left)`) : "");
}

function documentRow(index) {
  const row = DATA.documents[index];
  const [name, title, share] = [field(row, "name"), field(row, "title"), field(row, "share")];
  const flags = [];
  if (field(row, "withheld") !== null) flags.push(`rules held back: they would take ${percent(field(row, "withheld"), 0)}`);
  if (field(row, "excess") !== null) flags.push(`over the budget: ${percent(field(row, "excess"), 0)}`);
  if (field(row, "goes")) flags.push(`${number(field(row, "goes"))} more go`);
  if (field(row, "stays")) flags.push(`${number(field(row, "stays"))} stay`);
  const done = decidedIn(index);
  const order = field(row, "order");
  return el("tr", { class: state.doc === String(order) ? "on" : null },
    el("th", { scope: "row" },
      el("a", { href: addressOf({ doc: order, at: "", mode: "marked" }), "aria-current": state.doc === String(order) ? "true" : null }, named(title || name)),
      title ? el("div", { class: "quiet" }, named(name)) : null,
      flags.map((flag) => el("div", {}, el("span", { class: "flag" }, flag))),
      done ? el("div", { class: "quiet" }, plural(done, "decision")) : null,
      DATA.examples[index] ? null : el("div", { class: "quiet" }, "counts only")),
    cell(share === null ? number(field(row, "removed")) : percent(share), share === null ? undefined : share),
    el("td", { class: "n wide" }, number(field(row, "removals"))),
    el("td", { class: "n" }, field(row, "removals") ? percent(field(row, "lowest"), 0) : "–"));
}

const toDocuments = (changes, label) => el("a", { href: addressOf({ ...DEFAULTS, ...changes }) }, label);
const heads = (names, wide = -1) => el("thead", {}, el("tr", {}, names.map((name, at) => el("th", { scope: "col", class: at ? (at === wide ? "n wide" : "n") : null }, name))));

function rulesView() {
  const most = Math.max(1, ...DATA.families.map((row) => row[3]));
  const documents = Math.max(1, DATA.counts.documents);
  const row = ([name, removals, inDocuments, size, largest, confidence, why], isFamily) => el("tr", { class: isFamily ? "family" : null },
    el("th", { scope: "row" }, el("span", { class: "swatch", hue: hueOf(name), "aria-hidden": "true" }),
      toDocuments(isFamily ? { family: name } : { rule: name }, name), confidence ? el("span", { class: "quiet" }, ` ${confidence}`) : null,
      why ? el("div", { class: "quiet wide" }, why) : null),
    cell(number(size), size / most, hueOf(name)), cell(number(inDocuments), inDocuments / documents, hueOf(name)),
    el("td", { class: "n wide" }, number(removals)), el("td", { class: "n wide" }, largest ? percent(largest) : "–"));
  const head = () => el("thead", {}, el("tr", {}, ["Rule", "Characters", "Documents", "Removals", "Largest share"].map((name, at) =>
    el("th", { scope: "col", class: at > 2 ? "n wide" : at ? "n" : null }, name))));
  const blanks = DATA.blanks;
  return [
    el("h2", {}, "Rules"),
    el("table", { id: "families" }, el("caption", {}, "Families"), head(), el("tbody", {}, DATA.families.map((one) => row(one, true)))),
    el("table", { id: "rules" }, el("caption", {}, "Rules"), head(), el("tbody", {}, DATA.rules.map((one) => row(one, false)))),
    blanks.removals ? el("p", { class: "quiet" }, `Layout closed gaps: ${plural(blanks.removals, "run")} of blank lines in ${plural(blanks.documents, "document")}, ${plural(blanks.characters, "character")}.`) : "",
    DATA.repairs.length ? el("p", { class: "quiet", id: "repairs" }, "Repaired lines: ", DATA.repairs.map(([rule, count]) => `${rule} ${number(count)}`).join(", "), ".") : "",
  ];
}

function placesView() {
  const table = (key, label, rows) => el("table", { id: `by-${key}` }, el("caption", {}, label), heads([label, "Share lost", "Characters lost", "Documents"], 2),
    el("tbody", {}, rows.map(([name, documents, , size, removed]) => el("tr", {},
      el("th", { scope: "row" }, toDocuments({ [key]: name || "?" }, name ? named(name) : "unknown")),
      cell(size ? percent(removed / size) : "–", size ? removed / size : 0), el("td", { class: "n wide" }, number(removed)), cell(number(documents))))));
  return [
    el("h2", {}, "Sites and languages"),
    table("lang", "Language", DATA.languages),
    table("site", "Site", DATA.sites),
    DATA.siteCount > DATA.sites.length ? el("p", { class: "note" }, `These are the ${number(DATA.sites.length)} sites that lost most, of ${number(DATA.siteCount)}.`) : "",
  ];
}

function linesView() {
  return [
    el("h2", {}, "Lines that went most often"),
    DATA.uncertainty ? el("p", { class: "note" }, `There are too many distinct lines to keep: a count can be ${number(DATA.uncertainty)} too low.`) : "",
    el("table", { id: "lines" }, heads(["Line", "Times", "Characters"]), el("tbody", {}, DATA.lines.map(([text, rule, times, size]) => el("tr", {},
      el("th", { scope: "row" }, toDocuments({ q: text.toLowerCase() }, named(text)), el("div", { class: "quiet" }, rule)),
      cell(number(times), times / DATA.lines[0][2], hueOf(rule)), cell(number(size)))))),
  ];
}

function failuresView() {
  return [
    el("h2", {}, "Failures"),
    el("p", {}, DATA.failureKinds.map(([kind, count]) => `${kind}: ${number(count)}`).join(", "), "."),
    DATA.failures.length < DATA.counts.failed ? el("p", { class: "note" }, `The list has the first ${number(DATA.failures.length)}.`) : "",
    el("table", { id: "failed" }, heads(["Input", "Reason"]), el("tbody", {}, DATA.failures.map(([name, why]) => el("tr", {}, el("th", { scope: "row" }, named(name)), el("td", {}, named(why)))))),
  ];
}

function changesView() {
  const { goes, stays, documents, unmatched, missing } = DATA.comparison;
  const table = (id, label, rows) => !rows.length ? el("p", { id }, `${label}: nothing`) : el("table", { id }, el("caption", {}, label), heads(["Rule", "Characters"]), el("tbody", {}, rows.map(([rule, size]) =>
    el("tr", {}, el("th", { scope: "row" }, rule), cell(number(size), size / rows[0][1], hueOf(rule))))));
  return [
    el("h2", {}, "Differences from the older ledger"),
    el("p", {}, toDocuments({ flag: "changed", sort: "changes" }, plural(documents, "document")), " differ. ",
      unmatched ? `${plural(unmatched, "document")} are not in the older ledger. ` : "", missing ? `${plural(missing, "document")} are only there.` : ""),
    table("goes", "Goes now, stayed before", goes),
    table("stays", "Stays now, went before", stays),
  ];
}
