// The configuration: a text with the numbers of its lines, and what is wrong with it.

import { $, h } from "./dom.js";

const text = $("config");
const gutter = $("gutter");

/** Calls changed with the text whenever somebody has edited it. */
export function onEdit(changed) {
  text.addEventListener("input", () => changed(text.value));
  text.addEventListener("scroll", () => { gutter.scrollTop = text.scrollTop; });
  text.addEventListener("keydown", indent);
}

// indent indents with Tab. Escape, and then Tab, leaves the text.
let leaving = false;
function indent(e) {
  if (e.key === "Tab" && !leaving && !e.shiftKey && !e.ctrlKey && !e.altKey) {
    e.preventDefault();
    document.execCommand("insertText", false, "  "); // keeps the history of undo
  }
  leaving = e.key === "Escape";
}

export function setText(value) {
  text.value = value;
}

/** Shows findings: marks at their lines, and a list that leads to them. */
export function showFindings(findings) {
  const worst = new Map();
  for (const f of [...findings].reverse()) worst.set(f.line, worst.get(f.line) === "error" ? "error" : f.level);
  const count = text.value.split("\n").length;
  gutter.replaceChildren(...Array.from({ length: count }, (_, i) => h("div", { class: worst.get(i + 1) }, String(i + 1))));
  gutter.scrollTop = text.scrollTop;
  $("problems").replaceChildren(...(findings.length > 0 ? findings.map(item) : [h("li", { class: "hint" }, "None: it compiles, and lint finds nothing.")]));
  text.setAttribute("aria-invalid", String(findings.some((f) => f.level === "error")));
}

function item(f) {
  const where = (f.line > 0 ? `Line ${f.line}: ` : "") + (f.path ? `${f.path}: ` : "");
  return h("li", {}, h("button", { type: "button", class: f.level, onclick: () => goTo(f.line) },
    h("strong", {}, `${f.level} `), where, f.what, f.mend && h("span", { class: "mend" }, `; ${f.mend}`)));
}

function goTo(line) {
  if (line < 1) return;
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((n, l) => n + l.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + lines[line - 1].length);
  text.scrollTop = Math.max(0, (line - 6) * 19.5);
}
