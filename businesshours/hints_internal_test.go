package businesshours

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestMeant(t *testing.T) {
	for _, tt := range []struct {
		meant func(string) string
		want  string
		texts []string
	}{
		{clockMeant, "09:00", []string{"9:00", "9", " 09:00 ", "09.00", "9am", "9 AM", "9:00 a.m.", "0900", "900", "9h00", "9h"}},
		{clockMeant, "09:00", []string{"9:00:00", "9.00.00"}},
		{clockMeant, "09:00:30", []string{"9:00:30"}},
		{clockMeant, "09:59:59", []string{"9:59:59", "9.59.59 am"}},
		{clockMeant, "13:00", []string{"1pm", "1:00 p.m."}},
		{clockMeant, "01:00", []string{"1am"}},
		{clockMeant, "24:00", []string{"24", "2400", "24.00"}},
		{clockMeant, "17:30", []string{"5:30pm", "5.30 PM", "17h30", "1730", "17.30"}},
		{clockMeant, "00:00", []string{"midnight", "12am", "0:00", "0"}},
		{clockMeant, "12:00", []string{"noon", "12pm"}},
		{clockMeant, "", []string{"", "25", "9:60", "9:0", "13pm", "0am", "nine", "-9", "+9", "9-5", "99999", "am", ":", "9:00:00:00", "9x", "9:00:60", "9:60:00", "24:01", "24:00:01"}},
		{intervalMeant, "09:00-17:00", []string{"9:00-17:00", "9am-5pm", "9:00 to 17:00", "09:00 – 17:00", "9—17"}},
		{intervalMeant, "", []string{"", "9", "9-9", "24:00-9", "open", "9 17"}},
		{dateMeant, "2026-12-24", []string{"2026/12/24", "2026.12.24", "20261224", "24.12.2026", "12/24/2026", "24/12/2026", "Dec 24, 2026", "24 December 2026", "2026-12-24T00:00:00Z"}},
		{dateMeant, "2026-03-03", []string{"3/3/2026", "2026-3-3"}},
		{dateMeant, "", []string{"", "3/4/2026", "2026-02-30", "12-24", "tomorrow"}},
		{monthDayMeant, "12-24", []string{"12/24", "24.12.", "24/12", "24-12", "--12-24", "Dec 24", "24 December"}},
		{monthDayMeant, "02-29", []string{"2-29", "29.2."}},
		{monthDayMeant, "", []string{"", "02-30", "31-31", "2026-12-24"}},
		{everyHint, `; did you mean "4th thu of nov"?`, []string{"fourth Thursday of November", "4th thu nov", "4. Thursday in Nov", "the 4th Thursday in November", "4 thu of nov", "4th thurs of nov."}},
		{everyHint, `; did you mean "1st mon of may"?`, []string{"first Monday in May", "1. mon of may", "1 monday of may"}},
		{everyHint, `; did you mean "last mon of may"?`, []string{"Last Monday in May", "last mon may"}},
		{everyHint, `; did you mean "2nd sat"?`, []string{"second Saturday", "2nd saturday of each month", "every 2nd sat", "2nd Sat of the month"}},
		{everyHint, "", []string{"", "2nd", "sixth monday", "2nd day of may", "1st mon of may june", "christmas"}},
		{daysHint, `; did you mean "mon-fri"?`, []string{"Monday-Friday", "monday to friday", "Mon–Fri", "weekdays", "Mondays-Fridays"}},
		{daysHint, `; did you mean "thu"?`, []string{"Thursday", "thur", "Thurs", "thu."}},
		{daysHint, "", []string{"", "m", "fir", "mon-tue-wed", "-", "mon-"}},
	} {
		for _, text := range tt.texts {
			if got := tt.meant(text); got != tt.want {
				t.Errorf("%q means %q, want %q", text, got, tt.want)
			}
		}
	}
}

// Suggestions are for texts of up to 64 bytes.
func TestMeaningOfLongTexts(t *testing.T) {
	for _, tt := range []struct {
		name        string
		meant       func(string) string
		start, rest string // there are spaces between them
		want        string
	}{
		{"clockMeant", clockMeant, "9:00", "am", "09:00"},
		{"intervalMeant", intervalMeant, "9:00", "-17:00", "09:00-17:00"},
		{"dateMeant", dateMeant, "24", "December 2026", "2026-12-24"},
		{"monthDayMeant", monthDayMeant, "24", "December", "12-24"},
		{"everyHint", everyHint, "last", "monday of may", `; did you mean "last mon of may"?`},
		{"daysHint", daysHint, "mon", "- friday", `; did you mean "mon-fri"?`},
		{"zoneHint", zoneHint, "", "CEST", `: it is an abbreviation; write an IANA name such as "Europe/Berlin"`},
	} {
		text := func(length int) string {
			return tt.start + strings.Repeat(" ", length-len(tt.start)-len(tt.rest)) + tt.rest
		}
		if got := tt.meant(text(maxHint)); got != tt.want {
			t.Errorf("%s: %d bytes mean %q, want %q", tt.name, maxHint, got, tt.want)
		}
		if got := tt.meant(text(maxHint + 1)); got == tt.want {
			t.Errorf("%s: %d bytes mean %q", tt.name, maxHint+1, got)
		}
	}
}

// Zones that are suggested exist and are accepted.
func TestSuggestedZones(t *testing.T) {
	zones := knownZones
	for _, m := range []map[string]string{zonesByAbbreviation, zonesByCity} {
		for key, zone := range m {
			if key != strings.ToLower(key) || strings.Contains(key, " ") {
				t.Errorf("key %q is never looked up", key)
			}
			zones = append(zones, zone)
		}
	}
	for _, zone := range zones {
		if err := checkZoneName(zone); err != nil {
			t.Error(err)
		}
		if _, err := time.LoadLocation(zone); err != nil {
			t.Log(err) // zone data differ between machines
		}
	}
}

// What is suggested is valid.
func FuzzMeant(f *testing.F) {
	for _, text := range []string{"9:00", "9am - 5pm", "fourth Thursday in November", "12/24/2026", "24.12.", "Monday-Friday", "Europe/berlin", "US", "CEST"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if meant := clockMeant(text); meant != "" {
			if _, err := ParseTimeOfDay(meant); err != nil {
				t.Errorf("of %q: %v", text, err)
			}
		}
		if meant := intervalMeant(text); meant != "" {
			if _, _, err := parseInterval(meant); err != nil {
				t.Errorf("of %q: %v", text, err)
			}
		}
		if meant := dateMeant(text); meant != "" {
			if _, ok := dateFrom(meant); !ok {
				t.Errorf("%q means %q", text, meant)
			}
		}
		if meant := monthDayMeant(text); meant != "" {
			if _, ok := monthDayFrom(meant); !ok {
				t.Errorf("%q means %q", text, meant)
			}
		}
		suggested := func(hint string) (meant string, ok bool) {
			quoted, ok := strings.CutPrefix(hint, "; did you mean ")
			if ok && json.Unmarshal([]byte(strings.TrimSuffix(quoted, "?")), &meant) != nil {
				t.Errorf("of %q: %s", text, hint)
			}
			return meant, ok
		}
		if meant, ok := suggested(everyHint(text)); ok && everyFrom(meant) == nil {
			t.Errorf("%q means %q", text, meant)
		}
		if meant, ok := suggested(daysHint(text)); ok {
			if _, _, err := parseDays(meant); err != nil {
				t.Errorf("of %q: %v", text, err)
			}
		}
		if meant, ok := suggested(zoneHint(text)); ok && checkZoneName(meant) != nil {
			t.Errorf("%q means %q", text, meant)
		}
		if hint := holidayHint(text); hint[0] == '{' {
			var h Holiday
			if err := json.Unmarshal([]byte(hint), &h); err != nil {
				t.Errorf("of %q: %s: %v", text, hint, err)
			}
			s := Schedule{Name: "a", TimeZone: "UTC", Weekly: Weekly{"mon": {"09:00-17:00"}}, Holidays: []Holiday{h}}
			if _, err := Compile([]Schedule{s}); err != nil {
				t.Errorf("of %q: %v", text, err)
			}
		}
	})
}
