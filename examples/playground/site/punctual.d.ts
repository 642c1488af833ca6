/** An instant: RFC 3339 text, with up to nine digits of a fraction, or a Date. */
export type Instant = string | Date;

/** An amount of time as Go writes it, such as "1h30m0s". */
export type Duration = string;

/** A document: an object, or its JSON. JSON is taken as it is, with all digits of its numbers. */
export type Document = string | object;

/** One problem of a document or of a question. */
export interface Problem {
  what: string;
  /** The field at fault, such as "policies[2].targets.resolution.within". */
  path?: string;
  /** The line of the document, from 1. */
  line?: number;
}

/** Thrown for whatever is refused, with every problem. */
export class PunctualError extends Error {
  problems: Problem[];
}

/** What is wrong with a configuration, or likely so. */
export interface Finding {
  rule: string;
  level: "error" | "warning" | "info";
  path: string;
  line: number;
  what: string;
  mend: string;
}

export interface Template {
  name: string;
  title: string;
  description: string;
  parameters: { name: string; description: string; default: string }[];
}

export type State = "running" | "paused" | "released" | "stopped" | "cancelled";

export interface Clock {
  metric: string;
  /** From 1; a metric that repeats has a clock for each cycle. */
  cycle: number;
  policy: string;
  schedule: string;
  target: Duration;
  state: State;
  breached: boolean;
  at_risk: boolean;
  started_at: string;
  /** Absent while the clock does not run and is not breached. */
  due_at?: string;
  ended_at?: string;
  breached_at?: string;
  elapsed: Duration;
  /** Negative if the clock is late. */
  remaining: Duration;
}

export interface Transition {
  at: string;
  kind: "started" | "retargeted" | "released" | "paused" | "resumed" | "escalated" | "breached" | "stopped" | "cancelled" | "reopened";
  metric: string;
  cycle: number;
  policy?: string;
  step?: string;
  repeat?: number;
  met?: boolean;
}

export interface Result {
  clocks: Clock[];
  transitions: Transition[];
  /** The next instant at which something changes if nothing happens, or null. */
  next_check: string | null;
}

/** How a clock stands, in a word and in a sentence. */
export interface Standing {
  metric: string;
  cycle: number;
  policy: string;
  standing: "on_track" | "at_risk" | "overdue" | "paused" | "released" | "met" | "missed" | "dropped";
  outcome: "met" | "missed" | "overdue" | "open" | "dropped" | "void";
  text: string;
}

/** A compiled configuration. The same configuration, issue and instant give the same answer. */
export interface Engine {
  /** Which clocks run, when each is due, what has breached and what happens next. */
  evaluate(issue: Document, asOf: Instant): Result;
  standings(issue: Document, asOf: Instant, options?: { zone?: string }): Standing[];
  /** Why a result is as it is: in words, and as an object for programs. */
  explain(issue: Document, asOf: Instant): { text: string; explanation: object };
  /** The life of an issue as a self-contained SVG. */
  picture(issue: Document, asOf: Instant, options?: { zone?: string; width?: number }): string;
  /** The result, the standings, the words and the picture of an issue, at once: for a page that shows them all. */
  view(issue: Document, asOf: Instant, options?: { zone?: string; width?: number }): { result: Result; standings: Standing[]; text: string; svg: string };
  /** A scenario file, in JSON, that tells the story and expects the clocks to stand as they do. */
  scenario(issue: Document, asOf: Instant, options?: { zone?: string }): string;
  /** How many promises were kept; held time if the request has "held", targets if it has "targets". */
  report(request: Document, issues: Iterable<Document>, asOf: Instant): object;
  /** How issues would have been judged under another configuration. */
  backtest(proposed: Engine, request: Document, issues: Iterable<Document>, asOf: Instant): object;
}

/** The open hours of a schedule. */
export interface Calendar {
  /** The instant at which an amount of open time has passed, or null if there is none within 50 years. */
  add(at: Instant, duration: Duration): string | null;
  /** The open time from one instant to another; negative if they are the other way round. */
  between(from: Instant, until: Instant): Duration;
  open(at: Instant): boolean;
  nextOpen(at: Instant): string | null;
  nextClose(at: Instant): string | null;
  spans(from: Instant, until: Instant): [string, string][];
}

export interface Punctual {
  /** What is wrong with a configuration. AsOf is the present, for findings that depend on it. */
  check(config: Document, options?: { asOf?: Instant }): Finding[];
  templates(): Template[];
  /** A template's configuration as text, and stories that show what it promises. */
  template(name: string, values?: Record<string, string>): { config: string; stories: { name: string; why: string; issue: object }[] };
  /** Compiles a configuration. Throws a PunctualError with every problem if it is invalid. */
  compile(config: Document): Engine;
  /** The calendar of one of several schedules. */
  calendar(schedules: object[], schedule: string): Calendar;
  /** Frees an engine or a calendar at once. Otherwise the garbage collector does, some time. */
  release(object: Engine | Calendar): void;
}

/**
 * Loads Punctual, once. Source is the URL of punctual.wasm, or its bytes; by default the file
 * beside punctual.js.
 */
export function load(source?: URL | string | BufferSource): Promise<Punctual>;
