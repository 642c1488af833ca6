// Package value holds the values that attributes have and conditions compare:
// texts, numbers, booleans and lists of texts.
package value

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"unicode/utf8"
)

// A Kind is the type of a value.
type Kind uint8

// The zero Kind is that of an absent value.
const (
	Absent Kind = iota
	Text
	Number
	Bool
	List
)

// A Value is a text, a number, a boolean, a list of texts, or absent.
type Value struct {
	Kind   Kind
	Bool   bool
	Number float64
	Text   string
	List   []string
}

// OfText returns the value of a text.
func OfText(s string) Value { return Value{Kind: Text, Text: s} }

// Equal reports whether v and w are of one type and equal: numbers by value, lists
// by their elements in order.
func (v *Value) Equal(w *Value) bool {
	if v.Kind != w.Kind {
		return false
	}
	switch v.Kind {
	case Text:
		return v.Text == w.Text
	case Number:
		return v.Number == w.Number
	case Bool:
		return v.Bool == w.Bool
	}
	return slices.Equal(v.List, w.List)
}

// Plain returns v as an attribute has it: a string, a float64, a bool, a []string of its
// own, or nil.
func (v *Value) Plain() any {
	switch v.Kind {
	case Text:
		return v.Text
	case Number:
		return v.Number
	case Bool:
		return v.Bool
	case List:
		return slices.Clone(v.List)
	}
	return nil
}

// Limits of a value.
const (
	MaxText = 1024 // bytes
	MaxList = 1000 // texts
)

// Of returns the value of x: a string, a bool, any Go number, a []string or an
// []any of strings.
func Of(x any) (v Value, err error) {
	err = v.Set(x)
	return v, err
}

// Set makes v, which is absent, the value that [Of] returns. If there is none v stays
// absent. The list of a value is x itself where x is a []string: whoever keeps it beyond
// the call that x came with clones it.
func (v *Value) Set(x any) error {
	switch x := x.(type) {
	case string:
		if err := CheckText(x); err != nil {
			return fmt.Errorf("text %w", err)
		}
		v.Kind, v.Text = Text, x
		return nil
	case bool:
		v.Kind, v.Bool = Bool, x
		return nil
	case float64:
		return v.setNumber(x)
	case json.Number:
		f, err := x.Float64()
		if err != nil || !json.Valid([]byte(x)) { // such as "+1"
			return fmt.Errorf("number is malformed or out of range")
		}
		return v.setNumber(f)
	case []string:
		if len(x) > MaxList {
			return fmt.Errorf("list of %d is longer than %d", len(x), MaxList)
		}
		for i, s := range x {
			if err := CheckText(s); err != nil {
				return fmt.Errorf("element %d: text %w", i, err)
			}
		}
		v.Kind, v.List = List, x
		return nil
	case []any:
		if len(x) > MaxList {
			return fmt.Errorf("list of %d is longer than %d", len(x), MaxList)
		}
		list := make([]string, len(x))
		for i, e := range x {
			var element Value
			err := element.Set(e)
			if err == nil && element.Kind != Text {
				err = fmt.Errorf("must be a text")
			}
			if err != nil {
				return fmt.Errorf("element %d: %w", i, err)
			}
			list[i] = element.Text
		}
		v.Kind, v.List = List, list
		return nil
	}
	// The rarer types: other numbers, and named strings and booleans.
	switch r := reflect.ValueOf(x); r.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if n := r.Int(); n < -MaxExact || n > MaxExact {
			return errInexact
		}
		return v.setNumber(float64(r.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if r.Uint() > MaxExact {
			return errInexact
		}
		return v.setNumber(float64(r.Uint()))
	case reflect.Float32:
		return v.setNumber(r.Float())
	case reflect.String:
		return v.Set(r.String())
	case reflect.Bool:
		return v.Set(r.Bool())
	}
	return fmt.Errorf("must be a text, a number, a boolean or a list of texts, not %T", x)
}

// CheckText checks a text.
func CheckText(s string) error {
	if len(s) > MaxText {
		return fmt.Errorf("is longer than %d bytes", MaxText)
	}
	if !ascii(s) && !utf8.ValidString(s) {
		return fmt.Errorf("is not valid UTF-8")
	}
	return nil
}

// ascii reports whether s is ASCII, as most short texts are.
func ascii(s string) bool {
	var all byte
	for i := range len(s) {
		all |= s[i]
	}
	return all < utf8.RuneSelf
}

// MaxExact is the largest integer that no other one becomes as a float64.
const MaxExact = 1<<53 - 1

var errInexact = fmt.Errorf("number is beyond 2^53-1 and so not exact; give it as a text")

func (v *Value) setNumber(f float64) error {
	switch {
	case math.IsNaN(f):
		return fmt.Errorf("number is not a number")
	case math.Abs(f) > MaxExact:
		return errInexact
	}
	v.Kind, v.Number = Number, f
	return nil
}

// Each yields the values of a list that may have several types: a []string or an
// []any.
func Each(list any, yield func(Value)) error {
	element := func(i int, x any) error {
		v, err := Of(x)
		if err != nil {
			return fmt.Errorf("element %d: %w", i, err)
		}
		yield(v)
		return nil
	}
	switch list := list.(type) {
	case []string:
		if len(list) > MaxList {
			return fmt.Errorf("list of %d is longer than %d", len(list), MaxList)
		}
		for i, s := range list {
			if err := element(i, s); err != nil {
				return err
			}
		}
		return nil
	case []any:
		if len(list) > MaxList {
			return fmt.Errorf("list of %d is longer than %d", len(list), MaxList)
		}
		for i, x := range list {
			if err := element(i, x); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("must be a list of texts, numbers, booleans and lists of texts")
}
