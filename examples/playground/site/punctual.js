// Punctual for JavaScript: computes helpdesk SLAs in a browser or in Node, by the same code as
// in Go. punctual.d.ts says what everything takes and gives.
//
//   import { load } from "./punctual.js";
//   const punctual = await load();
//   const engine = punctual.compile(config);
//   const result = engine.evaluate(issue, "2026-03-09T15:00:00Z");

import "./wasm_exec.js"; // Go's own; it defines globalThis.Go

/** What is wrong with a document or a question. */
export class PunctualError extends Error {
  constructor(problems) {
    super(problems.map(describe).join("\n"));
    this.name = "PunctualError";
    this.problems = problems;
  }
}

function describe({ what, path, line }) {
  return (line ? `line ${line}: ` : "") + (path ? `${path}: ` : "") + what;
}

let loading;

/** Loads Punctual, once. Source is a URL, or the bytes of punctual.wasm. */
export function load(source = new URL("punctual.wasm", import.meta.url)) {
  loading ??= start(source);
  return loading;
}

async function start(source) {
  const go = new globalThis.Go();
  const { instance } = await instantiate(source, go.importObject);
  go.run(instance); // returns to here when the functions are set
  return new Punctual(globalThis.punctualAnswer);
}

async function instantiate(source, imports) {
  if (!(source instanceof URL) && typeof source !== "string") {
    return WebAssembly.instantiate(source, imports);
  }
  const url = new URL(source, import.meta.url);
  if (url.protocol === "file:") {
    const { readFile } = await import("node:fs/promises");
    return WebAssembly.instantiate(await readFile(url), imports);
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return WebAssembly.instantiate(await response.arrayBuffer(), imports);
}

// json returns a document as JSON: a text is taken for JSON already, and stays as it is.
const json = (document) => (typeof document === "string" ? document : JSON.stringify(document));

// instant returns an instant in RFC 3339. A text keeps its nanoseconds.
const instant = (at) => (at instanceof Date ? at.toISOString() : at);

class Punctual {
  #answer;
  #forgotten;

  constructor(answer) {
    this.#answer = answer;
    this.#forgotten = new FinalizationRegistry((request) => this.ask("release", request));
  }

  /** Asks a question of package answers. */
  ask(question, request = {}) {
    const answer = JSON.parse(this.#answer(question, JSON.stringify(request)));
    if (answer.problems) throw new PunctualError(answer.problems);
    return answer.value;
  }

  check(config, options = {}) {
    return this.ask("check", { config: json(config), as_of: instant(options.asOf) });
  }

  templates() {
    return this.ask("templates");
  }

  template(name, values = {}) {
    return this.ask("template", { name, values });
  }

  compile(config) {
    const text = json(config);
    const number = this.ask("compile", { config: text });
    const engine = new Engine(this, number, text);
    this.#forgotten.register(engine, { engine: number }, engine);
    return engine;
  }

  calendar(schedules, schedule) {
    const number = this.ask("calendar", { schedules, schedule });
    const calendar = new Calendar(this, number);
    this.#forgotten.register(calendar, { calendar: number }, calendar);
    return calendar;
  }

  /** Frees what compile or calendar returned, ahead of the garbage collector. */
  release(object) {
    if (this.#forgotten.unregister(object)) this.ask("release", object.reference);
  }
}

class Engine {
  #punctual;
  #config;

  constructor(punctual, number, config) {
    this.#punctual = punctual;
    this.#config = config;
    this.reference = { engine: number };
  }

  #about(question, issue, asOf, more = {}) {
    return this.#punctual.ask(question, { ...this.reference, issue: json(issue), as_of: instant(asOf), ...more });
  }

  evaluate(issue, asOf) {
    return this.#about("evaluate", issue, asOf);
  }

  standings(issue, asOf, options = {}) {
    return this.#about("standings", issue, asOf, options);
  }

  explain(issue, asOf) {
    return this.#about("explain", issue, asOf);
  }

  picture(issue, asOf, options = {}) {
    return this.#about("picture", issue, asOf, options);
  }

  view(issue, asOf, options = {}) {
    return this.#about("view", issue, asOf, options);
  }

  scenario(issue, asOf, options = {}) {
    return this.#about("scenario", issue, asOf, { ...options, config: this.#config });
  }

  report(request, issues, asOf) {
    return this.#many("report", {}, request, issues, asOf);
  }

  backtest(proposed, request, issues, asOf) {
    return this.#many("backtest", { proposed: proposed.reference.engine }, request, issues, asOf);
  }

  #many(question, more, request, issues, asOf) {
    const documents = { request: json(request), issues: Array.from(issues, json) };
    return this.#punctual.ask(question, { ...this.reference, ...documents, as_of: instant(asOf), ...more });
  }
}

class Calendar {
  #punctual;

  constructor(punctual, number) {
    this.#punctual = punctual;
    this.reference = { calendar: number };
  }

  #ask(op, at, more = {}) {
    return this.#punctual.ask("hours", { ...this.reference, op, at: instant(at), ...more });
  }

  add(at, duration) {
    return this.#ask("add", at, { duration });
  }

  between(from, until) {
    return this.#ask("between", from, { until: instant(until) });
  }

  open(at) {
    return this.#ask("open", at);
  }

  nextOpen(at) {
    return this.#ask("next_open", at);
  }

  nextClose(at) {
    return this.#ask("next_close", at);
  }

  spans(from, until) {
    return this.#ask("spans", from, { until: instant(until) });
  }
}
