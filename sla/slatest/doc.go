// Package slatest helps Go programs to test their service level agreements. It answers three
// questions of a host.
//
// # Are our promises kept as we understand them?
//
// [RunScenarios] runs scenario files, which package scenario describes, as subtests:
//
//	//go:embed testdata/scenarios
//	var files embed.FS
//
//	func TestPromises(t *testing.T) {
//		slatest.RunScenarios(t, files, slatest.Options{Config: production()})
//	}
//
// A failure says in which step of which scenario what was expected and what came, and
// gives the account of the clock.
//
// # Does it hold whatever happens?
//
// [Histories] generates issues under the host's configuration, with their events and an instant
// as of which to look at them. They are valid, and trouble is likely in them: several events at
// one instant, at an opening, at the very instant at which a clock is due, or where the clocks of
// a zone change; reopened issues, and targets that change under way. A test that fails is shown
// with the smallest history that it was found to fail for. They are generators of
// [pgregory.net/rapid]:
//
//	func TestUrgentIsDueFirst(t *testing.T) {
//		histories := slatest.Histories(config, slatest.Domain{})
//		rapid.Check(t, func(t *rapid.T) {
//			h := histories.Draw(t, "history")
//			…
//		})
//	}
//
// [Configs], [Schedules], [Policies], [Conditions], [Targets], [Escalations], [Issues] and
// [Events] generate the parts, and [Cases] configurations with histories. A [Domain] fixes what a
// host has fixed: its configuration, statuses, fields, zones, and a span of time.
//
// The laws are what holds of every configuration and history, a function each, such as [Prefix]:
// what was announced is never taken back. [CheckEngine] checks all of them for a configuration.
// The tests of this module do the same with configurations of every kind.
//
// # Is our side of it right?
//
// Suites check what a host implements, as [testing/slogtest] checks handlers of logs:
// [CheckTrackStore] a table of tracks and announcements, against crashes, replays and several
// workers, and [CheckDirectory] a directory of the people that alerts go to.
//
// No other package of this module imports rapid, so that programs do not contain it.
package slatest
