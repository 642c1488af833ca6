// Package lint answers what is legal in a configuration but surely, or likely, wrong:
// conditions that never hold, policies that never apply, holidays that have run out.
//
// [CheckText] looks at a document, and [Check] at a [policy.Config]. Each [Finding] says
// where it is, what is wrong, and how to mend it:
//
//	policies[1]: never gives a target: policies[0], "everyone", comes first, has no condition and is effective whenever it is
//
// A rule reports only what it can prove by its definition, which [Rules] has. That nothing
// is found proves nothing: the configuration may still not say what was meant. Scenarios
// with expected instants, which slacheck test runs, are for that.
//
// # In continuous integration
//
// The command slacheck has the same rules:
//
//	slacheck lint -strict -disable no-holidays config.json
//
// It prints one finding per line, with file and line, and exits with status 1 if one is an
// error, or, with -strict, a warning. Findings of level [Info] never fail it. Some rules
// depend on the present, such as the one that tells when holidays run out; run it from time
// to time, not only when the configuration changes, or fix the present with -as-of.
//
// # Expired policies
//
// A policy that is no longer effective stays in a configuration for the sake of old issues.
// It is reported as such, and what it names counts as used. No other rule looks at it, or
// at schedules that are only there for it.
package lint
