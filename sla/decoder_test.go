package sla_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/sla"
)

// decoded is what decoding a document gives, to be compared.
func decoded(issue *sla.Issue, err error) string {
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%#v", *issue)
}

// unmarshaled is what decoding a document without a Decoder gives.
func unmarshaled(doc []byte) string {
	issue := new(sla.Issue)
	err := issue.UnmarshalJSON(doc)
	return decoded(issue, err)
}

// A decoder gives the same issues and errors as UnmarshalJSON, whatever it decoded before.
func TestDecoderDecodesAsUnmarshalJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain, wrapping := new(sla.Decoder), &sla.Decoder{Field: "issue"}
		for range rapid.IntRange(2, 5).Draw(t, "issues") {
			doc := []byte(document(drawWorld(t).issue))
			if rapid.Bool().Draw(t, "broken") {
				i := rapid.IntRange(0, len(doc)-1).Draw(t, "at")
				doc = append(doc[:i:i], doc[i+1:]...)
			}
			want := unmarshaled(doc)
			if got := decoded(plain.Decode(doc)); got != want {
				t.Fatalf("%s\n got %s\nwant %s", doc, got, want)
			}
			if got := decoded(wrapping.Decode(doc)); got != want {
				t.Fatalf("%s, which may have a field around it\n got %s\nwant %s", doc, got, want)
			}
			if !json.Valid(doc) {
				continue
			}
			for _, around := range []string{`{"issue":%s}`, `{"truth":{"x":[1,null],"issue":{}},"issue":%s,"id":5}`} {
				text := fmt.Appendf(nil, around, doc)
				if got := decoded(wrapping.Decode(text)); got != want {
					t.Fatalf("%s\n got %s\nwant %s", text, got, want)
				}
			}
		}
	})
}

func TestDecoderRefuses(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"a problem of the issue", `{"issue": {"created_at": 1}}`, `line 1: created_at: must be a text, got a number`},
		{"on a later line", "{\n\"x\": 1,\n\"issue\": {\n\"events\": [{\"set\": {\"a\": {}}}]}}", `line 4: events[0].set.a: must be a text`},
		{"two issues", `{"issue": {}, "issue": {}}`, `line 1: issue: duplicate field`},
		{"two other fields", `{"x": 1, "issue": {}, "x": 1}`, `line 1: x: duplicate field`},
		{"a broken field", `{"issue": {}, "x": tru}`, `line 1: x: unexpected "tru"`},
		{"text behind", `{"issue": {}} {}`, `line 1: unexpected text after the document`},
		{"not an object", `{"issue": "ISS-1"}`, `must be an object, got a text`},
		{"another case", `{"Issue": {}}`, `line 1: Issue: unknown field`},
		{"another field", `{"x": {}, "id": "issue"}`, `line 1: x: unknown field`},
		{"invalid UTF-8", "{\"issue\": {\"id\": \"\xff\"}}", `line 1: invalid UTF-8`},
	}
	d := sla.Decoder{Field: "issue"}
	for _, tt := range tests {
		issue, err := d.Decode([]byte(tt.doc))
		if issue != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, %v; want %s", tt.name, issue, err, tt.want)
		}
	}
	if _, err := new(sla.Decoder).Decode([]byte(`{"issue": {}}`)); err == nil || !strings.Contains(err.Error(), "issue: unknown field") {
		t.Errorf("without a field: %v", err)
	}
}

// A decoder gives back the memory of the last issue, empty, but keeps no large maps.
func TestDecoderReusesItsMemory(t *testing.T) {
	set := func(n int) map[string]any {
		values := make(map[string]any)
		for i := range n {
			values[fmt.Sprint("x", i)] = "secret"
		}
		return values
	}
	issue := sla.Issue{ID: "ISS-1", Attributes: set(3), Events: []sla.Event{{Set: set(8)}, {Set: set(9)}, {By: "ann"}}}
	d := new(sla.Decoder)
	first, err := d.Decode([]byte(document(issue)))
	if err != nil {
		t.Fatal(err)
	}
	was := *first
	small, large := was.Events[0].Set, was.Events[1].Set
	second, err := d.Decode([]byte(`{"attributes": {"a": 1}, "events": [{"by": "bob"}, {"set": {"b": 2}}, {"set": {"c": 3}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if &was.Events[0] != &second.Events[0] {
		t.Error("the list of events is not used again")
	}
	same := func(a, b map[string]any) bool { return reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer() }
	if !same(was.Attributes, second.Attributes) || !same(small, second.Events[1].Set) {
		t.Error("small maps are not used again")
	}
	if same(large, second.Events[2].Set) {
		t.Error("a large map is used again")
	}
	want := unmarshaled([]byte(`{"attributes": {"a": 1}, "events": [{"by": "bob"}, {"set": {"b": 2}}, {"set": {"c": 3}}]}`))
	if got := decoded(second, nil); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if third, err := d.Decode([]byte(`{"id": "x"}`)); err != nil || third.Events != nil || third.Attributes != nil {
		t.Errorf("an issue without events and attributes: %v, %v", third, err)
	}
	if strings.Contains(fmt.Sprint(was.Events, was.Attributes, maps.Clone(small)), "secret") {
		t.Error("the memory has texts of an earlier issue")
	}
}

// Decoding again allocates the texts of an issue and the values of its attributes: nothing for
// each event or map.
func TestDecodingAgainAllocatesLittle(t *testing.T) {
	data := []byte(document(life(20, 7)))
	values := 0
	for _, e := range life(20, 7).Events {
		values += len(e.Set)
	}
	values += len(life(20, 7).Attributes)
	d := new(sla.Decoder)
	allocs := testing.AllocsPerRun(100, func() {
		if _, err := d.Decode(data); err != nil {
			t.Fatal(err)
		}
	})
	if most := float64(values + 1); allocs > most {
		t.Errorf("%v allocations, want at most %v", allocs, most)
	}
}
