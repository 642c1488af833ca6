// Package whatif answers what would have happened to the issues of the past if other promises
// had been made.
//
//	b, err := whatif.NewBacktest(current, proposed, whatif.Request{}, now)
//	for _, issue := range issues {
//		flips, err := b.Add(issue)
//	}
//	result := b.Result()
//
// A [Backtest] judges the same issues under two configurations. Clocks of one metric that
// started at the same instant are compared, and where their outcomes differ there is a [Flip].
// Reports of both, counts of alerts, and the policies that never apply come with it.
//
// Behaviour is taken as it was. Under other promises people might have acted otherwise, so that
// a backtest tells what a configuration makes of the past, and not what the future brings.
//
// Issues are selected by their creation: when it was, and the fields as they are after it
// alone, so that both configurations judge the same ones.
package whatif
