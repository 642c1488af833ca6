package businesshours_test

import (
	"testing"

	"github.com/punctualgo/punctual/businesshours"
)

func TestTimeOfDay(t *testing.T) {
	for text, want := range map[string]businesshours.TimeOfDay{
		"00:00": 0, "00:00:01": 1, "09:30": 34_200, "23:59:59": 86_399, "24:00": 86_400,
	} {
		got, err := businesshours.ParseTimeOfDay(text)
		if err != nil || got != want {
			t.Errorf("ParseTimeOfDay(%q) = %d, %v, want %d", text, int(got), err, int(want))
		}
		if want.String() != text {
			t.Errorf("TimeOfDay(%d).String() = %q, want %q", int(want), want, text)
		}
	}
	for _, text := range []string{"", "9:30", "09:3", "09-30", "09:30:", "09:30:0", "09:60", "09:00:60", "24:00:01", "25:00", "-1:00", "+9:00", " 9:30", "09.30", "noon"} {
		if v, err := businesshours.ParseTimeOfDay(text); err == nil {
			t.Errorf("ParseTimeOfDay(%q) = %v", text, v)
		}
	}
	for v, want := range map[businesshours.TimeOfDay]string{-1: "TimeOfDay(-1)", 86_401: "TimeOfDay(86401)"} {
		if v.String() != want {
			t.Errorf("String = %q, want %q", v, want)
		}
		if text, err := v.MarshalText(); err == nil {
			t.Errorf("MarshalText of %v = %q", v, text)
		}
	}
}

func TestDate(t *testing.T) {
	onHoliday := func(date string) (*businesshours.Set, error) {
		return businesshours.Compile([]businesshours.Schedule{{Name: "a", TimeZone: "UTC",
			Weekly: businesshours.Weekly{"mon": {"09:00-17:00"}}, Holidays: []businesshours.Holiday{{Date: date}, {Date: "2026-01-01"}}}})
	}
	for _, text := range []string{"1900-01-01", "2000-02-29", "2026-12-31"} {
		if _, err := onHoliday(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-1-1", "26-01-01", "2026-01-01T00:00:00Z", "+2026-01-01", "20260101"} {
		if _, err := onHoliday(text); err == nil {
			t.Errorf("%q is accepted as a date", text)
		}
	}
}
