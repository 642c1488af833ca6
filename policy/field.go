package policy

// A Field declares an attribute of issues. See Config.Fields.
type Field struct {
	Type FieldType `json:"type"`

	// Values are the texts that the field may have, or that its list may have as
	// elements. If nil, it may have any. Only fields of type text and list have them.
	Values []string `json:"values,omitzero"`
}

// A FieldType is the type of an attribute.
type FieldType string

const (
	FieldText    FieldType = "text"
	FieldNumber  FieldType = "number"
	FieldBoolean FieldType = "boolean"
	FieldList    FieldType = "list"    // of texts
	FieldInstant FieldType = "instant" // a text in RFC 3339
)
