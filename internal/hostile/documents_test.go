package hostile

import (
	"fmt"
	"strings"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/lint"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// compile reads a configuration and makes an engine of it, which is nil if it is refused.
func (m *meter) compile(doc any) (*policy.Config, *sla.Engine) {
	m.t.Helper()
	text, ok := doc.([]byte)
	if !ok {
		text = encode(doc)
	}
	var cfg *policy.Config
	ok = m.do("policy.Parse", func() (err error) { cfg, err = policy.Parse(text); return err })
	if !ok {
		return nil, nil
	}
	var engine *sla.Engine
	m.do("sla.New", func() (err error) { engine, err = sla.New(cfg, sla.Options{}); return err })
	return cfg, engine
}

// document returns an input that is a configuration, or means to be one.
func document(name string, doc func() any) input {
	return input{name, func(m *meter) {
		cfg, _ := m.compile(doc())
		if cfg == nil {
			return
		}
		m.do("alert.New", func() error { _, err := alert.New(cfg, alert.Options{}); return err })
		m.do("lint.Check", func() error { lint.Check(cfg, lint.Options{AsOf: created}); return nil })
	}}
}

// documents are configurations at their limits.
var documents = []input{
	document("conditions nested 31 deep", func() any {
		return []byte(`{"policies":[{"id":"p","when":` + strings.Repeat(`{"not":`, 31) + `{"field":"a","op":"exists"}` + strings.Repeat("}", 31) + `,"targets":{"resolution":"1h"}}]}`)
	}),
	document("500,000 brackets", func() any { return []byte(strings.Repeat("[", 500_000)) }),
	document("170,000 unknown fields", func() any { return []byte("{" + strings.Repeat(`"x":1,`, 170_000) + `"y":1}`) }),
	document("1,000 policies with 1,000 misspelled schedules", func() any {
		name := strings.Repeat("n", 50)
		return object{
			"schedules": many(1000, func(i int) any { return object{"name": id(name, i), "always": true} }),
			"policies": many(1000, func(i int) any {
				return object{"id": id("p", i), "schedule": id(name+"x", i), "targets": object{"resolution": "1h"}}
			}),
		}
	}),
	document("40,000 values in lists", func() any {
		return object{"policies": many(40, func(i int) any {
			when := object{"field": "a", "op": "in", "value": many(1000, func(k int) any { return fmt.Sprint(i, "-", k) })}
			return object{"id": id("p", i), "when": when, "targets": object{"resolution": "1h"}}
		})}
	}),
	document("49,000 values in choices", func() any { return choices(1, 49, 1000) }),
	document("19,500 conditions", func() any {
		return object{"policies": many(78, func(i int) any {
			when := object{"any": many(250, func(k int) any { return object{"field": fmt.Sprint("f", i, "x", k), "op": "exists"} })}
			return object{"id": id("p", i), "when": when, "targets": object{"resolution": "1h"}}
		})}
	}),
	document("20,000 steps", func() any {
		return object{"policies": many(312, func(i int) any {
			steps := many(64, func(k int) any { return object{"at": fmt.Sprint(k+1, "%"), "every": "1h", "times": 1000} })
			return object{"id": id("p", i), "escalations": steps, "targets": object{"resolution": "1h", "first_response": "2h", "next_response": "2h", "periodic_update": "1h"}}
		})}
	}),
	document("64 steps with 900 recipients, of 4,000 targets", func() any { return sharedSteps("1h") }),
	document("64 steps with 900 recipients, of 3,000 choices of targets", func() any {
		return sharedSteps(object{"by": "a", "values": object{"x": object{"within": "1h"}}, "default": object{"within": "2h"}})
	}),
	document("regular expressions", func() any {
		return object{"policies": many(8, func(i int) any {
			when := object{"field": "a", "op": "matches", "value": strings.Repeat("a?", 250+i) + strings.Repeat("a", 250)}
			return object{"id": id("p", i), "when": when, "targets": object{"resolution": "1h"}}
		})}
	}),
	document("regular expressions of classes", func() any {
		return object{"policies": many(8, func(i int) any {
			when := object{"field": "a", "op": "matches", "value": fmt.Sprintf(`(?i)(((\pL{1,%d})))`, i+5)}
			return object{"id": id("p", i), "when": when, "targets": object{"resolution": "1h"}}
		})}
	}),
	document("36,000 calendars of countries", func() any {
		return object{"schedules": many(4, func(i int) any {
			return object{"name": id("s", i), "time_zone": "UTC", "weekly": object{"mon": list{"09:00-17:00"}}, "holidays": many(9000, func(int) any { return object{"calendar": "us"} })}
		})}
	}),
	document("10,000 exceptions", func() any {
		dates := make(object)
		for i := range 10_000 {
			dates[created.AddDate(0, 0, i).Format("2006-01-02")] = list{"09:00-10:00"}
		}
		return object{"schedules": list{object{"name": "s", "time_zone": "UTC", "exceptions": dates}}}
	}),
}

// choices returns a configuration whose policies choose among so many schedules and times.
func choices(schedules, policies, times int) any {
	names := make(object)
	for i := range schedules {
		names[id("s", i)] = id("s", i)
	}
	return object{
		"schedules": many(schedules, func(i int) any {
			return object{"name": id("s", i), "time_zone": "UTC", "weekly": object{"mon-sun": list{fmt.Sprintf("%02d:%02d-23:30", i%20, i)}}}
		}),
		"policies": many(policies, func(p int) any {
			values := make(object)
			for k := range times {
				values[fmt.Sprint(k)] = fmt.Sprint(1+p*1000+k, "s")
			}
			return object{
				"id": id("p", p), "when": object{"field": "p", "op": "eq", "value": fmt.Sprint(p)}, "schedule": object{"by": "s", "values": names, "default": "s0"},
				"targets": object{"resolution": object{"within": object{"by": "q", "values": values, "default": "1s"}}},
			}
		}),
	}
}

// sharedSteps returns a configuration in which all targets have one list of steps, with long
// actions.
func sharedSteps(target any) any {
	steps := many(64, func(i int) any {
		to := many(900, func(k int) any { return fmt.Sprint(k, "@x.de") })
		if i > 0 {
			to = list{"assignee"}
		}
		return object{"at": fmt.Sprint(i+1, "%"), "do": many(14, func(int) any { return object{"type": "email", "to": to} })}
	})
	targets := object{"resolution": target, "first_response": target, "next_response": target}
	if target == "1h" {
		targets["periodic_update"] = target
	}
	return object{
		"escalations": object{"all": steps}, "defaults": object{"escalations": "all"},
		"policies": many(1000, func(i int) any { return object{"id": id("p", i), "targets": targets} }),
	}
}
