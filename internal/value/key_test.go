package value

import (
	"math"
	"testing"
)

func TestKeysAreEqualIfValuesAre(t *testing.T) {
	negativeZero := math.Copysign(0, -1)
	values := []Value{
		{}, OfText(""), OfText("1"), OfText("true"), {Kind: Number, Number: 1}, {Kind: Number}, {Kind: Number, Number: negativeZero},
		{Kind: Bool, Bool: true}, {Kind: Bool}, {Kind: List}, {Kind: List, List: []string{""}}, {Kind: List, List: []string{"a", "b"}},
		{Kind: List, List: []string{"ab"}}, {Kind: List, List: []string{"1 a"}}, {Kind: List, List: []string{"a", "b"}},
	}
	for i := range values {
		for k := range values {
			if same := values[i].Key() == values[k].Key(); same != values[i].Equal(&values[k]) {
				t.Errorf("the keys of %v and %v are equal: %v", values[i], values[k], same)
			}
		}
	}
}
