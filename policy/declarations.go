package policy

import (
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
)

// Declarations are the declared fields of a configuration, ready to check the attributes of
// issues. They are immutable and safe for concurrent use.
type Declarations struct {
	declared map[string]*declaration
	names    []string
}

// Declarations returns the declared fields of c, which is valid.
func (c *Config) Declarations() *Declarations {
	v := validator{config: c}
	v.declarations()
	return &Declarations{v.declared, v.fields}
}

// Check answers whether an attribute is as it is declared. The error says that it is not
// declared, has another type, or has a value that it may not have, and suggests a near one.
// It is nil if no fields are declared. An attribute that is removed, which has the value
// nil, only needs to be declared.
func (d *Declarations) Check(name string, x any) error {
	if d.declared == nil {
		return nil
	}
	if err := strict.CheckField(name); err != nil {
		return err
	}
	known, ok := d.declared[name]
	if !ok || IsComputed(name) {
		return &undeclared{name, d.names}
	}
	if x == nil || known.typ == "" {
		return nil
	}
	v, err := value.Of(x)
	if err != nil {
		return err
	}
	return known.fits(&v)
}
