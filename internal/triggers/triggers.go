// Package triggers lists the triggers of metrics that have no name of the user's own.
package triggers

// Names are the triggers, in the order in which messages list them.
var Names = [...]string{
	"created", "created:customer", "created:agent", "created:bot", "created:third_party",
	"message:customer", "message:agent", "message:bot", "message:third_party",
	"note", "resolved", "reopened",
}
