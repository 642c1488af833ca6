package alert_test

import (
	"fmt"
	"time"

	"github.com/punctualgo/punctual/sla/alert"
)

// A receiver checks that the sender of a request has the secret, and sent it just now.
func ExampleSign() {
	secret := []byte("shared secret")
	now := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	body := []byte(`{"version":1}`)
	headers := alert.Sign("8b3f-0", body, secret, now)

	get := func(name string) string { return headers[name] } // as http.Header.Get does
	fmt.Println(alert.Verify(get, body, secret, now.Add(time.Second), 5*time.Minute))
	fmt.Println(alert.Verify(get, []byte(`{"version":2}`), secret, now, 5*time.Minute))
	// Output:
	// <nil>
	// alert: bad signature
}
