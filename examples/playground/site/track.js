// The timeline on which events and the present are moved.

import { $, h } from "./dom.js";
import { shown, shownDay, shownTime } from "./instants.js";

const MINUTE = 60e3, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const track = $("track");

let range = { from: 0, until: 1 };
let dragging = null;

/** The stretch of time that the timeline and the slider show. */
export const shownRange = () => range;

/**
 * Draws markers: { key, at, sign, name, kind, min }. Moved is called with a key and an instant
 * in milliseconds.
 */
export function drawTrack(markers, zone, moved) {
  if (!dragging) range = rangeOf(markers);
  const focused = document.activeElement?.dataset?.key;
  const low = crowded(markers);
  track.replaceChildren(h("div", { class: "axis" }), ...labels(zone), ...markers.map((m) => marker(m, low.has(m.key), zone, moved)));
  if (focused) track.querySelector(`[data-key="${focused}"]`)?.focus();
}

function rangeOf(markers) {
  const from = Math.min(...markers.map((m) => m.at));
  const until = Math.max(from + 8 * HOUR, ...markers.map((m) => m.at));
  return { from: from - (until - from) * 0.04, until: until + (until - from) * 0.25 };
}

// crowded returns the keys of those markers that would hide the one before them, every other one.
function crowded(markers) {
  const apart = (26 / Math.max(1, track.clientWidth)) * (range.until - range.from);
  const low = new Set();
  let before = null;
  for (const m of markers.filter((m) => m.kind !== "now").sort((a, b) => a.at - b.at)) {
    if (before && m.at - before.at < apart && !low.has(before.key)) low.add(m.key);
    before = m;
  }
  return low;
}

const position = (at) => `${((at - range.from) / (range.until - range.from)) * 100}%`;

// labels returns some five labels, on whole days if days are long enough.
function labels(zone) {
  const length = range.until - range.from;
  const most = Math.max(2, Math.floor(track.clientWidth / 95));
  const step = [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY, 3650 * DAY].find((s) => length / s <= most) ?? 36500 * DAY;
  const list = [];
  for (let at = Math.ceil(range.from / step) * step; at < range.until; at += step) {
    const text = step >= DAY ? shownDay(at, zone) : `${shownDay(at, zone).split(" ")[0]} ${shownTime(at, zone)}`;
    const share = (at - range.from) / length;
    if (share > 0.05 && share < 0.95) list.push(h("span", { class: "label", style: `left:${position(at)}` }, text));
  }
  return list;
}

function marker(m, low, zone, moved) {
  const button = h("button", {
    type: "button", role: "slider", class: low ? `${m.kind} low` : m.kind, style: `left:${position(m.at)}`, title: `${m.name}: ${shown(m.at, zone)}`,
    "data-key": m.key, "aria-label": m.name, "aria-valuetext": shown(m.at, zone), "aria-valuenow": Math.round(m.at / MINUTE),
    "aria-valuemin": Math.round(m.min / MINUTE), "aria-orientation": "horizontal",
  }, m.sign);
  let at = m.at; // ahead of what is drawn, if keys follow fast
  const move = (to) => {
    at = Math.max(m.min, Math.round(to / MINUTE) * MINUTE);
    moved(m.key, at);
  };
  button.addEventListener("keydown", (e) => {
    const step = { ArrowLeft: -5 * MINUTE, ArrowDown: -5 * MINUTE, ArrowRight: 5 * MINUTE, ArrowUp: 5 * MINUTE, PageUp: DAY, PageDown: -DAY }[e.key];
    if (!step) return;
    e.preventDefault();
    move(at + step * (e.shiftKey ? 12 : 1));
  });
  button.addEventListener("pointerdown", (e) => {
    if (e.button !== 0) return;
    e.preventDefault();
    button.focus();
    drag(move);
  });
  return button;
}

// drag moves a marker with the pointer until it is let go. The marker may be drawn anew
// meanwhile, so that the document listens.
function drag(move) {
  const { left, width } = track.getBoundingClientRect();
  dragging = (e) => move(range.from + ((e.clientX - left) / width) * (range.until - range.from));
  const end = () => {
    document.removeEventListener("pointermove", dragging);
    dragging = null;
    track.dispatchEvent(new Event("dragged"));
  };
  document.addEventListener("pointermove", dragging);
  document.addEventListener("pointerup", end, { once: true });
  document.addEventListener("pointercancel", end, { once: true });
}
