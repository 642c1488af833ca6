// Package configdiff answers what changes from one configuration to another: promise by
// promise, in words that a reviewer who does not read JSON understands.
//
//	for _, change := range configdiff.Compare(before, after) {
//		fmt.Println(change) // enterprise, urgent: first response 1h → 30m
//	}
//
// A promise is what a policy promises for a metric, for one combination of the values that
// its targets choose by. Defaults, named lists of steps and the schedules of policies are
// resolved first, so that a promise that is only written in another way is not a change.
// Policies and schedules that were only renamed are recognized.
//
// What the changes do to issues is for package sla to tell: evaluate them under both
// configurations.
package configdiff
