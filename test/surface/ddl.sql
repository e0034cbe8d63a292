CREATE TABLE app.account (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  parent uuid,
  domains text[],
  other_ids text[],
  segment text,
  industry text,
  region text,
  plan text,
  channel text,
  started_on date,
  is_internal boolean,
  owner uuid
);
ALTER TABLE app.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.account FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.account USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.account TO throughline_app;
CREATE TABLE app.allocation (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  period text NOT NULL,
  team text,
  lines jsonb,
  upkeep_cap double precision,
  rationale text,
  decision uuid,
  cause text,
  revision bigint,
  state text NOT NULL
);
ALTER TABLE app.allocation ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.allocation FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.allocation USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.allocation TO throughline_app;
CREATE TABLE app.analysis (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  spec jsonb NOT NULL,
  address text,
  answer text,
  owner uuid
);
ALTER TABLE app.analysis ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.analysis FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.analysis USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.analysis TO throughline_app;
CREATE TABLE app.analysis_subscription (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  analysis uuid NOT NULL,
  member uuid NOT NULL,
  every text NOT NULL,
  read_period text,
  state text NOT NULL
);
ALTER TABLE app.analysis_subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.analysis_subscription FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.analysis_subscription USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.analysis_subscription TO throughline_app;
CREATE TABLE app.assumption (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  statement text NOT NULL,
  kind text NOT NULL,
  metric text,
  segment text,
  dimension text,
  at_least double precision,
  at_most double precision,
  holds_until date,
  importance double precision,
  certainty double precision,
  owner uuid,
  evidence text,
  looked_at date,
  state text NOT NULL
);
ALTER TABLE app.assumption ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.assumption FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.assumption USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.assumption TO throughline_app;
CREATE TABLE app.ballot (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  round uuid NOT NULL,
  turn bigint NOT NULL,
  participant uuid NOT NULL,
  bets uuid[] NOT NULL,
  held jsonb,
  answered bigint,
  figures jsonb,
  due date,
  state text NOT NULL
);
ALTER TABLE app.ballot ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.ballot FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.ballot USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.ballot TO throughline_app;
CREATE TABLE app.baseline (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  period text NOT NULL,
  amends uuid,
  note text,
  cause text,
  reason text,
  items jsonb,
  committed_at timestamp with time zone,
  lesson text,
  closed_on date,
  state text NOT NULL
);
ALTER TABLE app.baseline ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.baseline FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.baseline USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.baseline TO throughline_app;
CREATE TABLE app.business_case (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  subject uuid,
  sponsor uuid,
  problem text,
  narrative text,
  rate double precision NOT NULL,
  options jsonb,
  proposes text,
  inputs jsonb,
  stages jsonb,
  flows jsonb,
  assumptions uuid[],
  risks uuid[],
  success_metrics jsonb,
  kill_criteria jsonb,
  submitted_by uuid,
  approved_by uuid,
  approved_at timestamp with time zone,
  decision uuid,
  reason text,
  revision bigint,
  raised jsonb,
  verdict text,
  lesson text,
  closed_on date,
  state text NOT NULL
);
ALTER TABLE app.business_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.business_case FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.business_case USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.business_case TO throughline_app;
CREATE TABLE app.capacity_plan (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  team text NOT NULL,
  period text NOT NULL,
  headcount double precision NOT NULL,
  weeks double precision,
  skills jsonb,
  holidays double precision,
  leave double precision,
  away jsonb,
  operations double precision,
  reserve double precision,
  note text,
  state text NOT NULL
);
ALTER TABLE app.capacity_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.capacity_plan FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.capacity_plan USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.capacity_plan TO throughline_app;
CREATE TABLE app.comment (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  body text NOT NULL,
  about text NOT NULL,
  section text,
  author uuid,
  mentions uuid[],
  resolved boolean
);
ALTER TABLE app.comment ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.comment FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.comment USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.comment TO throughline_app;
CREATE TABLE app.competitor (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  website text,
  positioning text,
  strengths jsonb,
  weaknesses jsonb,
  pricing text,
  threat double precision,
  segments uuid[],
  claims jsonb,
  objections jsonb,
  landmines jsonb,
  owner uuid,
  capabilities jsonb,
  moves jsonb,
  reason text,
  state text NOT NULL
);
ALTER TABLE app.competitor ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.competitor FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.competitor USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.competitor TO throughline_app;
CREATE TABLE app.connection (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  system text,
  mapping jsonb,
  last_run_at timestamp with time zone
);
ALTER TABLE app.connection ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.connection FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.connection USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.connection TO throughline_app;
CREATE TABLE app.cycle (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  period text NOT NULL,
  committed bigint,
  met bigint,
  started_on date,
  closed_on date,
  went text,
  change text,
  actions jsonb,
  state text NOT NULL
);
ALTER TABLE app.cycle ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.cycle FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.cycle USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.cycle TO throughline_app;
CREATE TABLE app.deal (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  outcome text NOT NULL,
  competitor uuid,
  account uuid,
  segment text,
  amount jsonb,
  reason text,
  words text,
  closed_on date NOT NULL,
  owner uuid
);
ALTER TABLE app.deal ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.deal FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.deal USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.deal TO throughline_app;
CREATE TABLE app.decision (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  question text NOT NULL,
  context text,
  options jsonb NOT NULL,
  assumptions jsonb,
  initiatives uuid[],
  metrics uuid[],
  class text NOT NULL,
  reversible text,
  decider uuid NOT NULL,
  consulted uuid[],
  decide_by date,
  cost_of_delay text,
  chosen text,
  rationale text,
  rejected jsonb,
  confidence double precision,
  decided_on date,
  review_on date,
  reopened_for text,
  superseded_by uuid,
  result jsonb,
  state text NOT NULL
);
ALTER TABLE app.decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.decision FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.decision USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.decision TO throughline_app;
CREATE TABLE app.dependency (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  "from" uuid NOT NULL,
  "to" uuid,
  external text,
  provider text,
  type text NOT NULL,
  strength text NOT NULL,
  needed_by date NOT NULL,
  giver uuid,
  taker uuid,
  first_promise date,
  promised_for date,
  slips bigint,
  reason text,
  delivered_on date,
  state text NOT NULL
);
ALTER TABLE app.dependency ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.dependency FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.dependency USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.dependency TO throughline_app;
CREATE TABLE app.document (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  body text,
  owner uuid,
  about uuid[],
  review_on date,
  decision uuid,
  published_at timestamp with time zone,
  revision bigint,
  reason text,
  superseded_by uuid,
  state text NOT NULL
);
ALTER TABLE app.document ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.document FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.document USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.document TO throughline_app;
CREATE TABLE app.event_definition (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  event_name text NOT NULL,
  description text,
  trigger text,
  actor text NOT NULL,
  area uuid,
  properties jsonb,
  milestone text NOT NULL,
  passive boolean,
  owner uuid,
  mode text NOT NULL,
  state text NOT NULL,
  definition_version bigint NOT NULL,
  successor text
);
ALTER TABLE app.event_definition ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.event_definition FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.event_definition USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.event_definition TO throughline_app;
CREATE TABLE app.event_source (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  sdk text NOT NULL,
  per_minute bigint NOT NULL,
  account_group text,
  account_property text,
  account_by_domain boolean,
  consent text,
  unplanned text NOT NULL,
  personal text NOT NULL,
  key_hash text NOT NULL,
  key_end text NOT NULL,
  state text NOT NULL,
  revoked_at timestamp with time zone
);
ALTER TABLE app.event_source ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.event_source FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.event_source USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.event_source TO throughline_app;
CREATE TABLE app.feature (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  level text NOT NULL,
  parent uuid,
  initiative uuid,
  products uuid[],
  problem text,
  owner uuid,
  teams text[],
  labels text[],
  timeframe text,
  effort double precision,
  releases text[],
  delivery text,
  source_status text,
  beside jsonb,
  link text,
  public_name text,
  reason text,
  review_on date,
  released_on date,
  override uuid,
  stage text NOT NULL
);
ALTER TABLE app.feature ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.feature FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.feature USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.feature TO throughline_app;
CREATE TABLE app.feedback (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  body text NOT NULL,
  kind text NOT NULL,
  channel text NOT NULL,
  said_at timestamp with time zone NOT NULL,
  said_by text,
  account uuid,
  product uuid,
  theme text,
  initiative uuid,
  importance bigint,
  signal text NOT NULL,
  noise_reason text,
  state text NOT NULL
);
ALTER TABLE app.feedback ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.feedback FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.feedback USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.feedback TO throughline_app;
CREATE TABLE app.import (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  connection uuid,
  batch text NOT NULL,
  files jsonb,
  mapping jsonb,
  quality jsonb,
  state text NOT NULL,
  error text,
  finished_at timestamp with time zone
);
ALTER TABLE app.import ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.import FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.import USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.import TO throughline_app;
CREATE TABLE app.initiative (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  hypothesis text,
  outcome jsonb,
  objectives uuid[],
  products uuid[],
  investment text,
  horizon text,
  timeframe text,
  hard_date jsonb,
  forecast jsonb,
  teams text[],
  effort jsonb,
  skills jsonb,
  value jsonb,
  confidence double precision,
  mandatory boolean,
  alternatives uuid[],
  owner uuid,
  source_status text,
  beside jsonb,
  external_story jsonb,
  reason text,
  review_on date,
  declined_for text,
  decision uuid,
  lesson text,
  last_cause text,
  last_sponsor text,
  last_decision uuid,
  health text,
  last_update jsonb,
  shipped_on date,
  moves double precision,
  paused_from text,
  stage text NOT NULL
);
ALTER TABLE app.initiative ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.initiative FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.initiative USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.initiative TO throughline_app;
CREATE TABLE app.job (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  situation text NOT NULL,
  motivation text NOT NULL,
  outcome text NOT NULL,
  kind text NOT NULL,
  personas uuid[],
  parent uuid,
  outcomes jsonb,
  basis text,
  evidence uuid[],
  owner uuid,
  validated_on date,
  reason text,
  state text NOT NULL
);
ALTER TABLE app.job ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.job FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.job USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.job TO throughline_app;
CREATE TABLE app.kano_answer (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  initiative uuid NOT NULL,
  respondent text NOT NULL,
  functional text NOT NULL,
  dysfunctional text NOT NULL,
  account uuid,
  answered_on date NOT NULL,
  basis text
);
ALTER TABLE app.kano_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.kano_answer FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.kano_answer USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.kano_answer TO throughline_app;
CREATE TABLE app.key_result (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  objective uuid NOT NULL,
  metric uuid,
  metric_version bigint,
  segment text,
  dimension text,
  kind text NOT NULL,
  type text NOT NULL,
  baseline double precision,
  baseline_at date,
  target double precision,
  upper double precision,
  reading double precision,
  original_target double precision,
  start date NOT NULL,
  due date NOT NULL,
  owner uuid,
  health text,
  confidence double precision,
  last_words text,
  cause text,
  next_step text,
  next_by date,
  earlier jsonb,
  checked_in_at timestamp with time zone,
  result double precision,
  scored double precision,
  state text NOT NULL
);
ALTER TABLE app.key_result ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.key_result FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.key_result USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.key_result TO throughline_app;
CREATE TABLE app.member (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  role text NOT NULL,
  state text NOT NULL,
  title text,
  subject text
);
ALTER TABLE app.member ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.member FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.member USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.member TO throughline_app;
CREATE TABLE app.metric (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  metric_key text NOT NULL,
  question text,
  definition text,
  origin text NOT NULL,
  theme text,
  unit text,
  grain text,
  direction text,
  team text,
  is_key text,
  health text,
  health_notes jsonb,
  target_text text,
  target_state text,
  target_reason text,
  synonyms text[],
  links jsonb,
  owner uuid,
  definition_version bigint NOT NULL,
  state text NOT NULL,
  decimals double precision,
  spec jsonb,
  definition_hash text,
  versions jsonb,
  proposal jsonb,
  checked jsonb,
  successor uuid
);
ALTER TABLE app.metric ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.metric FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.metric USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.metric TO throughline_app;
CREATE TABLE app.metric_driver (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  "from" text NOT NULL,
  "to" text NOT NULL,
  kind text NOT NULL,
  operation text,
  sign text NOT NULL,
  "position" bigint,
  lag bigint,
  confidence double precision,
  evidence text,
  because text,
  owner uuid,
  state text NOT NULL
);
ALTER TABLE app.metric_driver ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.metric_driver FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.metric_driver USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.metric_driver TO throughline_app;
CREATE TABLE app.metric_target (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  metric uuid NOT NULL,
  segment text,
  direction text NOT NULL,
  baseline double precision,
  baseline_span text,
  baseline_n bigint,
  baseline_version bigint,
  target double precision NOT NULL,
  upper double precision,
  floor double precision,
  unit text,
  by date,
  path text,
  steps jsonb,
  kind text NOT NULL,
  rationale text,
  owner uuid,
  first_target double precision,
  first_by date,
  revised_for text,
  state text NOT NULL
);
ALTER TABLE app.metric_target ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.metric_target FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.metric_target USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.metric_target TO throughline_app;
CREATE TABLE app.migration (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  product uuid NOT NULL,
  features uuid[],
  "to" uuid,
  no_path_reason text,
  why text NOT NULL,
  groups jsonb,
  notice_days bigint,
  read_only_on date,
  end_on date,
  owner uuid,
  announced_on date,
  exceptions jsonb,
  decision uuid,
  reason text,
  ended_on date,
  state text NOT NULL
);
ALTER TABLE app.migration ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.migration FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.migration USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.migration TO throughline_app;
CREATE TABLE app.note (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  "on" date NOT NULL,
  kind text NOT NULL,
  metrics text[],
  says text,
  link text,
  owner uuid
);
ALTER TABLE app.note ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.note FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.note USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.note TO throughline_app;
CREATE TABLE app.objective (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  level text NOT NULL,
  period text NOT NULL,
  type text NOT NULL,
  pillar text,
  parent uuid,
  products uuid[],
  why text,
  owner uuid,
  key_results uuid[],
  closing_note text,
  closed_on date,
  state text NOT NULL
);
ALTER TABLE app.objective ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.objective FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.objective USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.objective TO throughline_app;
CREATE TABLE app.opportunity (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  problem text,
  themes text[],
  evidence uuid[],
  initiatives uuid[],
  experiments text[],
  segments uuid[],
  product uuid,
  survey jsonb,
  owner uuid,
  parent uuid,
  objective uuid,
  accounts bigint,
  exception text,
  result text,
  reason text,
  review_on date,
  state text NOT NULL
);
ALTER TABLE app.opportunity ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.opportunity FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.opportunity USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.opportunity TO throughline_app;
CREATE TABLE app.persona (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  goals text,
  pains text,
  context text,
  segments uuid[],
  jobs uuid[],
  quotes jsonb,
  evidence uuid[],
  owner uuid,
  validated_on date,
  reason text,
  state text NOT NULL
);
ALTER TABLE app.persona ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.persona FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.persona USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.persona TO throughline_app;
CREATE TABLE app.pillar (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  statement text,
  where_we_play text,
  segments uuid[],
  how_we_win text,
  north_star uuid,
  horizon text,
  not_doing jsonb,
  owner uuid,
  "order" double precision,
  state text NOT NULL
);
ALTER TABLE app.pillar ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.pillar FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.pillar USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.pillar TO throughline_app;
CREATE TABLE app.policy_change (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  "from" text NOT NULL,
  "to" text NOT NULL,
  reason text NOT NULL,
  restated jsonb,
  proposed_by uuid,
  decided_by uuid,
  decided_at timestamp with time zone,
  words text,
  state text NOT NULL
);
ALTER TABLE app.policy_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.policy_change FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.policy_change USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.policy_change TO throughline_app;
CREATE TABLE app.process_change (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  metrics text[] NOT NULL,
  "on" date NOT NULL,
  cause text NOT NULL,
  evidence text,
  link text,
  owner uuid,
  state text NOT NULL,
  withdrawn_for text
);
ALTER TABLE app.process_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.process_change FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.process_change USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.process_change TO throughline_app;
CREATE TABLE app.product (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  parent uuid,
  summary text,
  lifecycle text,
  role text,
  records text[],
  maturity text,
  investment double precision,
  owner uuid,
  successor uuid,
  link text,
  decision uuid,
  migration uuid,
  retired_on date
);
ALTER TABLE app.product ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.product FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.product USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.product TO throughline_app;
CREATE TABLE app.quality_finding (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  "check" text NOT NULL,
  fact text NOT NULL,
  says text NOT NULL,
  severity text NOT NULL,
  count bigint NOT NULL,
  of bigint NOT NULL,
  samples jsonb,
  metrics text[],
  first_seen timestamp with time zone NOT NULL,
  last_seen timestamp with time zone NOT NULL,
  passes jsonb,
  owner uuid,
  state text NOT NULL,
  accepted_for text,
  accepted_until date
);
ALTER TABLE app.quality_finding ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.quality_finding FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.quality_finding USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.quality_finding TO throughline_app;
CREATE TABLE app.release (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  product uuid NOT NULL,
  version_name text,
  "group" text,
  owner uuid,
  "window" text,
  internal_date date,
  external_date date,
  phases jsonb,
  environment text NOT NULL,
  record text,
  features uuid[],
  source_status text,
  frozen_on date,
  frozen_scope jsonb,
  late_changes jsonb,
  override uuid,
  reason text,
  released_on date,
  rolled_back_on date,
  state text NOT NULL
);
ALTER TABLE app.release ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.release FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.release USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.release TO throughline_app;
CREATE TABLE app.review (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  period text NOT NULL,
  as_of timestamp with time zone NOT NULL,
  headline text,
  went_well text,
  is_off text,
  we_ask text,
  decisions jsonb,
  risks jsonb,
  comments jsonb,
  questions uuid[],
  figures jsonb,
  state text NOT NULL,
  frozen_at timestamp with time zone,
  frozen_by uuid,
  signature text,
  previous uuid
);
ALTER TABLE app.review ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.review FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.review USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.review TO throughline_app;
CREATE TABLE app.risk (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  cause text,
  effect text,
  probability double precision NOT NULL,
  impact jsonb,
  proximity date,
  response text NOT NULL,
  trigger text,
  initiatives uuid[],
  accounts uuid[],
  owner uuid NOT NULL,
  review_on date NOT NULL,
  mitigation text,
  reason text,
  occurred_on date,
  state text NOT NULL
);
ALTER TABLE app.risk ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.risk FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.risk USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.risk TO throughline_app;
CREATE TABLE app.scenario (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  periods text[],
  locked_in uuid[],
  locked_out uuid[],
  moves jsonb,
  people jsonb,
  value double precision,
  bound double precision,
  gap double precision,
  plan jsonb,
  prices jsonb,
  solved_at timestamp with time zone,
  decision uuid,
  note text,
  state text NOT NULL
);
ALTER TABLE app.scenario ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.scenario FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.scenario USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.scenario TO throughline_app;
CREATE TABLE app.seat (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  team text NOT NULL,
  skill text,
  share double precision,
  starts_on date NOT NULL,
  need text,
  counted_from text,
  reason text,
  state text NOT NULL
);
ALTER TABLE app.seat ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.seat FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.seat USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.seat TO throughline_app;
CREATE TABLE app.score_formula (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  formula text NOT NULL,
  means text
);
ALTER TABLE app.score_formula ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.score_formula FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.score_formula USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.score_formula TO throughline_app;
CREATE TABLE app.score_input (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  initiative uuid NOT NULL,
  name text NOT NULL,
  value double precision NOT NULL,
  low double precision,
  high double precision,
  origin text NOT NULL,
  metric text,
  part text,
  as_of date NOT NULL,
  note text,
  round uuid
);
ALTER TABLE app.score_input ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.score_input FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.score_input USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.score_input TO throughline_app;
CREATE TABLE app.scoring_round (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  method text NOT NULL,
  bets uuid[] NOT NULL,
  participants uuid[] NOT NULL,
  due date NOT NULL,
  brief text,
  owner uuid,
  turn bigint,
  revealed_at timestamp with time zone,
  agreed jsonb,
  reason text,
  state text NOT NULL
);
ALTER TABLE app.scoring_round ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.scoring_round FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.scoring_round USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.scoring_round TO throughline_app;
CREATE TABLE app.segment (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  title text NOT NULL,
  rule jsonb NOT NULL,
  segmentation text NOT NULL,
  "order" double precision,
  priority text,
  is_icp boolean,
  fit double precision,
  criteria jsonb,
  exclusions jsonb,
  sizing jsonb,
  buyers uuid[],
  owner uuid,
  summary text,
  definition_version bigint NOT NULL,
  versions jsonb,
  counted jsonb,
  reason text,
  state text NOT NULL
);
ALTER TABLE app.segment ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.segment FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.segment USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.segment TO throughline_app;
CREATE TABLE app.share_link (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  subject text NOT NULL,
  of text,
  lens text,
  filter jsonb,
  columns text[],
  sort text,
  audience text NOT NULL,
  as_of date,
  made_by uuid NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  is_locked boolean,
  state text NOT NULL,
  revoked_at timestamp with time zone
);
ALTER TABLE app.share_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.share_link FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.share_link USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.share_link TO throughline_app;
CREATE TABLE app.signal_verdict (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  signal text NOT NULL,
  says text NOT NULL,
  metric_key text NOT NULL,
  rule text NOT NULL,
  period text NOT NULL,
  verdict text NOT NULL,
  reason text,
  until date,
  judge uuid,
  state text NOT NULL
);
ALTER TABLE app.signal_verdict ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.signal_verdict FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.signal_verdict USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.signal_verdict TO throughline_app;
CREATE TABLE app.trust_override (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  metric_key text NOT NULL,
  rationale text NOT NULL,
  until date NOT NULL,
  by uuid,
  state text NOT NULL
);
ALTER TABLE app.trust_override ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.trust_override FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.trust_override USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.trust_override TO throughline_app;
CREATE TABLE app.view (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  of text NOT NULL,
  filter jsonb,
  columns text[],
  sort text,
  "group" text,
  audience text NOT NULL,
  owner uuid
);
ALTER TABLE app.view ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.view FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.view USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.view TO throughline_app;
CREATE TABLE app.watch (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  about text NOT NULL,
  member uuid NOT NULL
);
ALTER TABLE app.watch ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.watch FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.watch USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.watch TO throughline_app;
CREATE TABLE app.workspace (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  source_connection text,
  source_external_id text,
  source_url text,
  custom jsonb NOT NULL,
  search text NOT NULL,
  name text NOT NULL,
  slug text NOT NULL,
  currency text NOT NULL,
  time_zone text NOT NULL,
  fiscal_start text,
  revenue_policy text,
  sharing text,
  health_limits jsonb,
  north_star text
);
ALTER TABLE app.workspace ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.workspace FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON app.workspace USING (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid)) WITH CHECK (workspace_id = (SELECT nullif(current_setting('app.workspace', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON app.workspace TO throughline_app;
ALTER TABLE app.account ADD CONSTRAINT account_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.account ADD CONSTRAINT account_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.allocation ADD CONSTRAINT allocation_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.allocation ADD CONSTRAINT allocation_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.analysis ADD CONSTRAINT analysis_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.analysis ADD CONSTRAINT analysis_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.analysis_subscription ADD CONSTRAINT analysis_subscription_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.analysis_subscription ADD CONSTRAINT analysis_subscription_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.assumption ADD CONSTRAINT assumption_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.assumption ADD CONSTRAINT assumption_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.ballot ADD CONSTRAINT ballot_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.ballot ADD CONSTRAINT ballot_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.baseline ADD CONSTRAINT baseline_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.baseline ADD CONSTRAINT baseline_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.business_case ADD CONSTRAINT business_case_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.business_case ADD CONSTRAINT business_case_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.capacity_plan ADD CONSTRAINT capacity_plan_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.capacity_plan ADD CONSTRAINT capacity_plan_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.comment ADD CONSTRAINT comment_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.comment ADD CONSTRAINT comment_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.competitor ADD CONSTRAINT competitor_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.competitor ADD CONSTRAINT competitor_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.connection ADD CONSTRAINT connection_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.connection ADD CONSTRAINT connection_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.cycle ADD CONSTRAINT cycle_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.cycle ADD CONSTRAINT cycle_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.deal ADD CONSTRAINT deal_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.deal ADD CONSTRAINT deal_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.decision ADD CONSTRAINT decision_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.decision ADD CONSTRAINT decision_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.dependency ADD CONSTRAINT dependency_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.dependency ADD CONSTRAINT dependency_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.document ADD CONSTRAINT document_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.document ADD CONSTRAINT document_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.event_definition ADD CONSTRAINT event_definition_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.event_definition ADD CONSTRAINT event_definition_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.event_source ADD CONSTRAINT event_source_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.event_source ADD CONSTRAINT event_source_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.feature ADD CONSTRAINT feature_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.feature ADD CONSTRAINT feature_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.feedback ADD CONSTRAINT feedback_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.feedback ADD CONSTRAINT feedback_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.import ADD CONSTRAINT import_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.import ADD CONSTRAINT import_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.initiative ADD CONSTRAINT initiative_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.initiative ADD CONSTRAINT initiative_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.job ADD CONSTRAINT job_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.job ADD CONSTRAINT job_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.kano_answer ADD CONSTRAINT kano_answer_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.kano_answer ADD CONSTRAINT kano_answer_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.key_result ADD CONSTRAINT key_result_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.key_result ADD CONSTRAINT key_result_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.member ADD CONSTRAINT member_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.member ADD CONSTRAINT member_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.metric ADD CONSTRAINT metric_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.metric ADD CONSTRAINT metric_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.metric_driver ADD CONSTRAINT metric_driver_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.metric_driver ADD CONSTRAINT metric_driver_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.metric_target ADD CONSTRAINT metric_target_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.metric_target ADD CONSTRAINT metric_target_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.migration ADD CONSTRAINT migration_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.migration ADD CONSTRAINT migration_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.note ADD CONSTRAINT note_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.note ADD CONSTRAINT note_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.objective ADD CONSTRAINT objective_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.objective ADD CONSTRAINT objective_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.opportunity ADD CONSTRAINT opportunity_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.opportunity ADD CONSTRAINT opportunity_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.persona ADD CONSTRAINT persona_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.persona ADD CONSTRAINT persona_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.pillar ADD CONSTRAINT pillar_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.pillar ADD CONSTRAINT pillar_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.policy_change ADD CONSTRAINT policy_change_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.policy_change ADD CONSTRAINT policy_change_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.process_change ADD CONSTRAINT process_change_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.process_change ADD CONSTRAINT process_change_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.product ADD CONSTRAINT product_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.product ADD CONSTRAINT product_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.quality_finding ADD CONSTRAINT quality_finding_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.quality_finding ADD CONSTRAINT quality_finding_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.release ADD CONSTRAINT release_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.release ADD CONSTRAINT release_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.review ADD CONSTRAINT review_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.review ADD CONSTRAINT review_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.risk ADD CONSTRAINT risk_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.risk ADD CONSTRAINT risk_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.scenario ADD CONSTRAINT scenario_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.scenario ADD CONSTRAINT scenario_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.seat ADD CONSTRAINT seat_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.seat ADD CONSTRAINT seat_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.score_formula ADD CONSTRAINT score_formula_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.score_formula ADD CONSTRAINT score_formula_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.score_input ADD CONSTRAINT score_input_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.score_input ADD CONSTRAINT score_input_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.scoring_round ADD CONSTRAINT scoring_round_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.scoring_round ADD CONSTRAINT scoring_round_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.segment ADD CONSTRAINT segment_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.segment ADD CONSTRAINT segment_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.share_link ADD CONSTRAINT share_link_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.share_link ADD CONSTRAINT share_link_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.signal_verdict ADD CONSTRAINT signal_verdict_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.signal_verdict ADD CONSTRAINT signal_verdict_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.trust_override ADD CONSTRAINT trust_override_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.trust_override ADD CONSTRAINT trust_override_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.view ADD CONSTRAINT view_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.view ADD CONSTRAINT view_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.watch ADD CONSTRAINT watch_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.watch ADD CONSTRAINT watch_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.workspace ADD CONSTRAINT workspace_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE app.workspace ADD CONSTRAINT workspace_key_key UNIQUE (workspace_id, key);
ALTER TABLE app.account ADD CONSTRAINT account_parent_fkey FOREIGN KEY (workspace_id, parent) REFERENCES app.account(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.account ADD CONSTRAINT account_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.allocation ADD CONSTRAINT allocation_decision_fkey FOREIGN KEY (workspace_id, decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.analysis ADD CONSTRAINT analysis_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.analysis_subscription ADD CONSTRAINT analysis_subscription_analysis_fkey FOREIGN KEY (workspace_id, analysis) REFERENCES app.analysis(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.analysis_subscription ADD CONSTRAINT analysis_subscription_member_fkey FOREIGN KEY (workspace_id, member) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.assumption ADD CONSTRAINT assumption_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.ballot ADD CONSTRAINT ballot_round_fkey FOREIGN KEY (workspace_id, round) REFERENCES app.scoring_round(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.ballot ADD CONSTRAINT ballot_participant_fkey FOREIGN KEY (workspace_id, participant) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.baseline ADD CONSTRAINT baseline_amends_fkey FOREIGN KEY (workspace_id, amends) REFERENCES app.baseline(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.business_case ADD CONSTRAINT business_case_subject_fkey FOREIGN KEY (workspace_id, subject) REFERENCES app.initiative(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.business_case ADD CONSTRAINT business_case_sponsor_fkey FOREIGN KEY (workspace_id, sponsor) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.business_case ADD CONSTRAINT business_case_submitted_by_fkey FOREIGN KEY (workspace_id, submitted_by) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.business_case ADD CONSTRAINT business_case_approved_by_fkey FOREIGN KEY (workspace_id, approved_by) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.business_case ADD CONSTRAINT business_case_decision_fkey FOREIGN KEY (workspace_id, decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.comment ADD CONSTRAINT comment_author_fkey FOREIGN KEY (workspace_id, author) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.competitor ADD CONSTRAINT competitor_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.deal ADD CONSTRAINT deal_competitor_fkey FOREIGN KEY (workspace_id, competitor) REFERENCES app.competitor(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.deal ADD CONSTRAINT deal_account_fkey FOREIGN KEY (workspace_id, account) REFERENCES app.account(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.deal ADD CONSTRAINT deal_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.decision ADD CONSTRAINT decision_decider_fkey FOREIGN KEY (workspace_id, decider) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.decision ADD CONSTRAINT decision_superseded_by_fkey FOREIGN KEY (workspace_id, superseded_by) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.dependency ADD CONSTRAINT dependency_from_fkey FOREIGN KEY (workspace_id, "from") REFERENCES app.initiative(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.dependency ADD CONSTRAINT dependency_to_fkey FOREIGN KEY (workspace_id, "to") REFERENCES app.initiative(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.dependency ADD CONSTRAINT dependency_giver_fkey FOREIGN KEY (workspace_id, giver) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.dependency ADD CONSTRAINT dependency_taker_fkey FOREIGN KEY (workspace_id, taker) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.document ADD CONSTRAINT document_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.document ADD CONSTRAINT document_decision_fkey FOREIGN KEY (workspace_id, decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.document ADD CONSTRAINT document_superseded_by_fkey FOREIGN KEY (workspace_id, superseded_by) REFERENCES app.document(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.event_definition ADD CONSTRAINT event_definition_area_fkey FOREIGN KEY (workspace_id, area) REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.event_definition ADD CONSTRAINT event_definition_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.feature ADD CONSTRAINT feature_parent_fkey FOREIGN KEY (workspace_id, parent) REFERENCES app.feature(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.feature ADD CONSTRAINT feature_initiative_fkey FOREIGN KEY (workspace_id, initiative) REFERENCES app.initiative(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.feature ADD CONSTRAINT feature_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.feature ADD CONSTRAINT feature_override_fkey FOREIGN KEY (workspace_id, override) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.feedback ADD CONSTRAINT feedback_account_fkey FOREIGN KEY (workspace_id, account) REFERENCES app.account(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.feedback ADD CONSTRAINT feedback_product_fkey FOREIGN KEY (workspace_id, product) REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.feedback ADD CONSTRAINT feedback_initiative_fkey FOREIGN KEY (workspace_id, initiative) REFERENCES app.initiative(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.import ADD CONSTRAINT import_connection_fkey FOREIGN KEY (workspace_id, connection) REFERENCES app.connection(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.initiative ADD CONSTRAINT initiative_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.initiative ADD CONSTRAINT initiative_decision_fkey FOREIGN KEY (workspace_id, decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.initiative ADD CONSTRAINT initiative_last_decision_fkey FOREIGN KEY (workspace_id, last_decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.job ADD CONSTRAINT job_parent_fkey FOREIGN KEY (workspace_id, parent) REFERENCES app.job(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.job ADD CONSTRAINT job_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.kano_answer ADD CONSTRAINT kano_answer_initiative_fkey FOREIGN KEY (workspace_id, initiative) REFERENCES app.initiative(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.kano_answer ADD CONSTRAINT kano_answer_account_fkey FOREIGN KEY (workspace_id, account) REFERENCES app.account(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.key_result ADD CONSTRAINT key_result_objective_fkey FOREIGN KEY (workspace_id, objective) REFERENCES app.objective(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.key_result ADD CONSTRAINT key_result_metric_fkey FOREIGN KEY (workspace_id, metric) REFERENCES app.metric(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.key_result ADD CONSTRAINT key_result_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.metric ADD CONSTRAINT metric_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.metric ADD CONSTRAINT metric_successor_fkey FOREIGN KEY (workspace_id, successor) REFERENCES app.metric(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.metric_driver ADD CONSTRAINT metric_driver_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.metric_target ADD CONSTRAINT metric_target_metric_fkey FOREIGN KEY (workspace_id, metric) REFERENCES app.metric(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.metric_target ADD CONSTRAINT metric_target_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.migration ADD CONSTRAINT migration_product_fkey FOREIGN KEY (workspace_id, product) REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.migration ADD CONSTRAINT migration_to_fkey FOREIGN KEY (workspace_id, "to") REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.migration ADD CONSTRAINT migration_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.migration ADD CONSTRAINT migration_decision_fkey FOREIGN KEY (workspace_id, decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.note ADD CONSTRAINT note_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.objective ADD CONSTRAINT objective_parent_fkey FOREIGN KEY (workspace_id, parent) REFERENCES app.objective(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.objective ADD CONSTRAINT objective_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.opportunity ADD CONSTRAINT opportunity_product_fkey FOREIGN KEY (workspace_id, product) REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.opportunity ADD CONSTRAINT opportunity_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.opportunity ADD CONSTRAINT opportunity_parent_fkey FOREIGN KEY (workspace_id, parent) REFERENCES app.opportunity(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.opportunity ADD CONSTRAINT opportunity_objective_fkey FOREIGN KEY (workspace_id, objective) REFERENCES app.objective(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.persona ADD CONSTRAINT persona_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.pillar ADD CONSTRAINT pillar_north_star_fkey FOREIGN KEY (workspace_id, north_star) REFERENCES app.metric(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.pillar ADD CONSTRAINT pillar_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.policy_change ADD CONSTRAINT policy_change_proposed_by_fkey FOREIGN KEY (workspace_id, proposed_by) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.policy_change ADD CONSTRAINT policy_change_decided_by_fkey FOREIGN KEY (workspace_id, decided_by) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.process_change ADD CONSTRAINT process_change_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.product ADD CONSTRAINT product_parent_fkey FOREIGN KEY (workspace_id, parent) REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.product ADD CONSTRAINT product_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.product ADD CONSTRAINT product_successor_fkey FOREIGN KEY (workspace_id, successor) REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.product ADD CONSTRAINT product_decision_fkey FOREIGN KEY (workspace_id, decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.product ADD CONSTRAINT product_migration_fkey FOREIGN KEY (workspace_id, migration) REFERENCES app.migration(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.quality_finding ADD CONSTRAINT quality_finding_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.release ADD CONSTRAINT release_product_fkey FOREIGN KEY (workspace_id, product) REFERENCES app.product(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.release ADD CONSTRAINT release_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.release ADD CONSTRAINT release_override_fkey FOREIGN KEY (workspace_id, override) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.review ADD CONSTRAINT review_frozen_by_fkey FOREIGN KEY (workspace_id, frozen_by) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.review ADD CONSTRAINT review_previous_fkey FOREIGN KEY (workspace_id, previous) REFERENCES app.review(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.risk ADD CONSTRAINT risk_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.scenario ADD CONSTRAINT scenario_decision_fkey FOREIGN KEY (workspace_id, decision) REFERENCES app.decision(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.score_input ADD CONSTRAINT score_input_initiative_fkey FOREIGN KEY (workspace_id, initiative) REFERENCES app.initiative(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.score_input ADD CONSTRAINT score_input_round_fkey FOREIGN KEY (workspace_id, round) REFERENCES app.scoring_round(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.scoring_round ADD CONSTRAINT scoring_round_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.segment ADD CONSTRAINT segment_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.share_link ADD CONSTRAINT share_link_made_by_fkey FOREIGN KEY (workspace_id, made_by) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.signal_verdict ADD CONSTRAINT signal_verdict_judge_fkey FOREIGN KEY (workspace_id, judge) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.trust_override ADD CONSTRAINT trust_override_by_fkey FOREIGN KEY (workspace_id, by) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.view ADD CONSTRAINT view_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app.watch ADD CONSTRAINT watch_member_fkey FOREIGN KEY (workspace_id, member) REFERENCES app.member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX account_source_idx ON app.account USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX account_changed_idx ON app.account USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX account_name_idx ON app.account USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE INDEX account_started_on_idx ON app.account USING btree (workspace_id, started_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX allocation_source_idx ON app.allocation USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX allocation_changed_idx ON app.allocation USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX allocation_title_idx ON app.allocation USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX analysis_source_idx ON app.analysis USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX analysis_changed_idx ON app.analysis USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX analysis_title_idx ON app.analysis USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX analysis_subscription_source_idx ON app.analysis_subscription USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX analysis_subscription_changed_idx ON app.analysis_subscription USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX analysis_subscription_name_idx ON app.analysis_subscription USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX assumption_source_idx ON app.assumption USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX assumption_changed_idx ON app.assumption USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX assumption_statement_idx ON app.assumption USING btree (workspace_id, statement, id) WHERE (archived_at IS NULL);
CREATE INDEX assumption_holds_until_idx ON app.assumption USING btree (workspace_id, holds_until, id) WHERE (archived_at IS NULL);
CREATE INDEX assumption_looked_at_idx ON app.assumption USING btree (workspace_id, looked_at, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX ballot_source_idx ON app.ballot USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX ballot_changed_idx ON app.ballot USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX ballot_name_idx ON app.ballot USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE INDEX ballot_due_idx ON app.ballot USING btree (workspace_id, due, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX ballot_round_turn_participant_unique ON app.ballot USING btree (workspace_id, round, turn, participant) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX baseline_source_idx ON app.baseline USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX baseline_changed_idx ON app.baseline USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX baseline_title_idx ON app.baseline USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX baseline_closed_on_idx ON app.baseline USING btree (workspace_id, closed_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX business_case_source_idx ON app.business_case USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX business_case_changed_idx ON app.business_case USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX business_case_title_idx ON app.business_case USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX business_case_closed_on_idx ON app.business_case USING btree (workspace_id, closed_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX capacity_plan_source_idx ON app.capacity_plan USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX capacity_plan_changed_idx ON app.capacity_plan USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX capacity_plan_title_idx ON app.capacity_plan USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX comment_source_idx ON app.comment USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX comment_changed_idx ON app.comment USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX competitor_source_idx ON app.competitor USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX competitor_changed_idx ON app.competitor USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX competitor_title_idx ON app.competitor USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX competitor_title_unique ON app.competitor USING btree (workspace_id, title) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX connection_source_idx ON app.connection USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX connection_changed_idx ON app.connection USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX connection_name_idx ON app.connection USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX connection_name_unique ON app.connection USING btree (workspace_id, name) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX cycle_source_idx ON app.cycle USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX cycle_changed_idx ON app.cycle USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX cycle_title_idx ON app.cycle USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX cycle_started_on_idx ON app.cycle USING btree (workspace_id, started_on, id) WHERE (archived_at IS NULL);
CREATE INDEX cycle_closed_on_idx ON app.cycle USING btree (workspace_id, closed_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX deal_source_idx ON app.deal USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX deal_changed_idx ON app.deal USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX deal_title_idx ON app.deal USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX deal_closed_on_idx ON app.deal USING btree (workspace_id, closed_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX decision_source_idx ON app.decision USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX decision_changed_idx ON app.decision USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX decision_question_idx ON app.decision USING btree (workspace_id, question, id) WHERE (archived_at IS NULL);
CREATE INDEX decision_decide_by_idx ON app.decision USING btree (workspace_id, decide_by, id) WHERE (archived_at IS NULL);
CREATE INDEX decision_decided_on_idx ON app.decision USING btree (workspace_id, decided_on, id) WHERE (archived_at IS NULL);
CREATE INDEX decision_review_on_idx ON app.decision USING btree (workspace_id, review_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX dependency_source_idx ON app.dependency USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX dependency_changed_idx ON app.dependency USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX dependency_title_idx ON app.dependency USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX dependency_needed_by_idx ON app.dependency USING btree (workspace_id, needed_by, id) WHERE (archived_at IS NULL);
CREATE INDEX dependency_first_promise_idx ON app.dependency USING btree (workspace_id, first_promise, id) WHERE (archived_at IS NULL);
CREATE INDEX dependency_promised_for_idx ON app.dependency USING btree (workspace_id, promised_for, id) WHERE (archived_at IS NULL);
CREATE INDEX dependency_delivered_on_idx ON app.dependency USING btree (workspace_id, delivered_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX document_source_idx ON app.document USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX document_changed_idx ON app.document USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX document_title_idx ON app.document USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX document_review_on_idx ON app.document USING btree (workspace_id, review_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX event_definition_source_idx ON app.event_definition USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX event_definition_changed_idx ON app.event_definition USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX event_definition_event_name_idx ON app.event_definition USING btree (workspace_id, event_name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX event_definition_event_name_unique ON app.event_definition USING btree (workspace_id, event_name) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX event_source_source_idx ON app.event_source USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX event_source_changed_idx ON app.event_source USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX event_source_name_idx ON app.event_source USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX event_source_name_unique ON app.event_source USING btree (workspace_id, name) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX feature_source_idx ON app.feature USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX feature_changed_idx ON app.feature USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX feature_title_idx ON app.feature USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX feature_review_on_idx ON app.feature USING btree (workspace_id, review_on, id) WHERE (archived_at IS NULL);
CREATE INDEX feature_released_on_idx ON app.feature USING btree (workspace_id, released_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX feedback_source_idx ON app.feedback USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX feedback_changed_idx ON app.feedback USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX import_source_idx ON app.import USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX import_changed_idx ON app.import USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX import_name_idx ON app.import USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX initiative_source_idx ON app.initiative USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX initiative_changed_idx ON app.initiative USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX initiative_title_idx ON app.initiative USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX initiative_review_on_idx ON app.initiative USING btree (workspace_id, review_on, id) WHERE (archived_at IS NULL);
CREATE INDEX initiative_shipped_on_idx ON app.initiative USING btree (workspace_id, shipped_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX job_source_idx ON app.job USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX job_changed_idx ON app.job USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX job_title_idx ON app.job USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX job_validated_on_idx ON app.job USING btree (workspace_id, validated_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX kano_answer_source_idx ON app.kano_answer USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX kano_answer_changed_idx ON app.kano_answer USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX kano_answer_respondent_idx ON app.kano_answer USING btree (workspace_id, respondent, id) WHERE (archived_at IS NULL);
CREATE INDEX kano_answer_answered_on_idx ON app.kano_answer USING btree (workspace_id, answered_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX kano_answer_initiative_respondent_unique ON app.kano_answer USING btree (workspace_id, initiative, respondent) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX key_result_source_idx ON app.key_result USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX key_result_changed_idx ON app.key_result USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX key_result_title_idx ON app.key_result USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX key_result_baseline_at_idx ON app.key_result USING btree (workspace_id, baseline_at, id) WHERE (archived_at IS NULL);
CREATE INDEX key_result_start_idx ON app.key_result USING btree (workspace_id, start, id) WHERE (archived_at IS NULL);
CREATE INDEX key_result_due_idx ON app.key_result USING btree (workspace_id, due, id) WHERE (archived_at IS NULL);
CREATE INDEX key_result_next_by_idx ON app.key_result USING btree (workspace_id, next_by, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX member_source_idx ON app.member USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX member_changed_idx ON app.member USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX member_name_idx ON app.member USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX member_email_unique ON app.member USING btree (workspace_id, email) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX metric_source_idx ON app.metric USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX metric_changed_idx ON app.metric USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX metric_name_idx ON app.metric USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX metric_metric_key_unique ON app.metric USING btree (workspace_id, metric_key) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX metric_driver_source_idx ON app.metric_driver USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX metric_driver_changed_idx ON app.metric_driver USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX metric_driver_name_idx ON app.metric_driver USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX metric_driver_from_to_kind_unique ON app.metric_driver USING btree (workspace_id, "from", "to", kind) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX metric_target_source_idx ON app.metric_target USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX metric_target_changed_idx ON app.metric_target USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX metric_target_name_idx ON app.metric_target USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE INDEX metric_target_by_idx ON app.metric_target USING btree (workspace_id, by, id) WHERE (archived_at IS NULL);
CREATE INDEX metric_target_first_by_idx ON app.metric_target USING btree (workspace_id, first_by, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX migration_source_idx ON app.migration USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX migration_changed_idx ON app.migration USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX migration_title_idx ON app.migration USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX migration_read_only_on_idx ON app.migration USING btree (workspace_id, read_only_on, id) WHERE (archived_at IS NULL);
CREATE INDEX migration_end_on_idx ON app.migration USING btree (workspace_id, end_on, id) WHERE (archived_at IS NULL);
CREATE INDEX migration_announced_on_idx ON app.migration USING btree (workspace_id, announced_on, id) WHERE (archived_at IS NULL);
CREATE INDEX migration_ended_on_idx ON app.migration USING btree (workspace_id, ended_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX note_source_idx ON app.note USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX note_changed_idx ON app.note USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX note_name_idx ON app.note USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE INDEX note_on_idx ON app.note USING btree (workspace_id, "on", id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX objective_source_idx ON app.objective USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX objective_changed_idx ON app.objective USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX objective_title_idx ON app.objective USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX objective_closed_on_idx ON app.objective USING btree (workspace_id, closed_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX opportunity_source_idx ON app.opportunity USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX opportunity_changed_idx ON app.opportunity USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX opportunity_title_idx ON app.opportunity USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX opportunity_review_on_idx ON app.opportunity USING btree (workspace_id, review_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX persona_source_idx ON app.persona USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX persona_changed_idx ON app.persona USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX persona_title_idx ON app.persona USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX persona_validated_on_idx ON app.persona USING btree (workspace_id, validated_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX pillar_source_idx ON app.pillar USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX pillar_changed_idx ON app.pillar USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX pillar_title_idx ON app.pillar USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX policy_change_source_idx ON app.policy_change USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX policy_change_changed_idx ON app.policy_change USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX policy_change_name_idx ON app.policy_change USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX process_change_source_idx ON app.process_change USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX process_change_changed_idx ON app.process_change USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX process_change_name_idx ON app.process_change USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE INDEX process_change_on_idx ON app.process_change USING btree (workspace_id, "on", id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX product_source_idx ON app.product USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX product_changed_idx ON app.product USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX product_name_idx ON app.product USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE INDEX product_retired_on_idx ON app.product USING btree (workspace_id, retired_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX quality_finding_source_idx ON app.quality_finding USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX quality_finding_changed_idx ON app.quality_finding USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX quality_finding_says_idx ON app.quality_finding USING btree (workspace_id, says, id) WHERE (archived_at IS NULL);
CREATE INDEX quality_finding_accepted_until_idx ON app.quality_finding USING btree (workspace_id, accepted_until, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX quality_finding_check_fact_unique ON app.quality_finding USING btree (workspace_id, "check", fact) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX release_source_idx ON app.release USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX release_changed_idx ON app.release USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX release_title_idx ON app.release USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX release_internal_date_idx ON app.release USING btree (workspace_id, internal_date, id) WHERE (archived_at IS NULL);
CREATE INDEX release_external_date_idx ON app.release USING btree (workspace_id, external_date, id) WHERE (archived_at IS NULL);
CREATE INDEX release_frozen_on_idx ON app.release USING btree (workspace_id, frozen_on, id) WHERE (archived_at IS NULL);
CREATE INDEX release_released_on_idx ON app.release USING btree (workspace_id, released_on, id) WHERE (archived_at IS NULL);
CREATE INDEX release_rolled_back_on_idx ON app.release USING btree (workspace_id, rolled_back_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX review_source_idx ON app.review USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX review_changed_idx ON app.review USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX review_name_idx ON app.review USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX risk_source_idx ON app.risk USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX risk_changed_idx ON app.risk USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX risk_title_idx ON app.risk USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX risk_proximity_idx ON app.risk USING btree (workspace_id, proximity, id) WHERE (archived_at IS NULL);
CREATE INDEX risk_review_on_idx ON app.risk USING btree (workspace_id, review_on, id) WHERE (archived_at IS NULL);
CREATE INDEX risk_occurred_on_idx ON app.risk USING btree (workspace_id, occurred_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX scenario_source_idx ON app.scenario USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX scenario_changed_idx ON app.scenario USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX scenario_title_idx ON app.scenario USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX seat_source_idx ON app.seat USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX seat_changed_idx ON app.seat USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX seat_title_idx ON app.seat USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX seat_starts_on_idx ON app.seat USING btree (workspace_id, starts_on, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX score_formula_source_idx ON app.score_formula USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX score_formula_changed_idx ON app.score_formula USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX score_formula_name_idx ON app.score_formula USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX score_formula_name_unique ON app.score_formula USING btree (workspace_id, name) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX score_input_source_idx ON app.score_input USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX score_input_changed_idx ON app.score_input USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX score_input_as_of_idx ON app.score_input USING btree (workspace_id, as_of, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX score_input_initiative_name_unique ON app.score_input USING btree (workspace_id, initiative, name) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX scoring_round_source_idx ON app.scoring_round USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX scoring_round_changed_idx ON app.scoring_round USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX scoring_round_title_idx ON app.scoring_round USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE INDEX scoring_round_due_idx ON app.scoring_round USING btree (workspace_id, due, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX segment_source_idx ON app.segment USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX segment_changed_idx ON app.segment USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX segment_title_idx ON app.segment USING btree (workspace_id, title, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX segment_title_unique ON app.segment USING btree (workspace_id, title) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX share_link_source_idx ON app.share_link USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX share_link_changed_idx ON app.share_link USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX share_link_name_idx ON app.share_link USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE INDEX share_link_as_of_idx ON app.share_link USING btree (workspace_id, as_of, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX signal_verdict_source_idx ON app.signal_verdict USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX signal_verdict_changed_idx ON app.signal_verdict USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX signal_verdict_says_idx ON app.signal_verdict USING btree (workspace_id, says, id) WHERE (archived_at IS NULL);
CREATE INDEX signal_verdict_until_idx ON app.signal_verdict USING btree (workspace_id, until, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX trust_override_source_idx ON app.trust_override USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX trust_override_changed_idx ON app.trust_override USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX trust_override_rationale_idx ON app.trust_override USING btree (workspace_id, rationale, id) WHERE (archived_at IS NULL);
CREATE INDEX trust_override_until_idx ON app.trust_override USING btree (workspace_id, until, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX view_source_idx ON app.view USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX view_changed_idx ON app.view USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX view_name_idx ON app.view USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX watch_source_idx ON app.watch USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX watch_changed_idx ON app.watch USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX watch_about_idx ON app.watch USING btree (workspace_id, about, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX watch_member_about_unique ON app.watch USING btree (workspace_id, member, about) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX workspace_source_idx ON app.workspace USING btree (workspace_id, source_connection, source_external_id) WHERE (source_external_id IS NOT NULL);
CREATE INDEX workspace_changed_idx ON app.workspace USING btree (workspace_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX workspace_name_idx ON app.workspace USING btree (workspace_id, name, id) WHERE (archived_at IS NULL);
CREATE UNIQUE INDEX workspace_slug_unique ON app.workspace USING btree (workspace_id, slug) WHERE (archived_at IS NULL);
