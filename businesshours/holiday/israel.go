package holiday

import "time"

// Law and Administration Ordinance 5708-1948, section 18a, Independence Day Law
// 5709-1949, and for the days of general elections Basic Law: The Knesset, section 10.
// A day of the Hebrew calendar begins on the evening before; this is the day itself.
var israel = []rule{
	{name: "פסח", on: roshHashanah(-163)},
	{name: "שביעי של פסח", on: roshHashanah(-157)},
	{name: "יום העצמאות", on: roshHashanah(-143), moved: shift{time.Friday: -1, time.Saturday: -2}, until: 2003},
	{name: "יום העצמאות", on: roshHashanah(-143), moved: shift{time.Monday: 1, time.Friday: -1, time.Saturday: -2}, since: 2004},
	{name: "שבועות", on: roshHashanah(-113)},
	{name: "ראש השנה", on: roshHashanah(0)},
	{name: "ראש השנה", on: roshHashanah(1)},
	{name: "יום כיפור", on: roshHashanah(9)},
	{name: "סוכות", on: roshHashanah(14)},
	{name: "שמחת תורה", on: roshHashanah(21)},
	{name: "יום הבחירות לכנסת", on: once("2019-04-09 2019-09-17 2020-03-02 2021-03-23 2022-11-01")},
}
