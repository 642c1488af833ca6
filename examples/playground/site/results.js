// What the configuration makes of the story.

import { $, h } from "./dom.js";
import { shown, shownDuration } from "./instants.js";

const words = (name) => name.replaceAll("_", " ");

/** Draws how everything stands as of an instant. */
export function drawResults({ result, standings, text, svg }, at, zone) {
  $("as-of").textContent = `${shown(at, zone)} (${zone})`;
  $("clocks").replaceChildren(...result.clocks.map((c, i) => card(c, standings[i], zone)));
  if (result.clocks.length === 0) $("clocks").append(h("li", {}, "No clock has started yet."));
  $("next-change").textContent = result.next_check
    ? `If nothing happens, the next change is on ${shown(Date.parse(result.next_check), zone)}.`
    : "Nothing more changes by itself.";
  $("next").disabled = !result.next_check;
  drawPicture(svg);
  $("why").textContent = text;
  $("transitions").replaceChildren(...result.transitions.map((t) => h("li", {},
    h("time", { datetime: t.at }, shown(Date.parse(t.at), zone)), " ", sentence(t))));
}

function card(clock, { standing }, zone) {
  const name = words(clock.metric) + (clock.cycle > 1 ? ` (${clock.cycle})` : "");
  return h("li", { class: standing, "data-metric": clock.metric, "data-cycle": clock.cycle },
    h("span", { class: "badge" }, words(standing)), h("span", { class: "name" }, name), h("br"),
    h("span", { class: "detail" }, detail(clock, standing, zone)), h("br"),
    h("span", { class: "detail" }, `${clock.policy}: ${shownDuration(clock.target)} on ${clock.schedule}`));
}

function detail(clock, standing, zone) {
  const left = shownDuration(clock.remaining);
  switch (standing) {
    case "met": return `stopped with ${left} to spare`;
    case "missed": return `ended ${left.replace("-", "")} late`;
    case "dropped": return "ended without a verdict";
    case "overdue": return `${left.replace("-", "")} over, since ${shown(Date.parse(clock.breached_at), zone)}`;
    case "paused": return `paused with ${left} left`;
    case "released": return "no target is in force";
    default: return `${left} left, due ${shown(Date.parse(clock.due_at), zone)}`;
  }
}

function sentence(t) {
  const name = words(t.metric) + (t.cycle > 1 ? ` (${t.cycle})` : "");
  switch (t.kind) {
    case "escalated": return `${name}: step ${t.step}${t.repeat > 0 ? `, repeat ${t.repeat}` : ""}`;
    case "stopped": return `${name}: stopped, ${t.met ? "met" : "missed"}`;
    default: return `${name}: ${t.kind}${t.policy && /started|retargeted/.test(t.kind) ? ` (${t.policy})` : ""}`;
  }
}

// drawPicture puts the SVG into the page, so that screen readers read its title and its marks.
function drawPicture(svg) {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  $("picture").replaceChildren(document.adoptNode(parsed));
}
