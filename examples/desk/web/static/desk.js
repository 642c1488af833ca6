// What changes appears without a reload, and what is due counts down.

"use strict";

// The desk's present, which in a demo is not the browser's.
const ahead = Number(document.body.dataset.now) - Date.now();

function shown(ms) {
  const sign = ms < 0 ? "−" : "";
  const s = Math.floor(Math.abs(ms) / 1000), m = Math.floor(s / 60), h = Math.floor(m / 60), d = Math.floor(h / 24);
  if (m < 1) return `${sign}${s}s`;
  if (m < 60) return `${sign}${m}m`;
  return h < 48 ? `${sign}${h}h ${m % 60}m` : `${sign}${d}d ${h % 24}h`;
}

function count() {
  for (const time of document.querySelectorAll("time[data-due]")) {
    const text = shown(Number(time.dataset.due) - Date.now() - ahead);
    if (time.textContent !== text) time.textContent = text;
  }
}
setInterval(count, 1000);

// refresh asks for this page again, and replaces the parts that live. What somebody types stays.
let asking = false, again = false;
async function refresh(selector) {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll(selector)) {
      const fresh = page.getElementById(part.id);
      if (fresh && !part.contains(document.activeElement)) part.replaceWith(fresh);
      else if (fresh) replaceAround(part, fresh);
    }
    const picture = document.querySelector("img.picture[src*='picture.svg']"), drawn = page.querySelector("img.picture[src*='picture.svg']");
    if (picture && drawn && picture.getAttribute("src") !== drawn.getAttribute("src")) picture.src = drawn.getAttribute("src");
    count();
  } catch {
    // The desk does not answer; the stream says when it does.
  } finally {
    asking = false;
    if (again) {
      again = false;
      refresh(selector);
    }
  }
}

// replaceAround replaces a part in which something has the focus, and gives the focus back.
function replaceAround(part, fresh) {
  const path = document.activeElement.getAttribute("href");
  part.replaceWith(fresh);
  if (path) fresh.querySelector(`[href="${CSS.escape(path)}"]`)?.focus();
}

if (document.querySelector("[data-live]")) {
  const stream = new EventSource("/live");
  let lost = false;
  stream.addEventListener("changed", (e) => {
    const ids = JSON.parse(e.data);
    const parts = [...document.querySelectorAll("[data-live]")].filter((p) => p.dataset.live === "all" || ids.includes(p.dataset.live));
    if (parts.length > 0) refresh("[data-live]");
  });
  stream.addEventListener("error", () => { lost = true; });
  stream.addEventListener("open", () => {
    if (lost) refresh("[data-live]");
    lost = false;
  });
}

// Long work says how far it is.
if (document.querySelector("[data-poll]")) {
  const timer = setInterval(async () => {
    await refresh("[data-poll]");
    if (!document.querySelector("[data-poll]")) {
      clearInterval(timer);
      location.reload(); // what depends on the result is there now
    }
  }, 700);
}

for (const here of document.querySelectorAll("[data-here]")) here.value = location.pathname + location.search;

// The editor of configurations: numbers of lines, and findings that lead to them.
const text = document.getElementById("text"), gutter = document.getElementById("gutter");
if (text && gutter) {
  const number = () => {
    gutter.textContent = Array.from({ length: text.value.split("\n").length }, (_, i) => i + 1).join("\n");
    gutter.style.height = `${text.offsetHeight}px`;
    gutter.scrollTop = text.scrollTop;
  };
  text.addEventListener("input", number);
  text.addEventListener("scroll", () => { gutter.scrollTop = text.scrollTop; });
  number();
  document.addEventListener("click", (e) => {
    const line = Number(e.target.dataset?.line);
    if (!line || e.target.tagName !== "A") return;
    e.preventDefault();
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((n, l) => n + l.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + lines[line - 1].length);
    text.scrollTop = Math.max(0, (line - 5) * 19.5);
  });
}
