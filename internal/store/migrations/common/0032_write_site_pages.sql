-- +goose Up
-- The pages by law of the whole site, as its organiser writes them. A page that is not there has the default text.
CREATE TABLE site_pages (
  page TEXT PRIMARY KEY CHECK (page IN ('accessibility', 'legal', 'privacy', 'map', 'help', 'contact')),
  body TEXT NOT NULL,
  by_name TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);
