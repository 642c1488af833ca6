package cycle

var _ = run
