-- +goose Up
-- The words of the ideas shown, folded and stemmed by the program: those of the title weigh A, the others D.
CREATE TABLE idea_words (
  number BIGINT PRIMARY KEY REFERENCES ideas (number) ON DELETE CASCADE,
  words TSVECTOR NOT NULL
);
CREATE INDEX idea_words_found ON idea_words USING GIN (words);
