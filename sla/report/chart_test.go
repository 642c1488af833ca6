package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/internal/stats"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

var update = flag.Bool("update", false, "update the charts and pages in testdata")

// A helpdesk is the configuration of the golden charts.
const helpdesk = `{
  "schedules": [{"name": "desk", "time_zone": "Europe/Berlin", "weekly": {"mon-fri": ["08:00-18:00"]}}],
  "policies": [{"id": "all", "schedule": "desk", "targets": {
    "first_response": {"by": "priority", "values": {"high": "1h"}, "default": "4h"},
    "resolution": {"by": "priority", "values": {"high": "8h"}, "default": "24h"}
  }}]
}`

var (
	springStart = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	springEnd   = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
)

// spring returns the issues of four months, always the same.
func spring() (issues []sla.Issue) {
	random := rand.New(rand.NewPCG(1, 2))
	agents := []struct {
		name string
		slow float64
	}{{"Ann", 1}, {"Bo", 1.6}, {"Chidi Anagonye-Featherstonehaugh", 0.8}, {"Dana", 3}, {"<script>alert(1)</script>", 1}, {"Ed & Flo", 1.3}}
	for i := range 700 {
		agent := agents[min(random.IntN(9), 4)]
		if i%90 == 0 {
			agent = agents[5]
		}
		at := springStart.AddDate(0, 0, random.IntN(110)).Add(time.Duration(6*60+random.IntN(15*60)) * time.Minute)
		if random.IntN(4) == 0 {
			at = at.Add(-3 * time.Hour)
		}
		issue := sla.Issue{ID: fmt.Sprint("ISS-", i), CreatedAt: at, Attributes: map[string]any{"priority": []any{"high", "normal", "normal", "low"}[random.IntN(4)]}}
		if random.IntN(12) > 0 {
			issue.Attributes["assignee"] = agent.name
		}
		answer := at.Add(time.Duration(agent.slow*random.ExpFloat64()*90) * time.Minute)
		solved := answer.Add(time.Duration(agent.slow*random.ExpFloat64()*20) * time.Hour)
		if random.IntN(25) > 0 {
			issue.Events = append(issue.Events, sla.MessageFrom(sla.Agent, answer), sla.SetAttribute("status", "resolved", solved))
			issue.Events[0].By = agent.name
		}
		issues = append(issues, issue)
	}
	return issues
}

func compile(t testing.TB, config string) *sla.Engine {
	t.Helper()
	cfg, err := policy.Parse([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	e, err := sla.New(cfg, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func springReport(t testing.TB, config string, q report.Request) report.Report {
	t.Helper()
	a, err := report.New(compile(t, config), q, springEnd)
	if err != nil {
		t.Fatal(err)
	}
	addAll(t, a.Add)
	return a.Report()
}

func addAll(t testing.TB, add func(sla.Issue) error) {
	t.Helper()
	for _, issue := range spring() {
		if err := add(issue); err != nil {
			t.Fatal(err)
		}
	}
}

func springHeld(t testing.TB) report.Held {
	t.Helper()
	a, err := report.NewHeld(compile(t, helpdesk), report.HeldRequest{Field: "assignee"}, springEnd)
	if err != nil {
		t.Fatal(err)
	}
	addAll(t, a.Add)
	return a.Held()
}

func springTargets(t testing.TB) report.Targets {
	t.Helper()
	a, err := report.NewTargets(compile(t, helpdesk), report.TargetsRequest{Goal: "90%", By: []string{"metric"}}, springEnd)
	if err != nil {
		t.Fatal(err)
	}
	addAll(t, a.Add)
	return a.Targets()
}

func by(dimensions ...string) report.Request { return report.Request{By: dimensions, Goal: "90%"} }

// Somebody has looked at the charts and the pages in testdata, light and dark. After a change,
// look again.
func TestChartsMatchTestdata(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	heat := by("started.weekday", "started.hour")
	heat.Zone = berlin
	march := by("metric", "assignee")
	march.Zone = berlin
	march.From, march.Until = time.Date(2026, 3, 1, 0, 0, 0, 0, berlin), time.Date(2026, 4, 1, 0, 0, 0, 0, berlin)
	narrow := report.ChartOptions{Width: 360}
	files := map[string][]byte{
		"bars.svg":         report.ComplianceChart(springReport(t, helpdesk, march), report.ChartOptions{}),
		"bars-narrow.svg":  report.ComplianceChart(springReport(t, helpdesk, march), narrow),
		"bars-few.svg":     report.ComplianceChart(springReport(t, helpdesk, by("assignee")), report.ChartOptions{Most: 3}),
		"stop-by.svg":      report.ComplianceChart(springReport(t, helpdesk, report.Request{By: []string{"stop.by"}, Denominator: report.OfCompleted}), report.ChartOptions{}),
		"trend.svg":        report.ComplianceChart(springReport(t, helpdesk, by("metric", "decided.week")), report.ChartOptions{}),
		"heat.svg":         report.ComplianceChart(springReport(t, helpdesk, heat), report.ChartOptions{}),
		"heat-narrow.svg":  report.ComplianceChart(springReport(t, helpdesk, heat), narrow),
		"distribution.svg": report.DistributionChart(springReport(t, helpdesk, by("metric", "target")), report.ChartOptions{}),
		"budget.svg":       report.BudgetChart(springReport(t, helpdesk, by("metric", "decided.month")), report.ChartOptions{}),
		"held.svg":         report.HeldChart(springHeld(t), report.ChartOptions{}),
		"targets.svg":      report.TargetsChart(springTargets(t), report.ChartOptions{}),
		"change.svg": report.ChangeChart(springReport(t, helpdesk, by("metric", "priority")),
			springReport(t, strings.ReplaceAll(helpdesk, `"4h"`, `"3h"`), by("metric", "priority")), report.ChartOptions{}),
		"nothing.svg": report.ComplianceChart(report.Report{Request: report.Request{By: []string{"assignee"}}}, report.ChartOptions{}),
	}
	var page bytes.Buffer
	if err := report.HTML(&page, "March 2026 <at> our desk", springReport(t, helpdesk, by("priority")), springHeld(t)); err != nil {
		t.Fatal(err)
	}
	files["page.html"] = page.Bytes()
	for name, got := range files {
		t.Run(name, func(t *testing.T) {
			checkMarkup(t, got)
			file := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("it differs from %s; run the test with -update and look at it", file)
			}
		})
	}
}

// elements are all that charts and pages are made of.
var elements = strings.Fields("svg title desc style defs pattern line rect path text tspan " +
	"html head meta body main section h1 h2 h3 p i figure div table thead tbody tfoot tr th td dl dt dd")

// checkMarkup checks that a chart or a page is well-formed, consists of nothing but what it
// should, has titles and descriptions, and neither runs nor loads anything.
func checkMarkup(t interface{ Fatalf(string, ...any) }, text []byte) {
	d := xml.NewDecoder(bytes.NewReader(text))
	page := bytes.HasPrefix(text, []byte("<!DOCTYPE"))
	seen := make(map[string]int)
	ids := make(map[string]bool)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v:\n%s", err, text)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		seen[e.Name.Local]++
		if !slices.Contains(elements, e.Name.Local) {
			t.Fatalf("there is a <%s>", e.Name.Local)
		}
		for _, a := range e.Attr {
			name := strings.ToLower(a.Name.Local)
			if strings.HasPrefix(name, "on") || strings.Contains(name, "href") || name == "src" || strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
				t.Fatalf("<%s %s=%q>", e.Name.Local, a.Name.Local, a.Value)
			}
			if name == "id" && ids[a.Value] {
				t.Fatalf("there are two elements with the id %q", a.Value)
			}
			ids[a.Value] = ids[a.Value] || name == "id"
		}
	}
	if seen["svg"] == 0 || seen["desc"] != seen["svg"] || seen["title"] == 0 || !page && seen["svg"] != 1 {
		t.Fatalf("elements %v", seen)
	}
}

// hostile are texts that must do no harm, beside any.
var hostile = rapid.OneOf(rapid.StringN(0, 60, 400), rapid.SampledFrom([]string{
	"<script>alert(1)</script>", "</text></svg><img src=x onerror=alert(1)>", "]]>", "&amp;", "\x00\x1f\u202e", `"'`, "</style>", "<!--", "javascript:1", "\xff", "", " ", "和田さんの問い合わせ",
}))

// anyReport draws a report, also such as no accumulator makes.
func anyReport(t *rapid.T) report.Report {
	r := report.Report{AsOf: springEnd}
	r.Request.By = rapid.SliceOfN(rapid.SampledFrom([]string{"metric", "assignee", "stop.by", "target", "policy", "seats", "decided.day", "decided.week", "created.month", "due.quarter", "ended.year", "started.weekday", "started.hour", "outcome"}), 0, 4).Draw(t, "by")
	r.Request.Goal = rapid.SampledFrom([]string{"", "90%", "99.99%", "100%", "0%"}).Draw(t, "goal")
	r.Request.Denominator = rapid.SampledFrom([]report.Denominator{report.OfDecided, report.OfCompleted, report.OfAll}).Draw(t, "denominator")
	r.Request.Near = "10%"
	for range rapid.IntRange(0, 40).Draw(t, "rows") {
		row := report.Row{Measures: anyMeasures(t)}
		for _, name := range r.Request.By {
			row.Key = append(row.Key, anyKey(t, name))
		}
		r.Rows = append(r.Rows, row)
	}
	r.Total = anyMeasures(t)
	return r
}

func anyKey(t *rapid.T, dimension string) any {
	if rapid.IntRange(0, 9).Draw(t, "missing") == 0 {
		return nil
	}
	at := springStart.AddDate(0, 0, rapid.IntRange(0, 800).Draw(t, "day"))
	year, week := at.ISOWeek()
	usual := map[string]any{
		"target": "1h0m0s", "seats": 5.0, "outcome": "met", "decided.day": at.Format(time.DateOnly), "decided.week": fmt.Sprintf("%04d-W%02d", year, week), "created.month": at.Format("2006-01"),
		"due.quarter": fmt.Sprintf("%d-Q%d", at.Year(), (at.Month()+2)/3), "ended.year": at.Format("2006"), "started.weekday": strings.ToLower(at.Format("Mon")), "started.hour": fmt.Sprintf("%02d", at.YearDay()%24),
	}
	if value, ok := usual[dimension]; ok && rapid.IntRange(0, 9).Draw(t, "usual") > 0 {
		return value
	}
	return rapid.OneOf(rapid.Map(hostile, func(s string) any { return s }), rapid.Just(any(true)), rapid.Just(any(1.5))).Draw(t, "key")
}

func anyMeasures(t *rapid.T) (m report.Measures) {
	n := rapid.SampledFrom([]int64{0, 1, 2, 30, 1000, 1 << 40}).Draw(t, "n")
	m.Clocks, m.Issues = n+3, n+2
	if n > 0 {
		good := rapid.SampledFrom([]int64{0, n / 2, n}).Draw(t, "good")
		m.Compliance = &report.Compliance{N: n, Good: good, Rate: float64(good) / float64(n)}
		m.Compliance.Low, m.Compliance.High = stats.Wilson(good, n)
		m.Goal = &report.GoalStanding{Reached: good == n, Left: n/10 - (n - good)}
		max := time.Duration(rapid.SampledFrom([]int64{0, 1, 1e9, 3.6e12, 1 << 62}).Draw(t, "max"))
		m.Elapsed = &report.Distribution{N: n, P50: max / 2, P90: max, P95: max, Max: max}
		m.Elapsed.Shape = rapid.SampledFrom([][]report.Bin{nil, {{From: 0, To: time.Second, N: n}}, {{From: time.Hour, To: 2 * time.Hour, N: n}}, {{From: 0, To: time.Second, N: 1}, {From: 1 << 60, To: 1<<60 + 1<<58, N: n}}}).Draw(t, "shape")
	}
	return m
}

func TestAnyReportHasWellFormedCharts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, other := anyReport(t), anyReport(t)
		other.Request.By = r.Request.By
		if len(r.Request.By) > 0 {
			other.Rows = nil
		}
		h := report.Held{Request: report.HeldRequest{Field: "team"}, AsOf: springEnd}
		for range rapid.IntRange(0, 40).Draw(t, "held") {
			h.Rows = append(h.Rows, report.HeldRow{Value: anyKey(t, "assignee"), Clocks: 1, Seconds: rapid.SampledFrom([]float64{0, 1, 3600, 1e9, 1e30}).Draw(t, "seconds")})
		}
		targets := report.Targets{AsOf: springEnd}
		targets.Request.By, targets.Request.Goal = []string{"assignee"}, "95%"
		for range rapid.IntRange(0, 15).Draw(t, "targets") {
			row := report.TargetsRow{Key: []any{anyKey(t, "assignee")}}
			for _, step := range report.Ladder()[:rapid.IntRange(0, 30).Draw(t, "steps")] {
				m := anyMeasures(t)
				if m.Compliance != nil {
					row.Curve, row.Steps = append(row.Curve, *m.Compliance), append(row.Steps, step)
				}
			}
			if n := len(row.Steps); n > 0 {
				row.Target, row.AtTarget = row.Steps[n/2], &row.Curve[n/2]
			}
			targets.Rows = append(targets.Rows, row)
		}
		o := report.ChartOptions{Width: rapid.SampledFrom([]int{0, 1, 360, 960, 3000}).Draw(t, "width"), Most: rapid.SampledFrom([]int{0, 1, 5}).Draw(t, "most"), Inline: rapid.Bool().Draw(t, "inline")}
		for _, draw := range []report.Chart{
			func(o report.ChartOptions) []byte { return report.ComplianceChart(r, o) },
			func(o report.ChartOptions) []byte { return report.DistributionChart(r, o) },
			func(o report.ChartOptions) []byte { return report.BudgetChart(r, o) },
			func(o report.ChartOptions) []byte { return report.ChangeChart(r, other, o) },
			func(o report.ChartOptions) []byte { return report.HeldChart(h, o) },
			func(o report.ChartOptions) []byte { return report.TargetsChart(targets, o) },
		} {
			svg := draw(o)
			checkMarkup(t, svg)
			if !bytes.Equal(svg, draw(o)) {
				t.Fatalf("two drawings of one report differ")
			}
		}
	})
}

func TestAnyReportHasAPageThatDoesNoHarm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyReport(t)
		r.Request.Metrics = []string{hostile.Draw(t, "metric")}
		r.Request.Where = new(policy.If(hostile.Draw(t, "field"), policy.Eq, hostile.Draw(t, "value")))
		section := report.Section{
			Title: hostile.Draw(t, "heading"), Text: []string{hostile.Draw(t, "text")},
			Table:  report.Table{Columns: []report.Column{{Name: hostile.Draw(t, "column")}}, Rows: [][]report.Cell{{report.KeyCell(hostile.Draw(t, "cell"))}}},
			Legend: []report.Term{{Name: hostile.Draw(t, "term"), Text: hostile.Draw(t, "meaning")}},
		}
		var page bytes.Buffer
		if err := report.HTML(&page, hostile.Draw(t, "title"), r, section); err != nil {
			t.Fatal(err)
		}
		checkMarkup(t, page.Bytes())
	})
}

// The order of issues, and what they were merged from, does not show.
func TestChartsDoNotDependOnTheOrderOfIssues(t *testing.T) {
	a, err := report.New(compile(t, helpdesk), by("metric", "assignee"), springEnd)
	if err != nil {
		t.Fatal(err)
	}
	for _, issue := range slices.Backward(spring()) {
		if err := a.Add(issue); err != nil {
			t.Fatal(err)
		}
	}
	other := springReport(t, helpdesk, by("metric", "assignee"))
	var one, two bytes.Buffer
	if err := errors.Join(report.HTML(&one, "x", a.Report()), report.HTML(&two, "x", other)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("pages of the same issues differ")
	}
}

// Of many groups, those with the most records are drawn, and the others are summed up.
func TestManyGroupsAreSummedUp(t *testing.T) {
	r := report.Report{Request: report.Request{By: []string{"assignee"}}, AsOf: springEnd}
	for i := range 242 {
		n := int64(1 + i%50)
		low, high := stats.Wilson(n, n)
		r.Rows = append(r.Rows, report.Row{Key: []any{fmt.Sprint("agent ", i)}, Measures: report.Measures{Clocks: n, Compliance: &report.Compliance{N: n, Good: n, Rate: 1, Low: low, High: high}}})
	}
	svg := string(report.ComplianceChart(r, report.ChartOptions{}))
	if !strings.Contains(svg, ">212 others<") || strings.Contains(svg, ">agent 1<") || !strings.Contains(svg, ">agent 49<") {
		t.Error("the chart does not show the largest groups and sum up 212 others")
	}
	if len(svg) > 40_000 {
		t.Errorf("the chart has %d bytes", len(svg))
	}
}
