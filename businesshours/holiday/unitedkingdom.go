package holiday

import "time"

// Banking and Financial Dealings Act 1971, schedule 1, and royal proclamations.
var (
	unitedKingdom = []rule{
		{name: "State Funeral of Queen Elizabeth II", on: once("2022-09-19")},
	}
	northernIreland = append([]rule{
		{name: "Saint Patrick's Day", on: on(3, 17), observed: weekendToMonday},
		{name: "Battle of the Boyne", on: on(7, 12), observed: weekendToMonday},
	}, unitedKingdom...)
	// With the St Andrew's Day Bank Holiday (Scotland) Act 2007.
	scotland = append([]rule{
		{name: "New Year's Day", on: on(1, 1), observed: weekendOfPair},
		{name: "2nd January", on: on(1, 2), observed: weekendOfPair},
		{name: "Summer Bank Holiday", on: nth(1, time.Monday, 8)},
		{name: "Saint Andrew's Day", on: on(11, 30), observed: weekendToMonday, since: 2007},
		{name: "World Cup Bank Holiday", on: once("2026-06-15")},
	}, unitedKingdom...)
)
