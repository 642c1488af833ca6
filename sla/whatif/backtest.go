package whatif

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// A Backtest takes issues of the past, one at a time, and judges each under two
// configurations: the current one, and one that is proposed.
//
// It remembers groups and counts, not issues, and not flips: Add returns those of its issue,
// for the caller to keep, to print or to pass over. Parts may be computed anywhere and joined,
// as those of a [report.Accumulator]. A Backtest is not safe for concurrent use.
type Backtest struct {
	request   Request
	selection selection
	each      bool // either configuration matches each

	current, proposed side
	issues            int64
	changes           map[change]int64
}

// A side is what a backtest remembers of one configuration.
type side struct {
	report   *report.Accumulator
	policies []string        // as configured
	named    map[string]bool // policies that a transition names
	alerts   Alerts
}

// Alerts are how many transitions of each kind people would have heard of.
type Alerts struct{ Breached, Escalated int64 }

// A change is a kind of flip.
type change struct{ was, becomes sla.Outcome }

// NewBacktest returns a backtest without issues, as of an instant. Its error has every problem
// of the request; each is a [*problem.Error] with its path.
func NewBacktest(current, proposed *sla.Engine, request Request, asOf time.Time) (*Backtest, error) {
	if err := request.Check(current, proposed); err != nil {
		return nil, err
	}
	request.normalize()
	b := &Backtest{request: request, each: current.MatchesEach() || proposed.MatchesEach(), changes: make(map[change]int64)}
	var err error
	if b.selection, err = newSelection(&request, current); err != nil {
		return nil, err
	}
	if b.current, err = newSide(current, request.reported(), asOf); err != nil {
		return nil, err
	}
	b.proposed, err = newSide(proposed, request.reported(), asOf)
	return b, err
}

func newSide(engine *sla.Engine, request report.Request, asOf time.Time) (side, error) {
	a, err := report.New(engine, request, asOf)
	return side{report: a, policies: engine.Policies(), named: make(map[string]bool)}, err
}

// normalize writes out what is the same for requests that mean the same.
func (q *Request) normalize() {
	q.Metrics = slices.Compact(slices.Sorted(slices.Values(q.Metrics)))
	q.By = append([]string(nil), q.By...) // nil if it is empty
	q.From, q.Until = q.From.UTC(), q.Until.UTC()
}

// A selection says which issues are judged.
type selection struct {
	from, until time.Time
	matcher     *sla.Matcher  // nil if there is no condition
	recorder    *sla.Recorder // of the fields that it reads
	fields      []string
}

func newSelection(q *Request, current *sla.Engine) (s selection, err error) {
	s.from, s.until = q.From, q.Until
	if q.Where == nil {
		return s, nil
	}
	s.matcher, err = current.Matcher(q.Where, func(name string) error {
		if !slices.Contains(s.fields, name) {
			s.fields = append(s.fields, name)
		}
		return nil
	})
	if err == nil {
		s.recorder, err = current.Recorder(sla.RecorderOptions{Fields: s.fields})
	}
	return s, err
}

// selects reports whether an issue is judged.
func (s *selection) selects(issue *sla.Issue) (bool, error) {
	if issue.CreatedAt.Before(s.from) || !s.until.IsZero() && !issue.CreatedAt.Before(s.until) {
		return false, nil
	}
	if s.matcher == nil {
		return true, nil
	}
	values, err := s.recorder.FieldsAtCreation(*issue)
	if err != nil {
		return false, err
	}
	return s.matcher.Matches(func(name string) any { return values[slices.Index(s.fields, name)] })
}

// Add judges an issue, with its whole history, and returns its flips: by start, then in metric
// order. The errors are those of [sla.Engine.EvaluateAt], and [report.ErrUnbound] for a
// backtest that was read; the backtest then stays as it is.
func (b *Backtest) Add(issue sla.Issue) ([]Flip, error) {
	if b.current.report == nil || b.current.report.Recorder() == nil {
		return nil, report.ErrUnbound
	}
	if ok, err := b.selection.selects(&issue); err != nil || !ok {
		return nil, err
	}
	current, was, err := b.current.judge(&issue)
	if err != nil {
		return nil, err
	}
	proposed, becomes, err := b.proposed.judge(&issue)
	if err != nil {
		return nil, err
	}
	current, proposed = b.narrow(current), b.narrow(proposed)
	if err := b.current.report.AddRecords(issue, current); err != nil {
		return nil, err
	}
	if err := b.proposed.report.AddRecords(issue, proposed); err != nil {
		return nil, err
	}
	b.issues++
	b.current.hear(was, b.request.Metrics)
	b.proposed.hear(becomes, b.request.Metrics)
	list := flips(issue.ID, current, proposed, b.each)
	for i := range list {
		b.changes[change{list[i].Was, list[i].Becomes}]++
	}
	return list, nil
}

// judge evaluates an issue under the configuration.
func (s *side) judge(issue *sla.Issue) ([]sla.Record, []sla.Transition, error) {
	return s.report.Recorder().RecordsAndTransitionsAt(*issue, s.report.AsOf())
}

// narrow leaves out records of metrics that were not asked for.
func (b *Backtest) narrow(records []sla.Record) []sla.Record {
	if len(b.request.Metrics) == 0 {
		return records
	}
	return slices.DeleteFunc(records, func(r sla.Record) bool { return !slices.Contains(b.request.Metrics, r.Metric) })
}

// hear notes transitions of an issue.
func (s *side) hear(transitions []sla.Transition, metrics []string) {
	for i := range transitions {
		t := &transitions[i]
		s.named[t.Policy] = true
		if len(metrics) > 0 && !slices.Contains(metrics, t.Metric) {
			continue
		}
		switch t.Kind {
		case sla.KindBreached:
			s.alerts.Breached++
		case sla.KindEscalated:
			s.alerts.Escalated++
		}
	}
}

// Fingerprint returns a text that two backtests have in common only if they may be merged.
func (b *Backtest) Fingerprint() string {
	if b.current.report == nil {
		return ""
	}
	text, _ := json.Marshal(b.request) // it was checked
	text = append(text, b.current.report.Fingerprint()+b.proposed.report.Fingerprint()...)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// Merge adds all that another backtest has taken, and leaves that one as it is. It fails if
// the other was made for other configurations, another instant or another request.
func (b *Backtest) Merge(other *Backtest) error {
	if b.Fingerprint() == "" || b.Fingerprint() != other.Fingerprint() {
		return errOther
	}
	if err := b.current.merge(&other.current); err != nil {
		return err
	}
	if err := b.proposed.merge(&other.proposed); err != nil {
		return err
	}
	b.issues += other.issues
	for c, n := range other.changes {
		b.changes[c] += n
	}
	return nil
}

func (s *side) merge(other *side) error {
	s.alerts.Breached += other.alerts.Breached
	s.alerts.Escalated += other.alerts.Escalated
	for id := range other.named {
		s.named[id] = true
	}
	return s.report.Merge(other.report)
}

// idle returns the policies that no transition names, as configured.
func (s *side) idle() []string {
	return slices.DeleteFunc(slices.Clone(s.policies), func(id string) bool { return s.named[id] })
}
