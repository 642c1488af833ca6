// Package migrate converts the service level agreements of other products, in the JSON
// form of their APIs, into a [policy.Config].
//
// What cannot be carried over, or only nearly, is never dropped silently: each such place
// is a [Note] with its path in the source, what is lost, and how to mend it. A
// configuration without notes promises what the source did. A configuration that is
// returned is valid.
//
// # Attributes
//
// Conditions keep the names that the product gives to the fields of a ticket, such as
// "organization_id" or, of Zammad, "customer.vip". The host sets attributes of these names.
// All of them are texts, also ids and check boxes ("true"), except tags, which are a list
// of texts. The configuration declares them under "fields".
//
// # Conditions that cannot be expressed
//
// A policy must not apply to more issues than it did. So a condition that cannot be
// expressed becomes a comparison of a boolean attribute, "unconverted_1" and so on, with
// true. There is a note for each. Such a condition holds only for issues on which the
// host sets the attribute. Most often, it is better to rewrite the condition.
//
// # Schedules
//
// The documents do not say which tickets have which business hours where that depends on
// a ticket's group or on a rule. If there are several, the schedule of a policy is a
// choice by an attribute that the host sets, and there is a note.
//
// # Metrics
//
// Times become targets of built-in metrics, or of others where these differ. As everywhere
// here, a clock of responses starts when a customer creates an issue or writes, and not for
// an issue that an agent creates.
package migrate
