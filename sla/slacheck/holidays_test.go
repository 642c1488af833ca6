package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/businesshours/holiday"
)

func TestHolidaysListsAYear(t *testing.T) {
	out, errs, status := slacheck(t, "", "holidays", "us", "2021")
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	lines := strings.Split(out, "\n")
	for _, want := range []string{
		"2021-05-31 Mon  Memorial Day",
		"2021-07-04 Sun  Independence Day",
		"2021-07-05 Mon  Independence Day (observed)",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line %q in\n%s", want, out)
		}
	}
	if !slices.IsSorted(lines[:len(lines)-1]) {
		t.Errorf("the dates are not in order:\n%s", out)
	}
}

func TestHolidaysListsTheCurrentYearByDefault(t *testing.T) {
	byDefault, _, _ := slacheck(t, "", "holidays", "gb")
	of2026, _, _ := slacheck(t, "", "holidays", "gb", "2026")
	if byDefault != of2026 || !strings.HasPrefix(byDefault, "2026-01-01 Thu  ") {
		t.Errorf("printed\n%s\nand for 2026\n%s", byDefault, of2026)
	}
}

func TestHolidaysPrintsJSON(t *testing.T) {
	out, errs, status := slacheck(t, "", "holidays", "-format", "json", "us", "2021")
	var got holidayList
	if err := json.Unmarshal([]byte(out), &got); status != 0 || err != nil {
		t.Fatalf("status %d, %v: %s", status, err, errs)
	}
	if got.Code != "us" || got.Year != 2021 {
		t.Errorf("code %q and year %d", got.Code, got.Year)
	}
	want := holidayDay{Date: "2021-07-05", Weekday: "Monday", Name: "Independence Day", Observed: true}
	if !slices.Contains(got.Holidays, want) {
		t.Errorf("%v is missing in\n%s", want, out)
	}
	if !strings.Contains(out, `"observed": false`) {
		t.Errorf("no day has \"observed\": false:\n%s", out)
	}
}

func TestHolidaysListsAllCodesByCountry(t *testing.T) {
	out, errs, status := slacheck(t, "", "holidays")
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	codes := holiday.Codes()
	if got := strings.Fields(out); !slices.Equal(got, codes) {
		t.Errorf("got %q\nwant %q", got, codes)
	}
	for line := range strings.Lines(out) {
		for code := range strings.FieldsSeq(line) {
			if country := strings.TrimSpace(line[:2]); !strings.HasPrefix(code, country) {
				t.Errorf("%s is on the line of %s", code, country)
			}
		}
	}
	if !strings.Contains(out, "\nde de-BB ") {
		t.Errorf("the regions of de are not on its line:\n%s", out)
	}

	out, _, _ = slacheck(t, "", "holidays", "-format", "json")
	var byCountry map[string][]string
	if err := json.Unmarshal([]byte(out), &byCountry); err != nil || len(byCountry["au"]) < 8 || byCountry["au"][0] != "au-ACT" {
		t.Errorf("%v: %s", err, out)
	}
}

// Of some calendars not all dates of each year are known. A line says so for the other years.
func TestHolidaysSaysWhatIsKnown(t *testing.T) {
	calendar, err := holiday.Lookup("in")
	if err != nil {
		t.Fatal(err)
	}
	first, last := calendar.Known()
	for year, known := range map[int]bool{first - 1: false, first: true, last: true, last + 1: false, 1900: false, 2189: false} {
		out, errs, status := slacheck(t, "", "holidays", "in", fmt.Sprint(year))
		note := fmt.Sprintf("\nall dates of in are known from %d to %d; of %d only those that follow from a rule are listed\n", first, last, year)
		if status != 0 || strings.HasSuffix(out, note) == known || strings.Contains(out, "known") == known || strings.Contains(out, "no holidays") {
			t.Errorf("%d: status %d %s%s", year, status, errs, out)
		}
	}
}

func TestHolidaysReportsProblems(t *testing.T) {
	runUsageTests(t, []usageTest{
		{"an unknown code", "", []string{"holidays", "usa"}, 1, `unknown holiday calendar "usa"; did you mean "us"?`},
		{"a bad year", "", []string{"holidays", "us", "next"}, 2, `"next" is not a year from 1900 to 2189`},
		{"a year out of range", "", []string{"holidays", "us", "2190"}, 2, `"2190" is not a year`},
		{"too many arguments", "", []string{"holidays", "us", "2025", "2026"}, 2, "holidays takes a code and a year"},
		{"an unknown format", "", []string{"holidays", "-format", "yaml", "us"}, 2, `-format: "yaml" is neither text nor json`},
		{"a flag after the code", "", []string{"holidays", "us", "-format", "json"}, 2, "-format must come before us"},
		{"help", "", []string{"holidays", "-h"}, 0, "usage: slacheck holidays [-format FORMAT] [CODE [YEAR]]"},
	})
}
