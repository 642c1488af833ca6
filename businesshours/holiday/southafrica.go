package holiday

// Public Holidays Act 36 of 1994, section 2A: elections and other days that the President
// declared.
var southAfrica = []rule{
	{name: "Election Day", on: once("1999-06-02 2004-04-14 2006-03-01 2009-04-22 2011-05-18 2014-05-07 " +
		"2016-08-03 2019-05-08 2021-11-01 2024-05-29")},
	{name: "Declared public holiday", on: once("2008-05-02 2023-12-15")},
}
