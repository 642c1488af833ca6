package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A scheduleView is the hours of a schedule: a week, and the holidays to come.
type scheduleView struct {
	Name, Zone string
	Open       bool
	Change     time.Time // when it opens or closes next
	Days       []dayView
	Holidays   []holidayView
}

// A dayView is a day of the week to come.
type dayView struct {
	Name    string
	Holiday string
	Spans   []spanView
}

// A spanView is open time on a day, as shares of it.
type spanView struct {
	X, Width float64
	Text     string
}

type holidayView struct {
	Date, Name string
}

// hours shows all schedules.
func (s *Server) hours(w http.ResponseWriter, r *http.Request) {
	setup, err := s.Desk.Current(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	set, err := setup.Policy.Compile(businesshours.Options{})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	var list []scheduleView
	for _, schedule := range setup.Policy.Schedules {
		if calendar, ok := set.Calendar(schedule.Name); ok {
			list = append(list, scheduleOf(calendar, s.Desk.Now()))
		}
	}
	s.render(w, r, http.StatusOK, "hours", s.newPage(r, "hours", "Support hours", list))
}

// scheduleOf shows a calendar as of now: seven days from today, and the holidays of a year.
func scheduleOf(c *businesshours.Calendar, now time.Time) scheduleView {
	now = now.In(c.Location())
	v := scheduleView{Name: c.Name(), Zone: c.Location().String(), Open: c.Open(now)}
	change := c.NextOpen
	if v.Open {
		change = c.NextClose
	}
	v.Change, _ = change(now) // zero if it never does
	year, month, day := now.Date()
	for i := range 7 {
		v.Days = append(v.Days, dayOf(c, time.Date(year, month, day+i, 0, 0, 0, 0, c.Location())))
	}
	for span, name := range c.Holidays(now, now.AddDate(1, 0, 0)) {
		if len(v.Holidays) < 30 {
			v.Holidays = append(v.Holidays, holidayView{span.Start.In(c.Location()).Format("Mon 2 Jan 2006"), name})
		}
	}
	return v
}

// dayOf shows the day that begins at an instant.
func dayOf(c *businesshours.Calendar, begin time.Time) dayView {
	v := dayView{Name: begin.Format("Mon 2 Jan")}
	end := begin.AddDate(0, 0, 1)
	length := end.Sub(begin)
	for _, name := range c.Holidays(begin, end) {
		v.Holiday = name
		if name == "" {
			v.Holiday = "closed"
		}
	}
	for span := range c.Spans(begin, end) {
		from, until := span.Start.In(c.Location()), span.End.In(c.Location())
		text := until.Format("15:04")
		if until.Equal(end) {
			text = "24:00"
		}
		v.Spans = append(v.Spans, spanView{
			X:     100 * float64(from.Sub(begin)) / float64(length),
			Width: 100 * float64(until.Sub(from)) / float64(length),
			Text:  fmt.Sprintf("%s–%s", from.Format("15:04"), text),
		})
	}
	return v
}
