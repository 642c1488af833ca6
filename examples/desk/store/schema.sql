-- One schema for SQLite and Postgres. Instants are BIGINT: nanoseconds since 1970 in UTC, as
-- Punctual computes to the nanosecond, and NULL where there is none. Documents are TEXT.

-- Settings of the desk itself: how far the clock of a demo was moved ahead, the last issue number.
CREATE TABLE settings (
	name  TEXT PRIMARY KEY,
	value BIGINT NOT NULL
);

-- People who sign in, and whom alerts are resolved to.
CREATE TABLE people (
	id         TEXT PRIMARY KEY, -- a short name, as in the attribute assignee
	name       TEXT NOT NULL,
	email      TEXT NOT NULL UNIQUE,
	role       TEXT NOT NULL,    -- agent, lead, administrator
	team       TEXT NOT NULL,
	zone       TEXT NOT NULL,    -- IANA name, for the times in their e-mail; may be empty
	slack      TEXT NOT NULL,    -- their ID in Slack; may be empty
	password   TEXT NOT NULL,    -- argon2id; empty for people of a demo, who sign in with a click
	created_at BIGINT NOT NULL,
	disabled_at BIGINT
);

-- Who is signed in. Only a hash is stored, so that a copy of the database opens no session.
CREATE TABLE sessions (
	hash       TEXT PRIMARY KEY,
	person     TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_expire ON sessions (expires_at);

-- Links, good once, by which an account is made: the first administrator's, and invitations.
CREATE TABLE invitations (
	hash       TEXT PRIMARY KEY,
	role       TEXT NOT NULL,
	email      TEXT NOT NULL,    -- empty: whoever has the link says
	created_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL,
	used_at    BIGINT
);

-- Tokens of the API, hashed as sessions are.
CREATE TABLE tokens (
	id         TEXT PRIMARY KEY,
	hash       TEXT NOT NULL UNIQUE,
	name       TEXT NOT NULL,    -- what it is for
	scope      TEXT NOT NULL,    -- read or write
	created_by TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	used_at    BIGINT,
	revoked_at BIGINT
);

-- Answers to requests that had an idempotency key: the same request gets the same answer again.
CREATE TABLE idempotency (
	key        TEXT PRIMARY KEY, -- a hash of the token and the key
	request    TEXT NOT NULL,    -- a hash of what was asked, since a key is for one request
	status     BIGINT NOT NULL,
	body       TEXT NOT NULL,
	created_at BIGINT NOT NULL
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- Configurations: what was promised when. A version is kept for as long as tracks use it.
CREATE TABLE configs (
	version      BIGINT PRIMARY KEY,
	fingerprint  TEXT NOT NULL,  -- of the engine; versions that differ only in actions share it
	text         TEXT NOT NULL,
	note         TEXT NOT NULL,
	created_by   TEXT NOT NULL,
	created_at   BIGINT NOT NULL,
	effective_at BIGINT          -- NULL while it is only proposed
);
CREATE INDEX configs_effective ON configs (effective_at);

-- Issues: what lists and filters need, and the track.
CREATE TABLE issues (
	id          TEXT PRIMARY KEY,
	version     BIGINT NOT NULL, -- counts the changes; also numbers the events
	created_at  BIGINT NOT NULL,
	created_by  TEXT NOT NULL,
	initial     TEXT NOT NULL,   -- attributes at creation, as JSON: where the history begins
	title       TEXT NOT NULL,
	description TEXT NOT NULL,   -- what the customer wrote first

	-- The attributes as they are now, and those of them that lists and filters use.
	attributes  TEXT NOT NULL,
	status      TEXT NOT NULL,
	priority    TEXT NOT NULL,
	assignee    TEXT NOT NULL,
	team        TEXT NOT NULL,
	customer    TEXT NOT NULL,
	channel     TEXT NOT NULL,
	open        BIGINT NOT NULL, -- 1 until it is resolved, cancelled or merged
	cancelled   BIGINT NOT NULL, -- 1 if it is spam, or was merged: it ended without a verdict
	merged_into TEXT NOT NULL,   -- empty unless it was merged

	-- How its clocks stand. They stay as they are until the next check or the next event.
	track       TEXT NOT NULL,
	config      BIGINT NOT NULL, -- the version of the configuration of the track
	config_first BIGINT NOT NULL, -- the one with which its history begins; see takeovers
	next_check  BIGINT,          -- NULL: nothing changes until somebody acts
	standing    TEXT NOT NULL,   -- of the clock that is due first, or of the last ones that ended
	clocks      TEXT NOT NULL,   -- the open clocks by metric and standing, for counting
	due_metric  TEXT NOT NULL,   -- the clock that is due first
	due_rank    BIGINT NOT NULL, -- order of triage: 0 running, 1 never due, 2 paused, 3 none
	due_at      BIGINT NOT NULL, -- then by this: when due, or how much is left if paused
	updated_at  BIGINT NOT NULL  -- on the machine's clock, for pages that wait for changes
);
CREATE INDEX issues_next_check ON issues (next_check); -- what is due is found by index alone
CREATE INDEX issues_triage ON issues (open, due_rank, due_at, id);
CREATE INDEX issues_config ON issues (open, config);
CREATE INDEX issues_updated ON issues (updated_at);
CREATE INDEX issues_created ON issues (created_at);
CREATE INDEX issues_clocks ON issues (clocks);

-- What happened to issues: the history, from which everything else can be computed again.
CREATE TABLE events (
	issue  TEXT NOT NULL,
	id     TEXT NOT NULL,   -- an event that is delivered twice is stored once
	seq    BIGINT NOT NULL, -- order of arrival, for events of one instant
	at     BIGINT NOT NULL,
	event  TEXT NOT NULL,   -- the sla.Event as JSON
	body   TEXT NOT NULL,   -- what was written
	PRIMARY KEY (issue, id)
);
CREATE INDEX events_order ON events (issue, at, seq);

-- What happened to clocks. The ID of a transition is the same wherever it is computed, so the
-- key sees to it that each is announced once.
CREATE TABLE transitions (
	id          TEXT PRIMARY KEY,
	issue       TEXT NOT NULL,
	at          BIGINT NOT NULL,
	kind        TEXT NOT NULL,
	metric      TEXT NOT NULL,
	cycle       BIGINT NOT NULL,
	policy      TEXT NOT NULL,
	step        TEXT NOT NULL,
	premature   BIGINT NOT NULL, -- 1 if a late event has taken it back
	recorded_at BIGINT NOT NULL  -- on the desk's clock
);
CREATE INDEX transitions_issue ON transitions (issue, at);

-- When the track of an issue moved to another configuration: a late event plays all of it again.
CREATE TABLE takeovers (
	issue  TEXT NOT NULL,
	at     BIGINT NOT NULL,
	config BIGINT NOT NULL,
	PRIMARY KEY (issue, config)
);

-- The log of notifications: one row for each alert, whatever becomes of it.
CREATE TABLE alerts (
	id         TEXT PRIMARY KEY, -- names the transition and the action
	issue      TEXT NOT NULL,
	transition TEXT NOT NULL,
	type       TEXT NOT NULL,
	channel    TEXT NOT NULL,
	headline   TEXT NOT NULL,    -- such as "first_response warn"
	alert      TEXT NOT NULL,    -- the alert.Alert as JSON
	state      TEXT NOT NULL,    -- queued, held, sending, sent, digested, replaced, dropped, failed
	reason     TEXT NOT NULL,    -- why it is held or was dropped
	planned_at BIGINT NOT NULL,  -- Alert.At
	check_at   BIGINT,           -- when to look at it again; NULL once it is done
	message    TEXT NOT NULL,    -- the message that it went into
	created_at BIGINT NOT NULL,
	done_at    BIGINT
);
CREATE INDEX alerts_check ON alerts (check_at);
CREATE INDEX alerts_issue ON alerts (issue);
CREATE INDEX alerts_message ON alerts (message);
CREATE INDEX alerts_created ON alerts (created_at);

-- What is sent: made once, so that each attempt sends the same bytes.
CREATE TABLE messages (
	id          TEXT PRIMARY KEY, -- the idempotency key: the ID of the alert or digest
	type        TEXT NOT NULL,    -- slack, email, webhook
	destination TEXT NOT NULL,    -- a channel, addresses, a URL
	sender      TEXT NOT NULL,    -- of e-mail: the envelope sender
	subject     TEXT NOT NULL,    -- for lists
	body        TEXT NOT NULL,
	state       TEXT NOT NULL,    -- pending, sent, dead
	tries       BIGINT NOT NULL,
	error       TEXT NOT NULL,    -- of the last attempt
	due_at      BIGINT NOT NULL,  -- when it was to be sent at the earliest: to tell how late it is
	created_at  BIGINT NOT NULL,
	next_try    BIGINT,
	sent_at     BIGINT
);
CREATE INDEX messages_created ON messages (created_at);
CREATE INDEX messages_state ON messages (state);
CREATE INDEX messages_destination ON messages (destination, created_at); -- how many there were lately

-- Who wants to be told what, and how.
CREATE TABLE subscriptions (
	person TEXT NOT NULL,
	scope  TEXT NOT NULL, -- "assigned": issues assigned to them; "team": issues of their team; or an issue's ID
	kind   TEXT NOT NULL, -- warning, breach
	medium TEXT NOT NULL, -- email, slack
	PRIMARY KEY (person, scope, kind, medium)
);
CREATE INDEX subscriptions_scope ON subscriptions (scope);

-- Long work in the background, and how far it is.
CREATE TABLE runs (
	id         TEXT PRIMARY KEY,
	kind       TEXT NOT NULL, -- backtest, takeover, import
	config     BIGINT NOT NULL, -- the version that it is about
	state      TEXT NOT NULL, -- waiting, running, done, failed
	done       BIGINT NOT NULL,
	total      BIGINT NOT NULL,
	input      TEXT NOT NULL, -- lines to import
	result     TEXT NOT NULL, -- JSON
	error      TEXT NOT NULL,
	created_by TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	ended_at   BIGINT
);
CREATE INDEX runs_created ON runs (created_at);
