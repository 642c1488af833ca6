package demo

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/sla"
)

// Now is the present when a demo begins: a Wednesday, half past three in Berlin, when New York has
// just opened.
var Now = time.Date(2026, time.June, 10, 13, 30, 0, 0, time.UTC)

// weeks is how long the desk has been there by then.
const weeks = 8

// A life is the making of what has happened.
type life struct {
	random    *rand.Rand
	calendars *businesshours.Set
	docs      []desk.Document
}

// history returns the issues of eight weeks, in the order of their creation, also with what would happen
// after Now. It is the same for the same seed.
func history(seed uint64, schedules []businesshours.Schedule) ([]desk.Document, error) {
	calendars, err := businesshours.Compile(schedules)
	if err != nil {
		return nil, err
	}
	l := &life{random: rand.New(rand.NewPCG(seed, 1)), calendars: calendars}
	first := Now.AddDate(0, 0, -7*weeks).Truncate(24 * time.Hour)
	for day := first; !day.After(Now); day = day.AddDate(0, 0, 1) {
		for i := range customers {
			if err := l.day(day, &customers[i]); err != nil {
				return nil, err
			}
		}
	}
	if err := l.storm(); err != nil {
		return nil, err
	}
	slices.SortStableFunc(l.docs, func(a, b desk.Document) int { return a.CreatedAt.Compare(b.CreatedAt) })
	for i := range l.docs {
		l.docs[i].ID = fmt.Sprintf("D-%d", 1001+i)
	}
	return l.docs, nil
}

// storm makes the issues of an outage, yesterday: many customers write within a minute, and people get a
// digest of the warnings. All hands are busy, and promises are broken.
func (l *life) storm() error {
	outage := slices.IndexFunc(topics, func(t topic) bool { return t.category == "outage" })
	at := Now.Add(-23*time.Hour + 5*time.Second)
	for range 5 {
		for i := range customers {
			if customers[i].tier != "platinum" {
				continue
			}
			at = at.Add(time.Second)
			if err := l.issue(at, &customers[i], &topics[outage], []string{"urgent"}, 70*time.Minute); err != nil {
				return err
			}
		}
	}
	return nil
}

// day makes the issues of a customer on a day.
func (l *life) day(day time.Time, c *customer) error {
	zone, err := time.LoadLocation(c.zone)
	if err != nil {
		return err
	}
	rate := c.daily
	if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday {
		rate *= 0.08
	}
	for range l.poisson(rate) {
		hour := min(max(l.random.NormFloat64()*2.6+12.5, 6), 20)
		if l.random.Float64() < 0.06 {
			hour = l.random.Float64() * 24
		}
		at := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, int(hour*3600), 0, zone).UTC()
		if at.After(Now) {
			continue
		}
		t := &topics[l.random.IntN(len(topics))]
		if err := l.issue(at, c, t, t.urgency, 0); err != nil {
			return err
		}
	}
	return nil
}

// poisson returns how many of what happens at a rate happen.
func (l *life) poisson(rate float64) int {
	n, p := 0, math.Exp(-rate)
	for x := l.random.Float64(); x > p; x *= l.random.Float64() {
		n++
	}
	return n
}

// about returns a duration whose median is given. One in seven is more than twice as long.
func (l *life) about(median time.Duration, factor float64) time.Duration {
	return time.Duration(float64(median) * factor * math.Exp(l.random.NormFloat64()*0.65)).Truncate(time.Second)
}

// trouble returns a factor: some issues are hard, and a few are forgotten.
func (l *life) trouble() float64 {
	switch x := l.random.Float64(); {
	case x < 0.03:
		return 12
	case x < 0.15:
		return 3
	}
	return 1
}

// pick returns one of a list.
func pick[T any](l *life, list []T) T { return list[l.random.IntN(len(list))] }

// targets are how long an answer takes, in the median.
var answerMedian = map[string]time.Duration{
	"urgent": 11 * time.Minute, "high": 32 * time.Minute, "normal": 85 * time.Minute, "low": 3 * time.Hour,
}

// solveMedian is how long it takes from the last answer to the solution.
var solveMedian = map[string]time.Duration{
	"urgent": 50 * time.Minute, "high": 3 * time.Hour, "normal": 8 * time.Hour, "low": 14 * time.Hour,
}

// A story is an issue that is being made.
type story struct {
	*life
	doc      *desk.Document
	topic    *topic
	customer *customer
	priority string
	agent    string
	team     string
	hours    *businesshours.Calendar
	at       time.Time
	n        int
}

// issue makes an issue with its whole life. Delay is how much longer than usual the first answer takes.
func (l *life) issue(at time.Time, c *customer, t *topic, priorities []string, delay time.Duration) error {
	region := c.region
	if c.tier == "platinum" {
		region = l.awake(at, region)
	}
	team := teams[region]
	s := &story{life: l, topic: t, customer: c, priority: pick(l, priorities), agent: pick(l, team.agents), team: team.schedule, at: at}
	s.hours, _ = l.calendars.Calendar(team.schedule)
	channel := pick(l, []string{"email", "email", "web", "web", "chat", "phone"})
	s.doc = &desk.Document{Title: t.title, Description: t.asks[0] + "\n\n" + pick(l, c.people)}
	s.doc.Issue = sla.Issue{CreatedAt: at, CreatedBy: sla.Customer, Attributes: map[string]any{
		"status": "new", "priority": s.priority, "customer": c.name, "customer.tier": c.tier, "customer.region": c.region,
		"channel": channel, "category": t.category, "team": team.schedule,
	}}
	s.doc.Bodies = make(map[string]string)
	if err := s.live(channel, delay); err != nil {
		return err
	}
	slices.SortStableFunc(s.doc.Events, func(a, b sla.Event) int { return a.At.Compare(b.At) })
	l.docs = append(l.docs, *s.doc)
	return nil
}

// awake returns a region whose desk is open, that of the customer if possible.
func (l *life) awake(at time.Time, home string) string {
	order := slices.Clone(regions)
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(btoi(a != home), btoi(b != home)) })
	for _, r := range order {
		if c, ok := l.calendars.Calendar(teams[r].schedule); ok && c.Open(at) {
			return r
		}
	}
	return home
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// live makes what happens to the issue.
func (s *story) live(channel string, delay time.Duration) error {
	if err := s.work(s.about(4*time.Minute, 1)); err != nil {
		return err
	}
	s.update("bot", "assignee", s.agent)
	if s.random.Float64() < 0.05 && s.priority != "urgent" {
		s.at = s.at.Add(s.about(40*time.Minute, 1))
		s.priority = "urgent"
		s.update(s.agent, "priority", "urgent")
	}
	s.at = s.at.Add(delay)
	rounds := 1 + s.random.IntN(len(s.topic.answers))
	for i := range rounds {
		if err := s.work(s.about(answerMedian[s.priority], speeds[s.agent])); err != nil {
			return err
		}
		if i == 0 && s.topic.note != "" && s.random.Float64() < 0.6 {
			s.say(sla.Event{Type: sla.Note, By: s.agent, Team: s.team}, s.topic.note)
			s.at = s.at.Add(time.Minute)
		}
		s.answer(s.topic.answers[i], channel)
		if i+1 == rounds || i+1 >= len(s.topic.asks) {
			break
		}
		s.update(s.agent, "status", "waiting_on_customer")
		s.at = s.at.Add(s.about(150*time.Minute, 1))
		s.say(sla.Event{Type: sla.Message, From: sla.Customer, Channel: channel}, s.topic.asks[i+1])
		s.update("", "status", "open")
	}
	if s.random.Float64() < 0.07 {
		s.at = s.at.Add(10 * time.Minute)
		s.update(s.agent, "status", "waiting_on_vendor")
		s.at = s.at.Add(s.about(26*time.Hour, 1))
		s.update(s.agent, "status", "open")
	}
	return s.end(channel)
}

// end makes the solution, and for some issues that they are opened again.
func (s *story) end(channel string) error {
	if err := s.work(s.about(solveMedian[s.priority], speeds[s.agent]*s.trouble())); err != nil {
		return err
	}
	s.answer(s.topic.solved, channel)
	s.update(s.agent, "status", "resolved")
	if s.random.Float64() > 0.05 {
		return nil
	}
	s.at = s.at.Add(s.about(20*time.Hour, 1))
	s.say(sla.Event{Type: sla.Message, From: sla.Customer, Channel: channel}, "I am afraid it happens again, since this morning.")
	s.update("", "status", "open")
	if err := s.work(s.about(answerMedian[s.priority], speeds[s.agent])); err != nil {
		return err
	}
	s.answer("I am sorry. I have found a second cause, and it is gone, too.", channel)
	s.update(s.agent, "status", "resolved")
	return nil
}

// work lets working hours of the agent pass.
func (s *story) work(d time.Duration) error {
	at, err := s.hours.Add(s.at, d)
	s.at = at
	return err
}

// answer makes an answer of the agent.
func (s *story) answer(text, channel string) {
	s.say(sla.Event{Type: sla.Message, From: sla.Agent, By: s.agent, Team: s.team, Channel: channel}, text)
}

// update makes a change of an attribute.
func (s *story) update(by, name, value string) {
	s.say(sla.Event{Type: sla.Update, By: by, Set: map[string]any{name: value}}, "")
}

// say adds an event with what was written.
func (s *story) say(e sla.Event, body string) {
	s.n++
	e.ID, e.At = fmt.Sprintf("e%d", s.n), s.at.UTC()
	s.doc.Events = append(s.doc.Events, e)
	s.doc.Bodies[e.ID] = body
}
