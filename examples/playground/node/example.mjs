// Which promises does an issue have, and why? Run "go run ./examples/playground -o dist" first;
// then "node examples/playground/node/example.mjs dist".

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const dist = pathToFileURL(resolve(process.argv[2] ?? "dist", "punctual.js"));
const { load, PunctualError } = await import(dist);
const punctual = await load();

const config = {
  schedules: [{ name: "desk", time_zone: "America/New_York", weekly: { "mon-fri": ["09:00-17:00"] }, holidays: [{ calendar: "us" }] }],
  policies: [{
    id: "standard", schedule: "desk",
    targets: { first_response: { by: "priority", values: { urgent: "1h" }, default: "4h" }, resolution: "16h" },
  }],
};
const issue = {
  id: "ISS-42", created_at: "2026-05-22T20:30:00Z", // a Friday, 16:30 in New York
  attributes: { priority: "urgent" },
};

const engine = punctual.compile(config);
const [first] = engine.evaluate(issue, new Date("2026-05-22T20:40:00Z")).clocks;
console.log(`${first.metric}: ${first.state}, ${first.remaining} left, due ${first.due_at}`); // Monday is Memorial Day
console.log(engine.explain(issue, "2026-05-22T20:40:00Z").text);
console.log(engine.picture(issue, "2026-05-22T20:40:00Z").length > 1000 ? "The picture is an SVG." : "");
const report = engine.report({ by: ["metric"] }, [issue], "2026-06-01T00:00:00Z");
for (const row of report.rows) console.log(row.key.join(), row.outcomes.overdue, "overdue");

try {
  punctual.compile({ policies: [{ id: "standard", targets: { first_response: "1hour" } }] });
} catch (e) {
  if (!(e instanceof PunctualError)) throw e;
  console.log(e.problems[0].path, "is wrong:", e.problems[0].what);
}
