// Package schema checks the JSON Schemas of command slacheck against what the library reads
// and writes, with an independent validator. It is a module of its own, so that the validator
// is not a dependency of the library.
//
// A host that keeps configurations in a database can validate them in the same way before it
// has Go at hand; see the test for how the validator is set up.
package schema
