-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION refuse_published_revision() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION 'a published revision never changes' USING ERRCODE = 'restrict_violation';
END;
$$ LANGUAGE plpgsql;
-- +goose StatementEnd

CREATE TRIGGER revisions_immutable
BEFORE UPDATE OF definition, number, published_at, published_by, questionnaire_id ON revisions
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL)
EXECUTE FUNCTION refuse_published_revision();
