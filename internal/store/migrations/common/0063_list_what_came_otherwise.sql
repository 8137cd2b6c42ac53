-- +goose Up
-- Notes, letters, mails and calls are few beside answers: those who list them do not read the answers. Answers do not pay
-- for it when they are sent.
CREATE INDEX contributions_not_answers ON contributions (consultation_id, kind, created_at, id) WHERE kind <> 'answer';
