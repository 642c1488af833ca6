// Tests of Punctual in Node: the wrapper, and all cases of conformance through it.
//
//	go run ./examples/playground -o dist
//	node --test examples/playground/node/test.mjs        with DIST=dist, and CASES=testdata/conformance

import assert from "node:assert/strict";
import { createReadStream, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createGunzip } from "node:zlib";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const dist = resolve(process.env.DIST ?? join(root, "dist"));
const cases = resolve(process.env.CASES ?? join(root, "testdata/conformance"));
const { load, PunctualError } = await import(pathToFileURL(join(dist, "punctual.js")));
const punctual = await load();

const config = {
  schedules: [{ name: "desk", time_zone: "Europe/Berlin", weekly: { "mon-fri": ["09:00-17:00"] } }],
  policies: [{ id: "p", schedule: "desk", targets: { first_response: "2h" } }],
};
const issue = { id: "T-1", created_at: "2026-03-09T09:00:00Z" };

test("an issue is evaluated, as an object and as text, to the nanosecond", () => {
  const engine = punctual.compile(config);
  const asOf = "2026-03-09T10:00:00.000000001Z";
  const [clock] = engine.evaluate(issue, asOf).clocks;
  assert.equal(clock.elapsed, "1h0m0.000000001s");
  assert.deepEqual(engine.evaluate(JSON.stringify(issue), asOf), engine.evaluate(issue, asOf));
  assert.equal(engine.evaluate(issue, new Date("2026-03-09T10:00:00Z")).clocks[0].elapsed, "1h0m0s");
  assert.equal(engine.standings(issue, asOf)[0].standing, "on_track");
  assert.match(engine.explain(issue, asOf).text, /T-1/);
  assert.equal(engine.explain(issue, asOf).explanation.clocks.length, 1);
  assert.match(engine.picture(issue, asOf, { width: 480, zone: "Europe/Berlin" }), /^<svg/);
  assert.deepEqual(engine.view(issue, asOf, { zone: "Europe/Berlin" }), {
    result: engine.evaluate(issue, asOf),
    standings: engine.standings(issue, asOf, { zone: "Europe/Berlin" }),
    text: engine.explain(issue, asOf).text,
    svg: engine.picture(issue, asOf, { zone: "Europe/Berlin" }),
  });
  assert.equal(JSON.parse(engine.scenario(issue, asOf, { zone: "Europe/Berlin" })).scenarios.length, 1);
});

test("what is refused is thrown, with every problem and its place", () => {
  const wrong = '{\n"policies": [{"id": "p", "targets": {"first_response": "2x"}}],\n"metrix": {}}';
  assert.throws(() => punctual.compile(wrong), (e) => {
    assert.ok(e instanceof PunctualError);
    assert.deepEqual(e.problems.map((p) => p.line), [2, 3]);
    assert.match(e.message, /^line 2: policies\[0\]/);
    return true;
  });
  assert.equal(punctual.check(wrong).length, 2);
  assert.throws(() => punctual.compile(config).evaluate({}, "2026-03-09T10:00:00Z"), PunctualError);
});

test("a template is a place to start from", () => {
  const { config, stories } = punctual.template("priority", { zone: "Europe/Paris" });
  assert.match(config, /Europe\/Paris/);
  assert.ok(punctual.compile(config).evaluate(stories[0].issue, "2027-01-01T00:00:00Z").clocks.length > 0);
  assert.ok(punctual.templates().length > 10);
});

test("a calendar adds open time", () => {
  const calendar = punctual.calendar(config.schedules, "desk");
  assert.equal(calendar.add("2026-03-13T15:00:00Z", "2h"), "2026-03-16T09:00:00Z");
  assert.equal(calendar.between("2026-03-13T15:00:00Z", "2026-03-16T09:00:00Z"), "2h0m0s");
  assert.equal(calendar.open("2026-03-14T12:00:00Z"), false);
  assert.equal(calendar.nextOpen("2026-03-14T12:00:00Z"), "2026-03-16T08:00:00Z");
  assert.equal(calendar.nextClose("2026-03-13T12:00:00Z"), "2026-03-13T16:00:00Z");
  assert.deepEqual(calendar.spans("2026-03-14T00:00:00Z", "2026-03-16T09:00:00Z"), [["2026-03-16T08:00:00Z", "2026-03-16T09:00:00Z"]]);
});

test("issues of the past are reported, and judged under other promises", () => {
  const current = punctual.compile(config);
  const proposed = punctual.compile({ ...config, policies: [{ id: "p", schedule: "desk", targets: { first_response: "30m" } }] });
  const answered = { ...issue, events: [{ at: "2026-03-09T10:00:00Z", type: "message", from: "agent" }] };
  const asOf = "2026-03-10T00:00:00Z";
  assert.equal(current.report({ by: ["metric"] }, [answered], asOf).rows.length, 1);
  assert.equal(current.backtest(proposed, {}, [answered], asOf).flips[0].becomes, "missed");
});

test("what was released is gone", () => {
  const engine = punctual.compile(config);
  punctual.release(engine);
  assert.throws(() => engine.evaluate(issue, "2026-03-09T10:00:00Z"), /released/);
});

// answer answers a case of conformance.
function answer(c) {
  if (c.op) {
    const calendar = punctual.calendar(c.schedules, c.schedule);
    try {
      switch (c.op) {
        case "add": return calendar.add(c.at, c.duration);
        case "between": return calendar.between(c.at, c.until);
        case "open": return calendar.open(c.at);
        case "next_open": return calendar.nextOpen(c.at);
        case "next_close": return calendar.nextClose(c.at);
        case "spans": return calendar.spans(c.at, c.until);
      }
      throw new Error(`unknown op ${c.op}`);
    } finally {
      punctual.release(calendar);
    }
  }
  const engine = punctual.compile(c.config);
  const proposed = c.proposed && punctual.compile(c.proposed);
  try {
    if (proposed) return engine.backtest(proposed, c.request, c.issues, c.as_of);
    if (c.request) return engine.report(c.request, c.issues, c.as_of);
    return engine.evaluate(c.issue, c.as_of);
  } finally {
    punctual.release(engine);
    if (proposed) punctual.release(proposed);
  }
}

// same reports whether two values of JSON are the same, with numbers to 1e-9.
function same(a, b) {
  if (typeof a === "number" && typeof b === "number") return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  return Array.isArray(a) === Array.isArray(b) && keys.length === Object.keys(b).length
    && keys.every((k) => Object.hasOwn(b, k) && same(a[k], b[k]));
}

for (const file of readdirSync(cases).filter((name) => /\.jsonl(\.gz)?$/.test(name))) {
  test(`cases of ${file}`, async () => {
    const raw = createReadStream(join(cases, file));
    const lines = createInterface({ input: file.endsWith(".gz") ? raw.pipe(createGunzip()) : raw, crlfDelay: Infinity });
    let passed = 0;
    for await (const line of lines) {
      if (line.trim() === "") continue;
      const c = JSON.parse(line);
      const got = answer(c);
      if (!same(got, c.want)) assert.deepEqual(got, c.want, c.id);
      passed++;
    }
    assert.ok(passed > 0);
  });
}
