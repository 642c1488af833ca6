// Package chart draws charts of shares and times, as self-contained SVG in the style of
// package sla/timeline. It knows numbers and names, and nothing about reports.
//
// Charts follow the reader's light or dark setting, and are light on paper. Color is never the
// only sign of anything. What rests on few records is hollow or small.
package chart
