-- +goose Up
-- The texts come last: a list does not read the pages that hold them.
CREATE TABLE mails (
  id TEXT PRIMARY KEY,
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  mail_key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('invitation', 'reminder', 'receipt', 'message', 'test')),
  campaign_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  folded_address TEXT NOT NULL,
  refusable BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'stopped', 'handing', 'sent', 'uncertain', 'failed', 'refused', 'bounced')),
  attempts BIGINT NOT NULL,
  not_before BIGINT NOT NULL,
  queued_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  handed_at BIGINT,
  reply TEXT NOT NULL,
  subject TEXT NOT NULL,
  text_body TEXT NOT NULL,
  html_body TEXT NOT NULL
);
CREATE UNIQUE INDEX mails_once ON mails (consultation_id, mail_key);
CREATE INDEX mails_queued ON mails (consultation_id, not_before, id) WHERE state = 'queued';
CREATE INDEX mails_handing ON mails (id) WHERE state = 'handing';
CREATE INDEX mails_handed ON mails (consultation_id, handed_at) WHERE handed_at IS NOT NULL;
CREATE INDEX mails_by_state ON mails (consultation_id, campaign_id, kind, state);
CREATE INDEX mails_by_organisation ON mails (organisation_id);
CREATE INDEX mails_by_address ON mails (folded_address);

-- How the mails of a consultation leave.
CREATE TABLE mail_queues (
  consultation_id TEXT PRIMARY KEY REFERENCES consultations (id) ON DELETE CASCADE,
  per_hour BIGINT NOT NULL,
  stopped_at BIGINT,
  reply_to TEXT NOT NULL,
  changed_by TEXT NOT NULL
);

CREATE TABLE mail_refusals (
  consultation_id TEXT NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
  address TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('unsubscribed', 'bounced')),
  mail_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (consultation_id, address)
);

-- What one process at a time does, among those that share the database.
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until BIGINT NOT NULL,
  note TEXT NOT NULL,
  note_at BIGINT
);
