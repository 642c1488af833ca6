package hostile

import (
	"fmt"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/sla"
)

// calendars are schedules whose calendars are costly to build or to look into.
var calendars = []input{
	composite("a composite of 16,800 intervals a week", 25),
	composite("a composite of 47,040 intervals a week", 70),
	holidays("10,000 calendars of countries", func(i int) any { return object{"calendar": []string{"us", "gb", "de"}[i%3]} }),
	holidays("10,000 yearly holidays", func(i int) any { return object{"every": fmt.Sprintf("%02d-%02d", 1+i%12, 1+i%28)} }),
	holidays("10,000 ranges of holidays", func(i int) any {
		return object{"every": fmt.Sprintf("%02d-%02d", 1+i%12, 1+i%28), "to": fmt.Sprintf("%02d-%02d", 1+(i+11)%12, 1+i%28)}
	}),
	holidays("10,000 holidays on days of the week", func(i int) any { return object{"every": "last fri of nov", "plus": i % 300} }),
	holidays("10,000 holidays at Easter", func(i int) any { return object{"every": "easter", "plus": i % 300} }),
	{"a calendar that is asked about 1900 and 2190", func(m *meter) {
		set, err := businesshours.Compile([]businesshours.Schedule{{Name: "s", TimeZone: "America/New_York", Weekly: businesshours.Weekly{"mon-sun": {"09:00-17:00"}}}})
		if err != nil {
			m.t.Fatal(err)
		}
		m.look(set, "s")
	}},
}

// look asks a calendar about all of time.
func (m *meter) look(set *businesshours.Set, name string) {
	m.t.Helper()
	calendar, _ := set.Calendar(name)
	last := time.Date(2139, 12, 31, 0, 0, 0, 0, time.UTC)
	m.do("Calendar.Add", func() error { _, err := calendar.Add(last, 87_600*time.Hour); return err })
	m.do("Calendar.Between", func() error { calendar.Between(businesshours.Earliest, businesshours.Latest); return nil })
}

// composite returns an input with a composite of so many schedules.
func composite(name string, n int) input {
	return input{name, func(m *meter) {
		var names list
		schedules := many(n, func(i int) any {
			names = append(names, id("s", i))
			return object{"name": id("s", i), "time_zone": "America/New_York", "weekly": object{"mon-sun": quarters}}
		})
		cfg, engine := m.compile(object{
			"schedules": append(schedules, object{"name": "mix", "any_of": names}),
			"policies":  list{object{"id": "p", "schedule": "mix", "targets": object{"resolution": object{"within": "87600h"}, "first_response": object{"business_days": 3650}}}},
		})
		if engine == nil {
			return
		}
		issue, now := sla.Issue{ID: "I", CreatedAt: created}, created.AddDate(2, 0, 0)
		m.evaluate(engine, issue, now)
		m.explain(engine, issue, now)
		set, err := cfg.Compile(businesshours.Options{})
		if err != nil {
			m.t.Fatal(err)
		}
		m.look(set, "mix")
	}}
}

// holidays returns an input with a schedule of 10,000 holidays.
func holidays(name string, holiday func(i int) any) input {
	return input{name, func(m *meter) {
		cfg, engine := m.compile(object{
			"schedules": list{object{"name": "s", "time_zone": "UTC", "weekly": object{"mon": list{"09:00-17:00"}}, "holidays": many(10_000, holiday)}},
			"policies":  list{object{"id": "p", "schedule": "s", "targets": object{"resolution": "87600h"}}},
		})
		if cfg == nil {
			return
		}
		m.evaluate(engine, sla.Issue{ID: "I", CreatedAt: created}, created.AddDate(2, 0, 0))
		set, err := cfg.Compile(businesshours.Options{})
		if err != nil {
			m.t.Fatal(err)
		}
		m.look(set, "s")
	}}
}
