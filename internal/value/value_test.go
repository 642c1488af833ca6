package value_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/punctualgo/punctual/internal/value"
	"pgregory.net/rapid"
)

type (
	text    string
	boolean bool
	number  int16
)

func ofBool(b bool) value.Value { return value.Value{Kind: value.Bool, Bool: b} }

func ofNumber(f float64) value.Value { return value.Value{Kind: value.Number, Number: f} }

func ofList(texts ...string) value.Value { return value.Value{Kind: value.List, List: texts} }

func TestOf(t *testing.T) {
	const exact = 1<<53 - 1
	tests := []struct {
		of   any
		want value.Value
	}{
		{"", value.OfText("")},
		{"héllo\x00", value.OfText("héllo\x00")},
		{text("named"), value.OfText("named")},
		{true, ofBool(true)},
		{false, ofBool(false)},
		{boolean(true), ofBool(true)},

		{1.5, ofNumber(1.5)},
		{float32(0.25), ofNumber(0.25)},
		{int(-1), ofNumber(-1)},
		{int8(math.MinInt8), ofNumber(math.MinInt8)},
		{int16(math.MaxInt16), ofNumber(math.MaxInt16)},
		{int32(math.MinInt32), ofNumber(math.MinInt32)},
		{int64(7), ofNumber(7)},
		{uint(1), ofNumber(1)},
		{uint8(math.MaxUint8), ofNumber(math.MaxUint8)},
		{uint16(math.MaxUint16), ofNumber(math.MaxUint16)},
		{uint32(math.MaxUint32), ofNumber(math.MaxUint32)},
		{uint64(7), ofNumber(7)},
		{number(3), ofNumber(3)},
		{math.SmallestNonzeroFloat64, ofNumber(math.SmallestNonzeroFloat64)},

		// Up to 2^53 every integer is exact.
		{int64(exact), ofNumber(exact)},
		{int64(exact - 1), ofNumber(exact - 1)},
		{int64(-exact), ofNumber(-exact)},
		{uint64(exact), ofNumber(exact)},
		{float64(exact), ofNumber(exact)},
		{float64(-exact), ofNumber(-exact)},

		{[]string{}, ofList()},
		{[]string{"a", "b"}, ofList("a", "b")},
		{[]any{}, ofList()},
		{[]any{"a", text("b")}, ofList("a", "b")},
	}
	for _, test := range tests {
		got, err := value.Of(test.of)
		if err != nil {
			t.Errorf("Of(%T %v): %v", test.of, test.of, err)
			continue
		}
		if diff := cmp.Diff(test.want, got, cmp.Transformer("", func(l []string) string { return strings.Join(l, "\n") })); diff != "" {
			t.Errorf("Of(%T %v) (-want +got):\n%s", test.of, test.of, diff)
		}
	}
}

func TestOfRefuses(t *testing.T) {
	const inexact = "number is beyond 2^53"
	const noValue = "must be a text, a number, a boolean or a list of texts, not "
	list := make([]string, value.MaxList+1)
	long := strings.Repeat("x", value.MaxText+1)
	for _, test := range []struct {
		of   any
		want string
	}{
		{int64(1 << 53), inexact},
		{int64(1<<53 + 1), inexact},
		{int64(-1 << 53), inexact},
		{int64(-1<<53 - 1), inexact},
		{json.Number("9007199254740993"), inexact},
		{json.Number("+1"), "number is malformed"},
		{json.Number(".5"), "number is malformed"},
		{json.Number("0x1p4"), "number is malformed"},
		{int64(math.MaxInt64), inexact},
		{int64(math.MinInt64), inexact},
		{uint64(1 << 53), inexact},
		{uint64(math.MaxUint64), inexact},
		{float64(1 << 53), inexact},
		{math.MaxFloat64, inexact},
		{math.Inf(1), inexact},
		{math.Inf(-1), inexact},
		{float32(math.Inf(1)), inexact},
		{math.NaN(), "number is not a number"},
		{float32(math.NaN()), "number is not a number"},

		{long, "text is longer than 1024 bytes"},
		{text(long), "text is longer than 1024 bytes"},
		{"a\xff", "text is not valid UTF-8"},
		{list, "list of 1001 is longer than 1000"},
		{make([]any, value.MaxList+1), "list of 1001 is longer than 1000"},
		{[]string{"a", long}, "element 1: text is longer than 1024 bytes"},
		{[]string{"\xff"}, "element 0: text is not valid UTF-8"},
		{[]any{"a", 1}, "element 1: must be a text"},
		{[]any{[]string{"a"}}, "element 0: must be a text"},
		{[]any{nil}, "element 0: " + noValue},

		{nil, noValue},
		{complex(1, 0), noValue + "complex128"},
		{[]int{1}, noValue + "[]int"},
		{[]byte("a"), noValue + "[]uint8"},
		{[1]string{"a"}, noValue + "[1]string"},
		{map[string]any{}, noValue + "map[string]interface"},
		{struct{}{}, noValue + "struct {}"},
		{new(int), noValue + "*int"},
		{func() {}, noValue + "func()"},
	} {
		if got, err := value.Of(test.of); err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("Of(%T %.40v) = %+v, %v, want error %s", test.of, test.of, got, err, test.want)
		}
	}
}

// Texts and lists may have the limiting length, but not more.
func TestOfLimits(t *testing.T) {
	longest := strings.Repeat("x", value.MaxText)
	if v, err := value.Of(longest); err != nil || v.Text != longest {
		t.Errorf("text of %d bytes: %v", len(longest), err)
	}
	texts := make([]string, value.MaxList)
	values := make([]any, value.MaxList)
	for i := range texts {
		texts[i], values[i] = longest, longest
	}
	for _, list := range []any{texts, values} {
		if v, err := value.Of(list); err != nil || len(v.List) != value.MaxList || v.List[value.MaxList-1] != longest {
			t.Errorf("list of %d texts: %v", value.MaxList, err)
		}
	}
}

// Values are equal if they have the same type and content, whatever Go type they came from.
func TestEqual(t *testing.T) {
	groups := [][]any{ // values are equal exactly if they are in the same group
		{"", text("")},
		{"a", text("a")},
		{"A"},
		{"é"}, {"e\u0301"},
		{"1", text("1")},
		{1, int8(1), uint64(1), float32(1), 1.0, number(1)},
		{0, 0.0, math.Copysign(0, -1)},
		{0.1}, {float32(0.1)}, // the nearest float32 is another number
		{true, boolean(true)},
		{false},
		{"true"},
		{[]string{}, []any{}, []string(nil)},
		{[]string{"a"}, []any{"a"}},
		{[]string{"a", "b"}, []any{"a", text("b")}},
		{[]string{"b", "a"}},
		{[]string{"a", "a"}},
		{[]string{""}},
	}
	type member struct {
		group int
		of    any
		value value.Value
	}
	members := []member{{group: -1, of: "nothing"}} // the zero value is absent
	for i, group := range groups {
		for _, x := range group {
			v, err := value.Of(x)
			if err != nil {
				t.Fatal(err)
			}
			members = append(members, member{i, x, v})
		}
	}
	for _, a := range members {
		for _, b := range members {
			if got, want := a.value.Equal(&b.value), a.group == b.group; got != want {
				t.Errorf("%T %#v equals %T %#v: %v, want %v", a.of, a.of, b.of, b.of, got, want)
			}
		}
	}
}

// A number is the same whether it comes from Go or through JSON.
func TestNumbersThroughJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-1<<53+1, 1<<53-1).Draw(t, "n")
		direct, err := value.Of(n)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		var f float64
		if err := json.Unmarshal(doc, &f); err != nil {
			t.Fatal(err)
		}
		read, err := value.Of(f)
		if err != nil || !direct.Equal(&read) || int64(read.Number) != n {
			t.Errorf("%d is %+v directly and %+v through JSON, %v", n, direct, read, err)
		}
	})
}
