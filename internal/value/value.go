// Package value implements the values of attributes, which conditions compare: texts,
// numbers, booleans and lists of texts.
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

// The zero Kind is Absent.
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

// OfText returns s as a Value.
func OfText(s string) Value { return Value{Kind: Text, Text: s} }

// Equal reports whether v and w have the same type and are equal. Lists are equal if
// they have the same elements in the same order.
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

// Plain returns v as a Go value: a string, a float64, a bool, a new []string, or nil.
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

// Limits on the size of a value.
const (
	MaxText = 1024 // bytes
	MaxList = 1000 // texts
)

// Of converts x, which must be a string, a bool, any Go number, a []string or an []any
// of strings.
func Of(x any) (v Value, err error) {
	err = v.Set(x)
	return v, err
}

// Set sets v, which must be absent, to the result of [Of]. If x cannot be converted, v
// stays absent. A []string is not copied: callers that keep v must clone its list.
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
	// Less common types: other numbers, and named strings and booleans.
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

// CheckText reports whether s is too long or is not valid UTF-8.
func CheckText(s string) error {
	if len(s) > MaxText {
		return fmt.Errorf("is longer than %d bytes", MaxText)
	}
	if !ascii(s) && !utf8.ValidString(s) {
		return fmt.Errorf("is not valid UTF-8")
	}
	return nil
}

// ascii reports whether s is ASCII. Most short texts are.
func ascii(s string) bool {
	var all byte
	for i := range len(s) {
		all |= s[i]
	}
	return all < utf8.RuneSelf
}

// MaxExact is the largest integer n for which every integer up to n is exact as a
// float64.
const MaxExact = 1<<53 - 1

var errInexact = fmt.Errorf("number is beyond 2^53-1 and so not exact; write it as a text")

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

// Each calls yield with each element of list, which must be a []string or an []any.
// Elements may have different types.
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
