//go:build !race

package sla_test

const raceDetector = false
