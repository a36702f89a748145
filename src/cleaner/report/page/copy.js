// What a person can take along: a fixture, a card of a rule, a setting that ignores a rule.
function offer(title, about, text) {
  const dialog = byId("dialog");
  const area = el("textarea", { readonly: true, "aria-label": title, spellcheck: "false" });
  area.value = text;
  const copy = async () => {
    area.select();
    try { await navigator.clipboard.writeText(text); } catch { document.execCommand("copy"); }
    say("Copied");
  };
  dialog.setAttribute("aria-label", title);
  dialog.replaceChildren(el("h2", {}, title), el("p", {}, about), text ? area : "",
    el("div", { class: "buttons" }, text ? el("button", { type: "button", id: "copy", onclick: copy }, "Copy") : null,
      el("button", { type: "button", id: "close", onclick: () => dialog.close() }, "Close")));
  if (!dialog.open) dialog.showModal();
}

const oneLine = (text) => text.replace(/\s+/g, " ").trim();

// A marked text: what was rejected stays, what was missed goes
function fixture(index) {
  const article = labelled(index);
  const ranges = [...article.remove, ...article.optional].sort((a, b) => a[0] - b[0]);
  const letters = Array.from(article.text);
  let text = "";
  let at = 0;
  for (const [start, end] of ranges) {
    text += letters.slice(at, start).join("");
    // a mark never goes over a line break
    text += letters.slice(start, end).join("").split("\n").map((line) => line.replace(/^(\s*)(.*?)(\s*)$/su, (_, before, inner, after) =>
      (inner ? `${before}[-${inner}-]${after}` : line))).join("\n");
    at = end;
  }
  text += letters.slice(at).join("");
  const front = [["title", article.title], ["url", article.url], ["lang", article.lang]].filter(([, value]) => value);
  const head = front.length ? `---\n${front.map(([key, value]) => `${key}: ${oneLine(value)}\n`).join("")}---\n` : "";
  return head + text + (text.endsWith("\n") ? "" : "\n");
}

// TOML strings are JSON strings, apart from the escape of U+007F
const toml = (text) => JSON.stringify(text).replace(/\u007f/g, "\\u007f");
const pattern = (text) => text.replace(/[.*+?()|[\]{}\\^$]/g, "\\$&");

function ruleName(text) {
  const words = text.normalize("NFKD").toLowerCase().match(/[a-z0-9]+/g) || [];
  const name = words.slice(0, 4).join("-");
  return /^[a-z]/.test(name) ? `${name}-line` : `own-${name || "rule"}-line`;
}

// Lines of prose that the card must keep
function keptProse(index) {
  const lines = parts(index).filter((part) => part && (!part.cut || part.kind === BACK)).flatMap((part) => part.text.split("\n"))
    .map((line) => line.trim()).filter((line) => line && !line.includes("[-") && !line.includes("-]"));
  const prose = [...new Set(lines)].filter((line) => line.length > 60 && /\p{Ll}[.!?。]["”»]?$/u.test(line));
  const sorted = (prose.length > 1 ? prose : [...new Set(lines)]).sort((a, b) => b.length - a.length);
  return sorted.slice(0, 2);
}

function card(index, text) {
  const line = oneLine(text).replaceAll("[-", "[").replaceAll("-]", "]");
  const other = line.toUpperCase() !== line && line.toUpperCase().toLowerCase() === line.toLowerCase() ? line.toUpperCase() : line.toLowerCase();
  const examples = [`[-${line}-]`, `[-${other === line ? ` ${line}` : other}-]`, ...keptProse(index)];
  return [
    "[[rule]]", `name = ${toml(ruleName(line))}`, 'shape = "line"', `pattern = ${toml(pattern(line))}`,
    'why = "It is a line of the page, not of the article."', 'since = "0.1.0"', `longest = ${Math.max(200, characters(line))}`,
    `examples = [\n${examples.map((one) => `  ${toml(one)},\n`).join("")}]`, "",
  ].join("\n");
}

function ignored(index, rule) {
  const site = string(field(DATA.documents[index], "site"));
  const settings = site ? `[sites.${toml(site)}]\nignore = [${toml(rule)}]\n` : `ignore = [${toml(rule)}]\n`;
  return `# cleaner.toml; on the command line: --ignore ${rule}\n${settings}`;
}

function copyFixture() {
  const index = openIndex();
  if (!isWhole(index)) return say("The page does not hold the text of this article");
  return offer("Copy as fixture", "A marked text for cleaner eval. Put it into a file that ends in .txt.", fixture(index));
}

function copyRule() {
  const item = items[chosen];
  if (!item) return say("Choose a removal or a kept line first");
  return offer("Copy as rule", "A card that removes lines like this one. Put it into a file that ends in .toml, and run cleaner test-rules on it.",
    card(openIndex(), item.line ? item.line.text : item.part.text.trim().split("\n")[0]));
}

function copyIgnore() {
  const item = items[chosen];
  if (!item || !isCut(item)) return say("Choose a removal first: j");
  return offer("Copy as ignore", "A setting that turns the rule off.", ignored(openIndex(), item.part.rule));
}

const KEYS = [
  ["j, k", "next and previous removal"], ["n, p", "next and previous kept line"], ["], [", "next and previous document"],
  ["1, 2, 3", "clean, marked, original"], ["a, r", "accept, reject the removal"], ["A, R", "the same for all alike: same rule, same text"],
  ["x", "mark the kept line as missed"], ["u", "undo"], ["f, c, i", "copy as fixture, as rule, as ignore"], ["e", "export decisions"],
  ["/", "search"], ["Escape", "close the article or this help"], ["?", "this help"],
];

function help() {
  const dialog = byId("dialog");
  dialog.setAttribute("aria-label", "Help");
  dialog.replaceChildren(el("h2", {}, "Keys"), el("dl", { class: "keys" }, KEYS.flatMap(([key, about]) =>
    [el("dt", {}, key.split(", ").map((one, at) => [at ? " " : "", el("kbd", {}, one)])), el("dd", {}, about)])),
  el("p", { class: "quiet" }, "The list begins with what needs an eye first: documents that the budget flagged, then the share of the text that went, weighted by how unsure each removal is. The address holds the view: a copy of it opens the same one."),
  el("div", { class: "buttons" }, el("button", { type: "button", id: "close", onclick: () => dialog.close() }, "Close")));
  if (!dialog.open) dialog.showModal();
}
