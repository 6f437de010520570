-- What was accepted, and what became of it. Ids that come from others are compared byte by
-- byte (collate "C"): faster, and the same on every installation.

create table lane (
	id            int generated always as identity primary key,
	service       text not null collate "C",
	region        text not null collate "C",
	project_id    text not null collate "C",
	restart_type  text not null collate "C",
	blocked_until timestamptz,
	unique (service, region, project_id, restart_type)
);
comment on table lane is 'What may share one call. Lanes are few and are never deleted.';
comment on column lane.restart_type is 'Empty where the service knows no such choice: null would not be unique.';
comment on column lane.blocked_until is 'The cloud has asked (Retry-After) to be left alone until then.';

create table command (
	id               bigint generated always as identity primary key,
	command_id       text not null collate "C" unique,
	lane_id          int not null references lane,
	priority         smallint not null,
	received_at      timestamptz not null default clock_timestamp(),
	details          json not null,
	content_hash     bytea not null,
	traceparent      text not null,
	record_topic     text not null,
	record_partition int not null,
	record_offset    bigint not null,
	record_timestamp bigint not null,
	record_key       bytea,
	record_value     bytea not null,
	record_headers   json
);
-- For retention, which forgets the oldest first.
create index command_received on command (received_at);
comment on column command.details is
	'requestedAt, requestedBy, notAfter and labels: only shown and repeated on events. json, since text and jsonb can not hold U+0000.';
comment on column command.content_hash is
	'SHA-256 of what makes two commands of one id the same: type, lane and targets.';
comment on column command.record_value is
	'The record as it came, with its key and headers: a dead letter of it may be due days later.';
comment on column command.record_timestamp is 'Milliseconds since 1970, as Kafka has it; any number can come.';
comment on column command.record_headers is 'Pairs of name and base64 value (or null), in order; null where there are none.';

create table call (
	id            bigint generated always as identity primary key,
	lane_id       int not null references lane,
	worker_id     uuid not null,
	grant_id      bigint,
	started_at    timestamptz not null default clock_timestamp(),
	ended_at      timestamptz,
	reply         text,
	http_status   int,
	error_code    text,
	error_message text,
	job_id        text,
	request_id    text
);
comment on table call is 'One call to the cloud: written before it leaves, ended with its reply.';
comment on column call.grant_id is 'The permits it took; null where no limit binds the lane.';
comment on column call.reply is 'The kind of reply; LOST where its worker died with it.';
create index call_ended on call (ended_at);
create index call_open on call (worker_id) where ended_at is null;

create table target (
	id            bigint generated always as identity primary key,
	command       bigint not null references command on delete cascade,
	lane_id       int not null,
	resource_id   text not null collate "C",
	priority      smallint not null,
	not_after     timestamptz,
	state         text not null default 'QUEUED' collate "C"
		check (state in ('QUEUED', 'SENDING', 'SUBMITTED', 'SUCCEEDED', 'FAILED')),
	due_at        timestamptz,
	pack          bigint,
	attempts      int not null default 0,
	put_off       int not null default 0,
	call_id       bigint,
	reason        text,
	error_code    text,
	error_message text,
	letter_due    boolean not null default false
);
comment on table target is 'One server, or one task, of a command. Arrival order is the order of ids.';
comment on column target.due_at is 'Null once it may go: a retry that still waits has its time here.';
comment on column target.pack is
	'Set where a batch was refused: only targets of the same pack (named after its first id) share a call, until the bad one stands alone.';
comment on column target.attempts is 'Calls with it that left.';
comment on column target.put_off is 'Those of them that the cloud throttled or was too busy for.';
comment on column target.call_id is 'The call that carries it now, or carried it last.';
comment on column target.letter_due is 'It failed in a way that dead-letters its record, and that was not published yet.';
-- The queue: head of each lane without a sort, and the lanes that have work without a scan.
create index target_queue on target (lane_id, priority desc, id) where state = 'QUEUED' and due_at is null;
create index target_due on target (due_at) where state = 'QUEUED' and due_at is not null;
create index target_call on target (call_id) where state = 'SENDING';
create index target_command on target (command);
create index target_resource on target (resource_id);
create index target_letter on target (command) where letter_due;

create table outcome (
	id              bigint generated always as identity primary key,
	event_id        uuid not null default gen_random_uuid(),
	kind            text not null,
	command         bigint references command on delete cascade,
	invalid_command json,
	command_id      text not null collate "C",
	traceparent     text not null,
	resource_ids    text[],
	job_id          text,
	request_id      text,
	attempt         int not null,
	reason          text,
	error_code      text,
	error_message   text,
	http_status     int,
	recorded_at     timestamptz not null default clock_timestamp(),
	published_at    timestamptz,
	check ((command is null) = (invalid_command is not null))
);
comment on table outcome is 'The outbox: what is to be published, in the order of ids for one command.';
comment on column outcome.kind is 'The event: JobSubmitted, JobSucceeded or JobFailed.';
comment on column outcome.invalid_command is 'The common fields of an INVALID command, which has no row of its own; json, since they can hold U+0000.';
create index outcome_unpublished on outcome (id) where published_at is null;
create index outcome_command on outcome (command);
-- A record that is delivered again must not fail twice.
create unique index outcome_invalid on outcome (event_id) where command is null;

create table worker (
	id         uuid primary key,
	started_at timestamptz not null default clock_timestamp(),
	seen_at    timestamptz not null default clock_timestamp()
);
comment on table worker is 'The running replicas. One that is no longer seen has died, and its open calls with it.';
