-- Who people are and what proves it. Column names in quotes are those of better-auth 1.7, so that an upgrade's schema can be compared line by line.
-- What a person may do is no matter of this schema: that is the noun “member” of a workspace.

create table identity.person (
  id uuid primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  "emailVerified" boolean not null default false,
  image text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);

-- One row for each way in: a password today, an issuer and its subject with single sign-on.
create table identity.credential (
  id uuid primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null references identity.person (id) on delete cascade,
  password text,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  unique ("providerId", "accountId")
);
create index on identity.credential ("userId");

create table identity.session (
  id uuid primary key,
  token text not null unique,
  "userId" uuid not null references identity.person (id) on delete cascade,
  "expiresAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index on identity.session ("userId");

create table identity.verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index on identity.verification (identifier);

create table identity.apikey (
  id uuid primary key,
  "configId" text not null,
  name text,
  start text,
  prefix text,
  key text not null unique,
  "referenceId" uuid not null references identity.person (id) on delete cascade,
  enabled boolean not null default true,
  "expiresAt" timestamptz,
  "lastRequest" timestamptz,
  "refillInterval" integer,
  "refillAmount" integer,
  "lastRefillAt" timestamptz,
  "rateLimitEnabled" boolean not null default false,
  "rateLimitTimeWindow" bigint,
  "rateLimitMax" integer,
  "requestCount" integer not null default 0,
  remaining integer,
  permissions text,
  metadata text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index on identity.apikey ("referenceId");

-- One-time links. Only the hash is kept, so that a copy of this table opens nothing.
create table identity.link (
  hash text primary key,
  kind text not null check (kind in ('owner', 'invitation', 'signin')),
  workspace text not null,
  member text not null,
  person uuid references identity.person (id) on delete cascade,
  email text,
  name text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check (kind <> 'signin' or person is not null),
  check (kind <> 'invitation' or email is not null)
);
create index on identity.link (person);
create index on identity.link (expires_at);
