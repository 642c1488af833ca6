package strict

// ReadAttributes reads attributes of an issue by name. An attribute that is null is removed, if
// it may be, and then has the value nil.
func ReadAttributes(r *Reader, remove bool) map[string]any {
	values := make(map[string]any)
	ReadAttributesInto(values, r, remove)
	return values
}

// ReadAttributesInto is ReadAttributes into values, which must be empty.
func ReadAttributesInto(values map[string]any, r *Reader, remove bool) {
	for f := r.Entries(); f.Next(); {
		switch kind := r.kind(); {
		case kind == text:
			values[f.Name] = r.text()
		case kind == number:
			values[f.Name] = r.Number()
		case kind == list:
			values[f.Name] = r.Texts()
		case kind == boolean:
			values[f.Name] = r.Bool()
		case kind == null && remove:
			r.Null()
			values[f.Name] = nil
		case kind == object:
			r.Fail("must be a text, a number, a boolean or a list of texts, got an object; names of attributes are flat, such as %q", f.Name+".tier")
			r.Skip()
		default:
			r.Refuse("a text, a number, a boolean or a list of texts")
		}
	}
}
