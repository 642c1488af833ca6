package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla/report"
)

// reportPages are those of reports.
func (s *Server) reportPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /reports", s.signedIn(s.reports))
	mux.HandleFunc("GET /reports/chart.svg", s.signedIn(s.reportChart))
	mux.HandleFunc("GET /reports.csv", s.signedIn(s.reportCSV))
}

// A reportKind is a report that a tab shows.
type reportKind struct {
	Name, Title, About string

	by      []string
	held    string
	targets bool
	budget  bool
}

var reportKinds = []reportKind{
	{Name: "time", Title: "Over time", About: "How many promises were kept, week by week.", by: []string{"metric", "decided.week"}},
	{Name: "person", Title: "By person", About: "How many promises were kept, by who had the issue when that was decided.", by: []string{"assignee", "metric"}},
	{Name: "segment", Title: "By segment", About: "How many promises were kept, by the customer's contract.", by: []string{"customer.tier", "metric"}},
	{Name: "priority", Title: "By priority", About: "How many promises were kept, by priority.", by: []string{"priority", "metric"}},
	{Name: "channel", Title: "By channel", About: "How many promises were kept, by channel.", by: []string{"channel", "metric"}},
	{Name: "map", Title: "Week and hour", About: "When what is missed was begun: by weekday and hour, in your time zone.", by: []string{"started.weekday", "started.hour"}},
	{Name: "held", Title: "In whose time", About: "In whose time clocks ran: the open time that they counted while each person had the issue.", held: "assignee"},
	{Name: "teams", Title: "In which team's time", About: "In which team's time clocks ran.", held: "team"},
	{Name: "targets", Title: "Realistic targets", About: "Which targets would have been kept in 95 of 100 cases.", targets: true},
	{Name: "budget", Title: "Error budgets", About: "How many misses a contract that promises 95 % allows each month, and how many of them were used.", by: []string{"decided.month"}, budget: true},
}

// goal is what contracts of the desk promise.
const goal = "95%"

// A reportView is a report.
type reportView struct {
	Kinds     []reportKind
	Kind      reportKind
	Customer  string
	Customers []string
	Sections  []report.Section
	Charts    []int        // their numbers
	Query     template.URL // is encoded
	Empty     bool
}

// reports shows a report.
func (s *Server) reports(w http.ResponseWriter, r *http.Request) {
	v, err := s.reportView(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, "reports", s.newPage(r, "reports", "Reports", v))
}

func (s *Server) reportView(r *http.Request) (v reportView, err error) {
	v.Kinds, v.Kind = reportKinds, kindOf(r)
	v.Customer = r.URL.Query().Get("customer")
	values, err := s.Desk.Read().Values(r.Context())
	if err != nil {
		return v, err
	}
	v.Customers = values["customer"]
	result, err := s.reportResult(r, v.Kind)
	if err != nil {
		return v, err
	}
	v.Sections = result.Sections()
	v.Empty = len(result.Table().Rows) == 0
	for i := range result.Charts() {
		v.Charts = append(v.Charts, i)
	}
	v.Query = template.URL(url.Values{"kind": {v.Kind.Name}, "customer": {v.Customer}}.Encode())
	return v, nil
}

// kindOf returns which report a request is for.
func kindOf(r *http.Request) reportKind {
	for _, k := range reportKinds {
		if k.Name == r.URL.Query().Get("kind") {
			return k
		}
	}
	return reportKinds[0]
}

// reportResult computes a report, in the zone of whoever asks.
func (s *Server) reportResult(r *http.Request, k reportKind) (report.Result, error) {
	selection := report.Selection{Zone: s.newPage(r, "", "", nil).zone}
	if customer := r.URL.Query().Get("customer"); customer != "" {
		selection.Where = new(policy.If("customer", policy.Eq, customer))
	}
	ctx := r.Context()
	switch {
	case k.held != "":
		return s.Desk.Report(ctx, report.HeldRequest{Selection: selection, Field: k.held})
	case k.targets:
		return s.Desk.Report(ctx, report.TargetsRequest{Selection: selection, By: []string{"metric", "priority"}, Goal: goal})
	}
	q := report.Request{Selection: selection, By: k.by}
	if k.budget {
		q.Goal = goal
	}
	return s.Desk.Report(ctx, q)
}

// reportChart draws a chart of a report.
func (s *Server) reportChart(w http.ResponseWriter, r *http.Request) {
	result, err := s.reportResult(r, kindOf(r))
	n, _ := strconv.Atoi(r.URL.Query().Get("n"))
	if err == nil && (n < 0 || n >= len(result.Charts())) {
		err = store.ErrNotFound
	}
	if err != nil {
		status, text := s.statusOf(r, err)
		http.Error(w, text, status)
		return
	}
	svg(w, result.Charts()[n](report.ChartOptions{}))
}

// reportCSV is a report for a spreadsheet.
func (s *Server) reportCSV(w http.ResponseWriter, r *http.Request) {
	k := kindOf(r)
	result, err := s.reportResult(r, k)
	if err != nil {
		status, text := s.statusOf(r, err)
		http.Error(w, text, status)
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+k.Name+`.csv"`)
	_, _ = w.Write([]byte(result.Table().CSV()))
}

// Columns returns the columns of a table that people read.
func (p *page) Columns(t report.Table) []report.Column {
	var list []report.Column
	for _, c := range t.Columns {
		if !c.Detail {
			list = append(list, c)
		}
	}
	return list
}

// Cells returns the cells of a row that people read.
func (p *page) Cells(t report.Table, row []report.Cell) []string {
	var list []string
	for i, c := range row {
		if !t.Columns[i].Detail {
			list = append(list, strings.TrimSpace(c.Text))
		}
	}
	return list
}
