// The fields of the issue, and the list of what happens to it.

import { $, h } from "./dom.js";
import { instantOf, wallClock } from "./instants.js";

/** What an event is called, and its sign on the timeline. */
export function describe(event) {
  switch (event.type) {
    case "message": {
      const name = { customer: "Customer writes", agent: "Agent answers", bot: "Bot writes", third_party: "Third party writes" }[event.from];
      return { name: name ?? "Message", sign: { customer: "C", agent: "A", bot: "B", third_party: "3" }[event.from] ?? "M", kind: event.from };
    }
    case "update": {
      const [name, value] = Object.entries(event.set ?? {})[0] ?? ["", ""];
      return { name: `${name === "status" ? "Status" : name || "Field"} becomes ${typeof value === "string" ? value : JSON.stringify(value)}`, sign: name === "status" ? "S" : "F", kind: "update" };
    }
    case "custom": return { name: event.name || "Custom event", sign: "★", kind: "custom" };
    case "cancel": return { name: "Cancelled", sign: "×", kind: "cancel" };
    default: return { name: "Note", sign: "N", kind: "note" };
  }
}

/** A new event of a kind of the buttons, at an instant. */
export function newEvent(kind, at, config) {
  switch (kind) {
    case "customer": case "agent": return { at, type: "message", from: kind };
    case "status": return { at, type: "update", set: { status: statuses(config).find((s) => /pend|wait|hold/.test(s)) ?? "pending" } };
    case "set": return { at, type: "update", set: { priority: "urgent" } };
    case "custom": return { at, type: "custom", name: customs(config)[0] ?? "called" };
    default: return { at, type: "cancel", reason: "spam" };
  }
}

const statuses = (config) => [...Object.keys(config?.statuses ?? {}).filter((s) => s !== "*"), "open", "pending", "hold", "resolved"];
const customs = (config) => [...new Set(JSON.stringify(config ?? {}).match(/(?<="custom:)[^"]+/g) ?? [])];

// asText and asValue write and read the value of a field: JSON, or else a text as it is.
const asText = (value) => (typeof value === "string" && !isJSON(value) ? value : JSON.stringify(value));

function asValue(text) {
  return isJSON(text) ? JSON.parse(text) : text;
}

function isJSON(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Draws the fields that the issue was created with. */
export function drawFields(issue, changed) {
  const rows = Object.entries(issue.attributes ?? {});
  const write = () => {
    issue.attributes = Object.fromEntries(rows.filter(([name]) => name !== ""));
    changed();
  };
  const row = (pair, i) => h("div", { class: "row" },
    h("input", { type: "text", value: pair[0], "aria-label": "Field", oninput: (e) => { pair[0] = e.target.value; write(); } }), "=",
    h("input", { type: "text", value: asText(pair[1]), "aria-label": `Value of ${pair[0] || "the field"}`, oninput: (e) => { pair[1] = asValue(e.target.value); write(); } }),
    h("button", { type: "button", "aria-label": `Remove ${pair[0] || "the field"}`, onclick: () => { rows.splice(i, 1); write(); draw(); } }, "×"));
  const draw = () => $("fields").replaceChildren(...rows.map(row),
    h("button", { type: "button", onclick: () => { rows.push(["", ""]); draw(); $("fields").querySelector(".row:last-of-type input").focus(); } }, "Add a field"));
  draw();
}

/** Draws the creation and all events. */
export function drawEvents(story, zone, changed, redraw) {
  const when = (value, set, name) => h("input", {
    type: "datetime-local", step: 1, value: wallClock(Date.parse(value), zone), "aria-label": `When: ${name}`,
    oninput: (e) => { if (e.target.value) { set(new Date(instantOf(e.target.value, zone)).toISOString()); changed(); } },
  });
  const created = h("li", { "data-key": "created" }, h("span", { class: "what" }, "Created by"),
    choice(["customer", "agent", "bot", "third_party"], story.issue.created_by ?? "customer", "Created by", (v) => { story.issue.created_by = v; changed(); }),
    when(story.issue.created_at, (at) => { story.issue.created_at = at; }, "the creation"));
  const row = (event, i) => h("li", { "data-key": String(i), class: Date.parse(event.at) > story.now ? "future" : undefined },
    h("span", { class: "what" }, { message: "Message from", update: "Field becomes", custom: "Custom event", cancel: "Cancelled for", note: "Note" }[event.type] ?? event.type),
    ...inputs(event, changed), when(event.at, (at) => { event.at = at; }, describe(event).name),
    h("button", { type: "button", "aria-label": `Remove: ${describe(event).name}`, onclick: () => { story.issue.events.splice(i, 1); redraw(); } }, "×"));
  $("events").replaceChildren(created, ...story.issue.events.map(row));
}

/** Shows the instants of events after they were moved. */
export function updateInstants(story, zone) {
  for (const li of $("events").children) {
    const event = story.issue.events[li.dataset.key];
    const at = Date.parse(event?.at ?? story.issue.created_at);
    const input = li.querySelector("input[type=datetime-local]");
    if (input !== document.activeElement) input.value = wallClock(at, zone);
    li.classList.toggle("future", at > story.now);
  }
}

function choice(values, value, name, changed) {
  const list = values.includes(value) ? values : [...values, value];
  return h("select", { "aria-label": name, onchange: (e) => changed(e.target.value) },
    ...list.map((v) => h("option", { value: v, selected: v === value }, v.replace("_", " "))));
}

// inputs are the inputs for what is special to the type of an event.
function inputs(event, changed) {
  const text = (value, name, set) => h("input", { type: "text", value, "aria-label": name, oninput: (e) => { set(e.target.value); changed(); } });
  switch (event.type) {
    case "message":
      return [choice(["customer", "agent", "bot", "third_party"], event.from, "From", (v) => { event.from = v; changed(); })];
    case "custom": return [text(event.name ?? "", "Name of the event", (v) => { event.name = v; })];
    case "cancel": return [text(event.reason ?? "", "Reason", (v) => { event.reason = v; })];
    case "update": {
      const pairs = Object.entries(event.set ?? {});
      const write = () => { event.set = Object.fromEntries(pairs); };
      return pairs.flatMap((pair) => [
        text(pair[0], "Field", (v) => { pair[0] = v; write(); }), "=",
        text(asText(pair[1]), "Value", (v) => { pair[1] = asValue(v); write(); }),
      ]);
    }
    default: return [];
  }
}
