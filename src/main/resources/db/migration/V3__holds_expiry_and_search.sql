-- Holds, expiry on time, and the search for the bad server of a refused batch.

create table hold (
	id         bigint generated always as identity primary key,
	service    text collate "C",
	region     text collate "C",
	project_id text collate "C",
	reason     text not null,
	placed_at  timestamptz not null default clock_timestamp()
);
comment on table hold is 'The kill switch: lanes that match a row send nothing. Null matches all.';

create view open_lane as
	select lane.id from lane
	where coalesce(lane.blocked_until <= clock_timestamp(), true)
		and not exists (
			select from hold
			where coalesce(hold.service = lane.service, true)
				and coalesce(hold.region = lane.region, true)
				and coalesce(hold.project_id = lane.project_id, true));
comment on view open_lane is 'Lanes that may send: not held, and not asked by the cloud to wait.';

comment on column target.due_at is
	'Null once it may go. A retry that still waits has its time here; infinity is a target set aside while its pack is searched.';
comment on column target.pack is
	'Set while the bad server of a refused batch is searched. The same number: suspects, of which one half is tried and the other '
	'set aside. The number negated: no longer suspected, and set aside until the search is over.';

-- What may no longer be sent is failed on time, wherever in the queue it waits.
create index target_expiry on target (not_after) where state = 'QUEUED' and not_after is not null;
-- The same server or task asked for again, without a look at all that was ever asked of it.
create index target_twin on target (lane_id, resource_id) where state = 'QUEUED';
create index target_pack on target (pack) where state in ('QUEUED', 'SENDING') and pack is not null;
