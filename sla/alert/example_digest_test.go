package alert_test

import (
	"fmt"
	"time"

	"github.com/punctualgo/punctual/sla/alert"
)

// When the desk opens, everything that was held over the night is due at once. Two are
// sent, and one that sums up the rest.
func ExampleLimit_Digest() {
	var alerts []alert.Alert
	for i := range 40 {
		alerts = append(alerts, alert.Alert{
			ID: fmt.Sprintf("a%02d", i), At: time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC), Type: "slack", Channel: "slack:#support",
		})
	}
	for _, a := range (alert.Limit{Alerts: 2, Per: time.Minute}).Digest(alerts) {
		if len(a.Digest) > 0 {
			fmt.Println("a digest of", len(a.Digest))
		} else {
			fmt.Println(a.ID)
		}
	}
	// Output:
	// a00
	// a01
	// a digest of 38
}
