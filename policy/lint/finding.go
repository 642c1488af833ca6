package lint

// A Level says how sure it is that a finding is a mistake, and how much it matters.
type Level string

const (
	Error   Level = "error"   // the configuration is invalid and cannot be used
	Warning Level = "warning" // it can be used, but hardly does what was meant
	Info    Level = "info"    // it may well be what was meant, and is worth a look
)

// A Finding is one place of a configuration that is wrong, or likely so.
type Finding struct {
	// File is the file of the configuration. Check and CheckText leave it empty; it is for
	// whoever looks at several.
	File string `json:"file"`

	// Rule is the name of the rule that was broken. See [Rules].
	Rule  string `json:"rule"`
	Level Level  `json:"level"`

	// Path is where it is, in the form of [policy.Error.Path], such as
	// "policies[2].targets.resolution.within". It is empty for the whole document.
	Path string `json:"path"`

	// Line is the line of Path, from 1. It is 0 if the configuration was not read from
	// text.
	Line int `json:"line"`

	// What says what is wrong, and Mend how to put it right. Mend may be empty in a finding
	// of the rule "invalid", where What often says both.
	What string `json:"what"`
	Mend string `json:"mend"`
}
