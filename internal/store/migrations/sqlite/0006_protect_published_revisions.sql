-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER revisions_immutable
BEFORE UPDATE OF definition, number, published_at, published_by, questionnaire_id ON revisions
WHEN OLD.published_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'a published revision never changes');
END;
-- +goose StatementEnd
