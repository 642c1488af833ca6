package demo

// A topic is what customers write about. The first lines of asks and answers come first; conversations
// that are longer go on with the next.
type topic struct {
	title, category string
	urgency         []string // the priorities it may have
	asks            []string
	answers         []string
	note            string
	solved          string
}

var (
	routine = []string{"normal", "normal", "low", "high"}
	serious = []string{"urgent", "high", "high", "normal"}
)

var topics = []topic{
	{
		"Exports stop after 10,000 rows", "reports", routine,
		[]string{
			"Our monthly export ends after exactly 10,000 rows, without an error. In April it had some 14,000. Nothing has changed on our side.",
			"Yes, both as CSV and as Excel. The filter is 'all locations'.",
			"Understood. Can you send us the missing rows until it is fixed?",
		},
		[]string{
			"Thank you for the exact number, that helps. Does it happen in both formats, and which filter do you use?",
			"I can see it now: the new limit for previews applies to exports, too. Our developers have it.",
			"The complete export is attached. The fix will come with this week's release.",
		},
		"Same as the preview limit of last week. Linked to the bug.",
		"The limit is gone since this morning's release. Please tell us if an export is ever short again.",
	},
	{
		"Cannot sign in with single sign-on", "access", serious,
		[]string{
			"Since this morning nobody in our office can sign in. The page says 'assertion expired'. About forty people are waiting.",
			"Our identity provider shows the right time. How can I check yours?",
			"It works for about half of us now.",
		},
		[]string{
			"I am looking at it. The message means that clocks differ by more than a minute. Could you check the time of your identity provider?",
			"One of our two gateways is 90 seconds behind. I have taken it out.",
			"Sessions of the old gateway end within ten minutes; then it works for everybody.",
		},
		"Gateway 2 lost its time server. Told operations.",
		"All sign-ins succeed again, and the gateway has its time server back.",
	},
	{
		"Invoice shows the wrong tax number", "billing", routine,
		[]string{
			"The invoice of May still has the tax number of our old company. Accounting cannot pay it like this.",
			"The new number is in the contract of 1 March.",
		},
		[]string{
			"I am sorry about that. I will ask billing to write a new one. Is the number in your contract the right one?",
			"Billing has corrected your account, and the new invoice is on its way.",
		},
		"",
		"You have the corrected invoice. Earlier ones were right, we have checked.",
	},
	{
		"Webhook deliveries are late", "api", serious,
		[]string{
			"Our webhook gets events about 15 minutes late since yesterday evening. Shipments wait for them.",
			"We answer within 200 ms, I have attached our logs.",
			"It is better, but still two or three minutes.",
		},
		[]string{
			"Thank you for the logs. Your endpoint is quick, so it is on our side. I am looking at the queue.",
			"A single customer had filled the queue. We have given it one of its own.",
			"The rest of the queue is worked off now. Deliveries are under five seconds.",
		},
		"Queue depth was 80k at 19:00. See the graph.",
		"Deliveries have been under two seconds for an hour. We now limit what one customer may queue.",
	},
	{
		"How do we archive old projects?", "question", []string{"low", "low", "normal"},
		[]string{
			"We have some 300 projects of past years. Is there a way to archive them all at once, and does that change our bill?",
			"Perfect. Can archived projects still be searched?",
		},
		[]string{
			"There is: choose them in the list, then 'archive' in the menu. Archived projects are not billed from the next month on.",
			"Yes, with the filter 'archived'. They open as read-only.",
		},
		"",
		"Glad that it helped. The help page has a new section about it.",
	},
	{
		"Checkout shows an error for some customers", "outage", []string{"urgent", "urgent", "high"},
		[]string{
			"About one in five customers gets 'something went wrong' at the last step of the checkout. We are losing orders.",
			"Only with cards, as far as we can see. Invoices go through.",
			"Our shop shows no more errors since ten minutes. Is it safe to tell our customers?",
		},
		[]string{
			"We see the errors, too, and I have called our on-call engineer. Is it with all means of payment?",
			"It is the connection to one card processor. We are routing around it.",
			"Yes. The other processor handles all cards until the first one is back.",
		},
		"On call paged. Processor status page says 'degraded'.",
		"The processor is back, and both are in use. The report of the incident will come tomorrow.",
	},
	{
		"Two users see each other's drafts", "security", serious,
		[]string{
			"Two of our colleagues share a computer and see each other's drafts. Is that intended?",
			"They sign out, yes. The drafts are there before signing in again.",
		},
		[]string{
			"It is not. I take this to our security team right away. Do they sign out in between?",
			"Drafts were kept in the browser for quick loading. We have switched that off for your account.",
		},
		"Security informed; ticket is confidential.",
		"The release of today removes drafts at sign-out, for everybody.",
	},
	{
		"Please add our new office to the calendar", "setup", []string{"normal", "low"},
		[]string{
			"We have opened an office in Porto and need it in the calendar, with Portuguese holidays.",
			"Same hours as in Lisbon.",
		},
		[]string{
			"Congratulations! Which opening hours shall it have?",
			"It is there, with the holidays of this year and the next.",
		},
		"",
		"All done. Your colleagues can choose the office in their profile.",
	},
	{
		"Mobile app does not load pictures", "mobile", routine,
		[]string{
			"On Android the pictures of deliveries do not load. On iPhones they do.",
			"Version 7.4.1, on several devices.",
			"With 7.4.2 they load. Thank you!",
		},
		[]string{
			"Which version of the app is it? You find it under 'about'.",
			"We can reproduce it: 7.4.1 asks for a size that does not exist. 7.4.2 is in the store from today on.",
			"Good to hear.",
		},
		"",
		"Then I close this. Please write again if a device still shows it.",
	},
	{
		"API returns 429 although we are under the limit", "api", routine,
		[]string{
			"We make about 40 requests a second and get 429 for a third of them. Our plan has 100.",
			"All from one address, yes, behind our proxy.",
			"That explains it. Can the limit be by token instead?",
		},
		[]string{
			"Do all requests come from one address? There is a second limit for that.",
			"The limit of an address is 25 a second unless we raise it. I have raised yours to 100.",
			"It will be by token from July on. Until then I have noted your address.",
		},
		"",
		"No 429 since the change, according to our logs. I close this one.",
	},
	{
		"Scheduled report was not sent on Monday", "reports", routine,
		[]string{
			"The report that comes on Mondays at seven did not come. It is for our board.",
			"The recipients did not change.",
		},
		[]string{
			"I am sorry. I have it sent now, so that you have it for your board. Were its recipients changed lately?",
			"Monday was a holiday in the calendar of the report. It can now be told to ignore holidays, and yours does.",
		},
		"Holiday of Berlin, but the customer is elsewhere.",
		"The next one comes on Monday at seven, holiday or not.",
	},
	{
		"Data import stuck at 80 %", "import", routine,
		[]string{
			"The import of our articles has been at 80 % since last night. May we cancel it?",
			"We have cancelled it. Are there duplicates now?",
			"Great, it went through in ten minutes.",
		},
		[]string{
			"You may: an import that was cancelled leaves nothing behind. Please do, and I look at the file.",
			"No, there are none. Line 41,207 has a quote that never ends. I have attached a file without it.",
			"Very good.",
		},
		"File has an unbalanced quote. Parser should say so.",
		"From the next release on the import names the line.",
	},
}
