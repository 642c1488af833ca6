package businesshours

import (
	"maps"
	"testing"
)

// An observed day belongs to the nearest holiday with its name that has none yet.
func TestMovedDays(t *testing.T) {
	day := func(d int, name string) namedDay { return namedDay{d, name} }
	for _, tt := range []struct {
		name             string
		actual, observed []namedDay
		want             []namedDay
	}{
		{"the day after", []namedDay{day(100, "a"), day(465, "a")}, []namedDay{day(101, "a")}, []namedDay{day(100, "a")}},
		{"days before", []namedDay{day(100, "a"), day(465, "a")}, []namedDay{day(460, "a")}, []namedDay{day(465, "a")}},
		{"another name is nearer", []namedDay{day(100, "a"), day(101, "b")}, []namedDay{day(102, "a")}, []namedDay{day(100, "a")}},
		{"two days of one name are both moved", []namedDay{day(100, "a"), day(101, "a")}, []namedDay{day(102, "a"), day(103, "a")}, []namedDay{day(100, "a"), day(101, "a")}},
		{"equally near", []namedDay{day(100, "a"), day(104, "a")}, []namedDay{day(102, "a")}, []namedDay{day(100, "a")}},
		{"a month away", []namedDay{day(100, "a")}, []namedDay{day(131, "a")}, []namedDay{day(100, "a")}},
		{"too far away", []namedDay{day(100, "a")}, []namedDay{day(132, "a")}, nil},
		{"none is moved", []namedDay{day(100, "a")}, nil, nil},
	} {
		want := make(map[namedDay]bool)
		for _, d := range tt.want {
			want[d] = true
		}
		if got := movedDays(tt.actual, tt.observed); !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", tt.name, got, want)
		}
	}
}
