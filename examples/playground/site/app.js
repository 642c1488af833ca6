// The playground: a configuration, a story, and a present; and what comes of them.

import { $, h } from "./dom.js";
import { onEdit, setText, showFindings } from "./editor.js";
import { instantOf, knows, shown, wallClock } from "./instants.js";
import { drawResults } from "./results.js";
import { fromFragment, toFragment } from "./share.js";
import { describe, drawEvents, drawFields, newEvent, updateInstants } from "./story.js";
import { drawTrack, shownRange } from "./track.js";
import { load, PunctualError } from "./punctual.js";

const HOUR = 3600e3;

const punctual = await load();
const templates = punctual.templates();
let stories = []; // of the template

/** All that a link holds: the configuration, the story and the present, in milliseconds. */
let state = { config: "", issue: { created_at: "", attributes: {}, events: [] }, now: 0 };

let engine = null; // of the last configuration without errors
let parsed = null; // that configuration
let zone = "UTC"; // of its first schedule that has one

// Tell what is wrong with the present state, and show what comes of it.

function configurationChanged() {
  const findings = punctual.check(state.config, { asOf: new Date() });
  showFindings(findings);
  const broken = findings.some((f) => f.level === "error");
  $("stale").hidden = !broken;
  if (!broken) {
    if (engine) punctual.release(engine);
    engine = punctual.compile(state.config);
    parsed = JSON.parse(state.config);
    zone = parsed.schedules?.map((s) => s.time_zone).find((z) => z && knows(z)) ?? "UTC";
  }
  changed();
}

let waiting = false;

/** Shows what comes of the state, once, before the page is drawn next. */
function changed() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    update();
  });
}

function update() {
  const started = performance.now();
  drawTrack(markers(), zone, moved);
  updateInstants(state, zone);
  const { from, until } = shownRange();
  if (document.activeElement !== $("present")) $("present").value = ((state.now - from) / (until - from)) * 1000;
  $("present").setAttribute("aria-valuetext", shown(state.now, zone));
  if (document.activeElement !== $("present-at")) $("present-at").value = wallClock(state.now, zone);
  if (engine) evaluate();
  remember();
  document.body.dataset.took = (performance.now() - started).toFixed(1);
}

function evaluate() {
  const asOf = new Date(state.now);
  const problem = $("story-problem");
  try {
    const width = Math.min(1100, Math.max(480, $("picture").clientWidth));
    drawResults(engine.view(state.issue, asOf, { zone, width }), state.now, zone);
    problem.hidden = true;
  } catch (e) {
    if (!(e instanceof PunctualError)) throw e;
    problem.textContent = e.message;
    problem.hidden = false;
  }
}

// What can be moved on the timeline.

function markers() {
  const created = Date.parse(state.issue.created_at);
  return [
    { key: "created", at: created, sign: "●", name: "Created", kind: "created", min: 0 },
    ...state.issue.events.map((e, i) => ({ key: String(i), at: Date.parse(e.at), min: created, ...describe(e) })),
    { key: "now", at: state.now, sign: "now", name: "Present", kind: "now", min: created },
  ];
}

function moved(key, at) {
  if (key === "now") state.now = at;
  else if (key === "created") moveAll(at - Date.parse(state.issue.created_at));
  else state.issue.events[key].at = new Date(at).toISOString();
  changed();
}

// moveAll moves the whole story, so that what happens stays as far behind the creation.
function moveAll(by) {
  const later = (at) => new Date(Date.parse(at) + by).toISOString();
  state.issue.created_at = later(state.issue.created_at);
  for (const e of state.issue.events) e.at = later(e.at);
  state.now += by;
}

function redrawStory() {
  drawFields(state.issue, changed);
  drawEvents(state, zone, changed, redrawStory);
  changed();
}

// Where a state comes from: a template, a story of it, or a link.

function useTemplate(name) {
  const made = punctual.template(name);
  stories = made.stories;
  state.config = made.config;
  setText(state.config);
  $("template").value = name;
  $("about-template").textContent = templates.find((t) => t.name === name).description;
  $("stories").replaceChildren(...stories.map((s, i) => h("option", { value: i }, s.name)));
  configurationChanged();
  useStory(0);
}

function useStory(i) {
  const { issue, why } = structuredClone(stories[i]);
  state.issue = { ...issue, events: issue.events ?? [], attributes: issue.attributes ?? {} };
  const last = state.issue.events.at(-1)?.at ?? new Date(Date.parse(issue.created_at) + HOUR).toISOString();
  state.now = Date.parse(last);
  $("about-story").textContent = why;
  redrawStory();
}

function useLink(saved) {
  if (typeof saved?.config !== "string" || !saved.issue?.created_at) throw new Error("not a state of this page");
  state = { config: saved.config, issue: { attributes: {}, events: [], ...saved.issue }, now: Number(saved.now) || Date.parse(saved.issue.created_at) };
  setText(state.config);
  $("template").value = "";
  $("stories").replaceChildren();
  $("about-template").textContent = $("about-story").textContent = "";
  configurationChanged();
  redrawStory();
}

let soon;

/** Keeps the address such that it leads to this state. */
function remember() {
  clearTimeout(soon);
  soon = setTimeout(async () => history.replaceState(null, "", await toFragment(state)), 400);
}

async function start() {
  $("template").replaceChildren(h("option", { value: "" }, "—"), ...templates.map((t) => h("option", { value: t.name }, t.title)));
  try {
    const saved = await fromFragment(location.hash);
    if (saved) useLink(saved);
    else useTemplate("priority");
  } catch {
    useTemplate("priority");
    say("The link is damaged; this is a template.");
  }
  document.querySelector("main").setAttribute("aria-busy", "false");
  requestAnimationFrame(() => { document.body.dataset.ready = performance.now().toFixed(0); }); // after loading began
}

function say(text) {
  $("status").textContent = text;
}

onEdit((text) => {
  state.config = text;
  configurationChanged();
});
$("template").addEventListener("change", (e) => e.target.value && useTemplate(e.target.value));
$("stories").addEventListener("change", (e) => useStory(Number(e.target.value)));
$("track").addEventListener("dragged", changed);
$("present").addEventListener("input", (e) => {
  const { from, until } = shownRange();
  const at = from + (e.target.value / 1000) * (until - from);
  state.now = Math.max(Date.parse(state.issue.created_at), Math.round(at / 60e3) * 60e3);
  changed();
});
$("present-at").addEventListener("input", (e) => {
  if (!e.target.value) return;
  state.now = instantOf(e.target.value, zone);
  changed();
});
$("next").addEventListener("click", () => {
  const next = engine?.evaluate(state.issue, new Date(state.now)).next_check;
  if (!next) return;
  state.now = Math.ceil(Date.parse(next)); // instants may be finer than a millisecond
  changed();
});
$("add").addEventListener("click", (e) => {
  const kind = e.target.dataset.add;
  if (!kind) return;
  state.issue.events.push(newEvent(kind, new Date(state.now).toISOString(), parsed));
  redrawStory();
  say(`Added: ${describe(state.issue.events.at(-1)).name}, at the present.`);
});
$("share").addEventListener("click", async () => {
  const fragment = await toFragment(state);
  history.replaceState(null, "", fragment);
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied. It holds everything; nobody else has it.");
  } catch {
    say("The link is in the address bar.");
  }
});
$("take").addEventListener("click", () => {
  try {
    const text = engine.scenario(state.issue, new Date(state.now), { zone });
    const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    h("a", { href: url, download: "scenario.json" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
    say("Run it with: slacheck test scenario.json");
  } catch (e) {
    say(e.message);
  }
});
addEventListener("hashchange", start);

await start();
