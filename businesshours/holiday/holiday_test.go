package holiday_test

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // for the machines that TestMachinesTimeZone pretends to be

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/businesshours/holiday"
)

func lookup(t *testing.T, code string) *holiday.Calendar {
	t.Helper()
	c, err := holiday.Lookup(code)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCodes(t *testing.T) {
	codes := holiday.Codes()
	if !slices.IsSorted(codes) || len(slices.Compact(slices.Clone(codes))) != len(codes) {
		t.Errorf("codes are not sorted, each once: %v", codes)
	}
	for _, code := range codes {
		if got := lookup(t, code).Code(); got != code {
			t.Errorf("the code of Lookup(%q) is %q", code, got)
		}
	}
	codes[0] = "changed"
	if holiday.Codes()[0] == "changed" {
		t.Error("Codes returns what it keeps")
	}
}

func TestUnknownCode(t *testing.T) {
	const list = `; codes are such as "us", "gb" or "de-BY", and countries without one give their holidays as dates`
	tests := []struct{ code, want string }{
		{"de-by", `unknown holiday calendar "de-by"; did you mean "de-BY"?`},
		{"US", `unknown holiday calendar "US"; did you mean "us"?`},
		{"ch_ZH", `unknown holiday calendar "ch_ZH"; did you mean "ch-ZH"?`},
		{"usa", `unknown holiday calendar "usa"; did you mean "us"?`},
		{"uk", `unknown holiday calendar "uk"; did you mean "gb"?`},
		{"", `unknown holiday calendar ""` + list},
		{"UK", `unknown holiday calendar "UK"; did you mean "gb"?`},
		{"ca-XX", `unknown holiday calendar "ca-XX"; there is ca, and its provinces ca-AB, ca-BC, ca-MB, ca-NB, ca-NL, ca-NS, ` +
			`ca-NT, ca-NU, ca-ON, ca-PE, ca-QC, ca-SK, ca-YT`},
		{"nz_CAN", `unknown holiday calendar "nz_CAN"; there is nz, and its regions nz-AUK, nz-WGN`},
		{"us-NY", `unknown holiday calendar "us-NY"; there is us, without regions`},
		{"au", `unknown holiday calendar "au"; there are the states au-ACT, au-NSW, au-NT, au-QLD, au-SA, au-TAS, au-VIC, au-WA`},
		{"switzerland", `unknown holiday calendar "switzerland"` + list},
		{strings.Repeat("é", 100), `unknown holiday calendar "` + strings.Repeat(`\u00e9`, 64) + `"…` + list},
	}
	for _, test := range tests {
		c, err := holiday.Lookup(test.code)
		if c != nil || err == nil || err.Error() != test.want {
			t.Errorf("Lookup(%q) = %v, %v, want %s", test.code, c, err, test.want)
		}
	}
}

// Names are those of every year, sorted, each once: the holidays of package cal, and those of
// rules, in force or not.
func TestNames(t *testing.T) {
	for _, test := range []struct{ code, want string }{
		{"ch", "Auffahrt, Bundesfeiertag, Neujahrstag, Weihnachtstag"},
		{"es-CT", "Asunción, Año Nuevo, Diada Nacional de Catalunya, Dilluns de Pasqua Florida, Dilluns de Pasqua Granada, " +
			"Día de Reyes, Día de la Constitución, Día de todos los Santos, Día del Trabajador, Fiesta Nacional de España, " +
			"Inmaculada Concepción, Navidad, Sant Esteve, Sant Joan, Viernes Santo"},
		{"pe", "Año Nuevo, Batalla de Arica y Día de la Bandera, Batalla de Ayacucho, Batalla de Junín, Combate de Angamos, " +
			"Día de Todos los Santos, Día de la Fuerza Aérea del Perú, Día del Trabajo, Fiestas Patrias, Inmaculada Concepción, " +
			"Jueves Santo, Navidad, San Pedro y San Pablo, Santa Rosa de Lima, Viernes Santo"},
	} {
		if got := strings.Join(lookup(t, test.code).Names(), ", "); got != test.want {
			t.Errorf("names of %s: got %s, want %s", test.code, got, test.want)
		}
	}
	for _, code := range holiday.Codes() {
		c := lookup(t, code)
		names := c.Names()
		for year := 2000; year <= 2030; year++ {
			for _, d := range c.In(year) {
				if _, ok := slices.BinarySearch(names, d.Name); !ok {
					t.Errorf("%s keeps %s in %d, which is not among its names", code, d.Name, year)
				}
			}
		}
	}
}

// Dates as they were kept. A star marks one that is free in place of the holiday's own, and a
// minus the holiday's own on a day that is free anyway.
func TestDates(t *testing.T) {
	tests := []struct {
		code string
		year int
		want string
	}{
		{"us", 2021, "01-01 01-18 02-15 05-31 06-18* 06-19- 07-04- 07-05* 09-06 10-11 11-11 11-25 12-24* 12-25- 12-31*"}, // 12-31 for 2022
		{"us", 2022, "01-01- 01-17 02-21 05-30 06-19- 06-20* 07-04 09-05 10-10 11-11 11-24 12-25- 12-26*"},
		{"us", 2023, "01-01- 01-02* 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10* 11-11- 11-23 12-25"},
		{"gb", 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-25- 12-26- 12-27* 12-28*"},
		{"gb", 2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"},
		{"de-BY", 2021, "01-01 01-06 04-02 04-05 05-01 05-13 05-24 06-03 10-03 11-01 12-25 12-26"},
		{"de-BY", 2024, "01-01 01-06 03-29 04-01 05-01 05-09 05-20 05-30 10-03 11-01 12-25 12-26"},
		{"au-NSW", 2024, "01-01 01-26 03-29 03-30 03-31 04-01 04-25 06-10 10-07 12-25 12-26"},
		{"ca-ON", 2027, "01-01 02-15 03-26 05-24 07-01 09-06 10-11 12-25- 12-26- 12-27* 12-28*"},
		{"ch-ZH", 2024, "01-01 03-29 04-01 05-01 05-09 05-20 08-01 12-25 12-26"},
		// 09-17 is free between a weekend and a holiday, and in place of none.
		{"cl", 2018, "01-01 03-30 03-31 05-01 05-21 07-02 07-16 08-15 09-17* 09-18 09-19 10-15 11-01 11-02 12-08 12-25"},
		{"ecb", 2024, "01-01 03-29 04-01 05-01 12-25 12-26"},
	}
	for _, test := range tests {
		var got []string
		for _, d := range lookup(t, test.code).In(test.year) {
			text := fmt.Sprintf("%02d-%02d", int(d.Month), d.Day)
			if d.Observed {
				text += "*"
			}
			if d.Moved {
				text += "-"
			}
			if d.Year != test.year || d.Name == "" {
				t.Errorf("%s %d has %+v", test.code, test.year, d)
			}
			if !slices.Contains(got, text) {
				got = append(got, text)
			}
		}
		// On one date the order of what is observed and what is kept is free.
		slices.Sort(got)
		if diff := cmp.Diff(strings.Fields(test.want), got); diff != "" {
			t.Errorf("%s %d mismatch (-want +got):\n%s", test.code, test.year, diff)
		}
	}
}

// Every calendar answers for every year of the range, with dates of that year in
// order.
func TestAllYears(t *testing.T) {
	for _, code := range holiday.Codes() {
		c := lookup(t, code)
		for year := 1900; year <= 2190; year++ {
			last := 0
			seen := make(map[holiday.Day]bool)
			for _, d := range c.In(year) {
				same := holiday.Day{Year: d.Year, Month: d.Month, Day: d.Day, Name: d.Name}
				if seen[same] {
					t.Errorf("%s %d has %+v twice", code, year, d)
				}
				seen[same] = true
				on := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
				if on.Year() != year || on.Day() != d.Day || on.YearDay() < last {
					t.Errorf("%s %d has %+v, after day %d", code, year, d, last)
				}
				last = on.YearDay()
			}
		}
		if len(c.In(2024)) == 0 {
			t.Errorf("%s has no holidays in 2024", code)
		}
	}
}

// Dates do not depend on the time zone of the machine: not even where it skips the
// midnight of a holiday, as Asunción's did on 2021-10-03 and Beirut's on 2024-03-31.
func TestMachinesTimeZone(t *testing.T) {
	for _, zone := range []string{"America/Asuncion", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Kiritimati"} {
		t.Run(zone, func(t *testing.T) {
			c := exec.Command(os.Args[0], "-test.run=^TestDates$", "-test.v")
			c.Env = append(os.Environ(), "TZ="+zone)
			out, err := c.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "--- PASS: TestDates") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// Calendars are safe for concurrent use, also those of which cal changes a holiday as
// it computes it.
func TestConcurrentUse(t *testing.T) {
	for _, code := range holiday.Codes() {
		c := lookup(t, code)
		var want, got [4][]holiday.Day
		for i := range want {
			want[i] = c.In(2020 + i)
		}
		var wait sync.WaitGroup
		for i := range got {
			wait.Go(func() { got[i] = c.In(2020 + i) })
		}
		wait.Wait()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s mismatch (-alone +together):\n%s", code, diff)
		}
	}
}
