-- The log of grants behind the hard quota: the limit is kept over every sliding window.

create table quota_scope (
	id         int generated always as identity primary key,
	region     text not null collate "C",
	project_id text not null collate "C",
	unique (region, project_id)
);
comment on table quota_scope is 'One limit of the cloud. Whoever wants permits locks its row first.';

create table quota_grant (
	id       bigint generated always as identity primary key,
	scope_id int not null references quota_scope,
	permits  int not null,
	ends_at  timestamptz not null
);
comment on table quota_grant is 'Permits for one call: so many servers, held until ends_at by the clock of this database.';
create index quota_grant_scope on quota_grant (scope_id, ends_at);
