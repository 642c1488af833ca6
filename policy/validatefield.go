package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
)

// A declaration is what is known of a field: one that is declared, or has its type from
// the library itself.
type declaration struct {
	name   string
	typ    FieldType // empty if it is not known
	values []string  // that it may have; nil for any
	has    map[string]bool
}

func newDeclaration(name string, typ FieldType, values ...string) *declaration {
	d := &declaration{name: name, typ: typ, values: values}
	if len(values) > 0 {
		d.has = make(map[string]bool, len(values))
		for _, text := range values {
			d.has[text] = true
		}
	}
	return d
}

var fieldTypes = []FieldType{FieldText, FieldNumber, FieldBoolean, FieldList, FieldInstant}

// declarations checks the declared fields, and notes them and those of the library.
func (v *validator) declarations() {
	fields := v.config.Fields
	if fields == nil || !v.atMost("fields", "fields", len(fields), MaxFields) {
		return
	}
	v.declared = make(map[string]*declaration)
	for _, d := range []*declaration{
		newDeclaration(StatusCategory, FieldText, string(Open), string(Pending), string(Hold), string(Resolved)),
		newDeclaration(Responded, FieldBoolean),
		newDeclaration(Unanswered, FieldBoolean),
		newDeclaration(CreatedAt, FieldInstant),
		newDeclaration(CreatedBy, FieldText, "customer", "agent", "bot", "third_party"),
		newDeclaration(EventBy, FieldText),
		newDeclaration(EventTeam, FieldText),
		newDeclaration(EventChannel, FieldText),
		newDeclaration(Status, FieldText, v.config.onlyStatuses()...),
	} {
		v.declared[d.name] = d
	}
	v.fields = append(slices.Sorted(maps.Keys(fields)), Status)
	for _, name := range v.fields[:len(fields)] {
		v.declaration(strict.Key("fields", name), name, fields[name])
	}
}

// onlyStatuses returns the statuses that issues may have, or nil if they may have any.
func (c *Config) onlyStatuses() []string {
	statuses := c.AllStatuses()
	if _, ok := statuses[OtherStatuses]; ok {
		return nil
	}
	return slices.Sorted(maps.Keys(statuses))
}

// declaration checks and notes a declared field.
func (v *validator) declaration(path, name string, f Field) {
	v.add(path, strict.CheckField(name))
	if IsComputed(name) {
		v.Add(path, "is computed; only attributes are declared")
		return
	}
	switch {
	case f.Type == "":
		v.Add(strict.Key(path, "type"), "is required; one of %s", join(fieldTypes))
	case !slices.Contains(fieldTypes, f.Type):
		v.Add(strict.Key(path, "type"), "unknown type %s%s", strict.Quote(string(f.Type)), suggest(string(f.Type), texts(fieldTypes)))
		f.Type = ""
	case name == Status && f.Type != FieldText:
		v.Add(strict.Key(path, "type"), "the status is a text")
		f.Type = FieldText
	}
	if !v.declaredValues(strict.Key(path, "values"), name, f) {
		f.Values = nil
	}
	if name == Status && len(f.Values) == 0 {
		f.Values = v.declared[Status].values
	}
	v.declared[name] = newDeclaration(name, f.Type, f.Values...)
}

// declaredValues checks the values of a declared field, and reports whether to go by them.
func (v *validator) declaredValues(path, name string, f Field) bool {
	switch {
	case f.Values == nil:
		return true
	case f.Type != FieldText && f.Type != FieldList && f.Type != "":
		v.Add(path, "only fields of type text and list have values")
		return false
	case len(f.Values) == 0:
		v.Add(path, "is empty; leave it out if the field may have any value")
		return false
	case !v.atMost(path, "values", len(f.Values), MaxList):
		return false
	}
	v.values += len(f.Values)
	seen := make(map[string]bool, len(f.Values))
	for i, text := range f.Values {
		switch {
		case strict.CheckText(text) != nil:
			v.text(strict.Index(path, i), text)
		case seen[text]:
			v.Add(strict.Index(path, i), "%s is there already", strict.Quote(text))
		case name == Status && v.config.Category(text) == "":
			v.Add(strict.Index(path, i), "%w", uncategorized(text))
		}
		seen[text] = true
	}
	return true
}

// uncategorized returns the problem of a status that is not mapped.
func uncategorized(status string) error {
	return &missing{"statuses", true, fmt.Errorf("status %s has no category; map it in statuses, or \"*\" for all others", strict.Quote(status))}
}

// field checks the name of an attribute or computed field, and returns what is known of
// it, or nil if there is nothing to check its use by.
func (v *validator) field(path, name string) *declaration {
	if err := strict.CheckField(name); err != nil {
		v.Add(path, "%w", err)
		return nil
	}
	if v.declared == nil {
		return nil
	}
	d, ok := v.declared[name]
	if !ok {
		v.Add(path, "%w", &missing{"fields", false, &undeclared{name, v.fields}})
		return nil
	}
	if d.typ == "" {
		return nil
	}
	return d
}

// issueField is field where there is no event to read from.
func (v *validator) issueField(path, name string) *declaration {
	if isEventField(name) {
		v.Add(path, "%s is a field of an event; only triggers see it", strict.Quote(name))
		return nil
	}
	return v.field(path, name)
}

// An undeclared is the problem of an attribute that is not declared. It looks for a
// suggestion only when it is read.
type undeclared struct {
	name  string
	known []string
}

func (e *undeclared) Error() string {
	return "attribute " + strict.Quote(e.name) + " is not declared in fields" + strict.DidYouMean(e.name, some(e.known))
}

// chooser checks the field that a choice is by.
func (v *validator) chooser(path, name string) {
	if d := v.issueField(path, name); d != nil && d.typ != FieldText {
		v.Add(path, "%s is %s, but a choice is by a text", strict.Quote(name), d.typ.article())
	}
}

// until checks the field that a target runs until.
func (v *validator) until(path, name string) {
	d := v.issueField(path, name)
	switch {
	case d != nil && d.typ != FieldInstant:
		v.Add(path, "%s is %s, not an instant", strict.Quote(name), d.typ.article())
	case d == nil && IsComputed(name) && !isEventField(name) && name != CreatedAt:
		v.Add(path, "%s is never an instant", strict.Quote(name))
	}
}

// key checks a text by which a choice picks a value.
func (v *validator) key(by, text string) error {
	if err := strict.CheckText(text); err != nil {
		return err
	}
	if d := v.declared[by]; d != nil && d.typ == FieldText {
		return d.allows(text)
	}
	return nil
}

// allows checks that the field may have a text, or its list an element.
func (d *declaration) allows(text string) error {
	if d.has == nil || d.has[text] {
		return nil
	}
	return d.wrong(text)
}

// allowsPart checks that the field may have a text of which part is true.
func (d *declaration) allowsPart(text string, part func(value, text string) bool) error {
	if d.has == nil || slices.ContainsFunc(d.values, func(value string) bool { return part(value, text) }) {
		return nil
	}
	return d.wrong(text)
}

// wrong returns the problem of a text that the field does not have.
func (d *declaration) wrong(text string) error {
	section := strict.Key("fields", d.name)
	if d.name == Status {
		section = "statuses"
	}
	return &missing{section, true, &wrongValue{d, text}}
}

// A wrongValue is the problem of a text that a field does not have. It looks for a
// suggestion only when it is read.
type wrongValue struct {
	field *declaration
	text  string
}

func (e *wrongValue) Error() string {
	known := some(e.field.values)
	hint := strict.DidYouMean(e.text, known)
	if hint == "" && len(known) <= 8 {
		quoted := make([]string, len(known))
		for i, k := range known {
			quoted[i] = strict.Quote(k)
		}
		hint = "; it is one of " + strings.Join(quoted, ", ")
	}
	return strict.Quote(e.text) + " is not a value of " + strict.Quote(e.field.name) + hint
}

var kindOf = map[FieldType]value.Kind{
	FieldText: value.Text, FieldNumber: value.Number, FieldBoolean: value.Bool, FieldList: value.List, FieldInstant: value.Text,
}

// fits checks that a value is one that the field may have.
func (d *declaration) fits(val *value.Value) error {
	if val.Kind != kindOf[d.typ] {
		hint := ""
		if d.typ == FieldList && val.Kind == value.Text {
			hint = "; for one element there is contains"
		}
		return fmt.Errorf("must be %s, as %s is%s", d.typ.article(), strict.Quote(d.name), hint)
	}
	switch d.typ {
	case FieldText:
		return d.allows(val.Text)
	case FieldInstant:
		_, err := strict.ParseTime(val.Text)
		return err
	case FieldList:
		for _, text := range val.List {
			if err := d.allows(text); err != nil {
				return err
			}
		}
	}
	return nil
}

// article returns the type with its article.
func (t FieldType) article() string {
	if t == FieldInstant {
		return "an instant"
	}
	return "a " + string(t)
}

// texts returns words as strings.
func texts[T ~string](words []T) []string {
	list := make([]string, len(words))
	for i, word := range words {
		list[i] = string(word)
	}
	return list
}

// typesOf are the types of fields that operators take. Those that are not here take any.
var typesOf = map[Op][]FieldType{
	Contains: {FieldText, FieldList}, ContainsAny: {FieldList}, ContainsAll: {FieldList},
	StartsWith: {FieldText}, EndsWith: {FieldText}, Matches: {FieldText},
	Gt: {FieldNumber}, Gte: {FieldNumber}, Lt: {FieldNumber}, Lte: {FieldNumber},
	Before: {FieldInstant}, After: {FieldInstant}, InHours: {FieldInstant}, NotInHours: {FieldInstant},
}

// suits checks that a comparison, whose form is right, suits the field that it reads. val
// is its value, unless that is a list of alternatives.
func (v *validator) suits(path string, c *Condition, d *declaration, val *value.Value) {
	if types := typesOf[c.Op]; types != nil && !slices.Contains(types, d.typ) {
		v.Add(strict.Key(path, "op"), "%s is for %s, but %s is %s%s", c.Op, plural(types), strict.Quote(d.name), d.typ.article(), insteadOf(c.Op, d.typ))
		return
	}
	at := strict.Key(path, "value")
	switch c.Op {
	case Eq, Ne:
		v.add(at, d.fits(val))
	case In, NotIn:
		i := 0
		_ = value.Each(c.Value, func(e value.Value) {
			if err := d.fits(&e); err != nil {
				v.Add(strict.Index(at, i), "%w", err)
			}
			i++
		})
	case Contains:
		if d.typ == FieldList {
			v.add(at, d.allows(val.Text))
		} else {
			v.add(at, d.allowsPart(val.Text, strings.Contains))
		}
	case ContainsAny, ContainsAll:
		for i, text := range val.List {
			if err := d.allows(text); err != nil {
				v.Add(strict.Index(at, i), "%w", err)
			}
		}
	case StartsWith:
		v.add(at, d.allowsPart(val.Text, strings.HasPrefix))
	case EndsWith:
		v.add(at, d.allowsPart(val.Text, strings.HasSuffix))
	}
}

// plural lists types as those that an operator is for.
func plural(types []FieldType) string {
	return strings.ReplaceAll(join(types), ", ", "s and ") + "s"
}

// insteadOf suggests the operator that does for a type what an unsuitable one does for
// others.
func insteadOf(op Op, typ FieldType) string {
	instead := map[FieldType]map[Op]Op{
		FieldInstant: {Gt: After, Gte: After, Lt: Before, Lte: Before},
		FieldNumber:  {After: Gt, Before: Lt, Contains: Eq},
		FieldText:    {ContainsAny: In, ContainsAll: Eq},
		FieldBoolean: {Contains: Eq},
		FieldList:    {Matches: Contains, StartsWith: Contains, EndsWith: Contains},
	}[typ][op]
	if instead == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", instead)
}
