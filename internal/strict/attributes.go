package strict

// ReadAttributes reads attributes of an issue by name. An attribute that is null is removed, if
// it may be, and then has the value nil.
func ReadAttributes(r *Reader, remove bool) map[string]any {
	values := make(map[string]any)
	r.Map(func(name string) {
		switch {
		case r.IsText():
			values[name] = r.Text()
		case r.IsNumber():
			values[name] = r.Number()
		case r.IsList():
			values[name] = r.Texts()
		case r.IsBool():
			values[name] = r.Bool()
		case remove && r.IsNull():
			r.Null()
			values[name] = nil
		default:
			if r.IsObject() {
				r.Fail("must be a text, a number, a boolean or a list of texts, got an object; names of attributes are flat, such as %q", name+".tier")
				r.Skip()
				return
			}
			r.Refuse("a text, a number, a boolean or a list of texts")
		}
	})
	return values
}
