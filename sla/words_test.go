package sla_test

import (
	"testing"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// Values that differ only in type are described with their type.
func TestWordsSayTypesThatDiffer(t *testing.T) {
	for want, c := range map[string]sla.Comparison{
		`vip is the boolean true, wanted the text "true"`:        {Field: "vip", Op: policy.Eq, Got: true, Want: "true"},
		`seats is the text "12", wanted the number 12`:           {Field: "seats", Op: policy.Eq, Got: "12", Want: 12.0},
		`seats is the text "12", wanted more than the number 12`: {Field: "seats", Op: policy.Gt, Got: "12", Want: 12.0},
		`tags is the list [vip], wanted the text "vip"`:          {Field: "tags", Op: policy.Eq, Got: []string{"vip"}, Want: "vip"},
		`priority is low, wanted urgent`:                         {Field: "priority", Op: policy.Eq, Got: "low", Want: "urgent"},
		`priority has no value, wanted urgent`:                   {Field: "priority", Op: policy.Eq, Want: "urgent"},
	} {
		if got := c.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
