-- +goose Up
-- The words of the ideas shown, folded and stemmed by the program; nothing but the index is kept. Each word begins with
-- six letters that stand for its consultation, and facets holds a word per theme, territory and status, so that a search
-- reads nothing else. Beginnings of three letters are kept besides. rowid is the idea's number.
CREATE VIRTUAL TABLE idea_words USING fts5 (
  facets, title, body,
  content = '', contentless_delete = 1, detail = 'column', prefix = '9', tokenize = 'ascii'
);
-- A search costs as many readings as the index has parts: merge them sooner than by default.
INSERT INTO idea_words (idea_words, rank) VALUES ('automerge', 2);

-- +goose StatementBegin
CREATE TRIGGER ideas_forgotten AFTER DELETE ON ideas WHEN OLD.shown = 1
BEGIN
  DELETE FROM idea_words WHERE rowid = OLD.number;
END;
-- +goose StatementEnd
