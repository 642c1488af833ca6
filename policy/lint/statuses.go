package lint

import "github.com/punctualgo/punctual/policy"

var newUnmapped = check{
	Rule: Rule{"new-unmapped", Warning, `"statuses" with neither "new" nor "*": an issue without a status has the status "new", and cannot be evaluated. At the statuses.`},
	run: func(p *pass) {
		_, new := p.statuses[policy.NewStatus]
		_, other := p.statuses[policy.OtherStatuses]
		if !new && !other {
			p.report("statuses", `maps neither "new" nor "*", so that an issue without a status cannot be evaluated`, `map "new", or "*" for all others`)
		}
	},
}
