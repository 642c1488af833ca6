package lint

// A Rule is one kind of mistake that this package finds.
type Rule struct {
	Name  string // such as "never-true"
	Level Level  // of its findings
	Doc   string // exactly what it reports, and where
}

// A check is a rule with the function that applies it to a configuration. The function
// reports findings in any order.
type check struct {
	Rule
	run func(*pass)
}
