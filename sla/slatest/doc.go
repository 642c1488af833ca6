// Package slatest helps Go programs to test their service level agreements.
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
package slatest
