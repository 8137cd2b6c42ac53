package store

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"concertation/internal/consult"
)

// lexemeLength bounds a word in bytes, well under what PostgreSQL refuses.
const lexemeLength = 200

// lexeme gives a word as an index holds it: letters and digits; "" for what no index holds.
func lexeme(word string) string {
	word = strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return -1
		}
		return r
	}, text(word))
	if len(word) > lexemeLength {
		word = strings.ToValidUTF8(word[:lexemeLength], "")
	}
	return word
}

// nowhere stands for a word that is in no text: both engines take it, and neither index holds it.
const nowhere = "x!"

// tag gives the six letters that stand for a value in SQLite's index: the words of one consultation are not those of
// another. Of a billion values, two may have the same.
func tag(value string) string {
	sum := sha256.Sum256([]byte(value))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5])[:6])
}

// facets are the words that stand for a theme, a territory and a status.
func facets(box string, theme consult.ID, territory string, status consult.IdeaStatus) []string {
	all := make([]string, 0, 3)
	for _, one := range []struct {
		kind  string
		value string
	}{{"t", string(theme)}, {"g", text(territory)}, {"s", string(status)}} {
		if one.value != "" {
			all = append(all, box+one.kind+tag(one.value))
		}
	}
	return all
}

// tagged puts the letters of a consultation before each word.
func tagged(box, words string) string {
	var out strings.Builder
	out.Grow(2*len(words) + 16)
	for word := range strings.FieldsSeq(words) {
		if word = lexeme(word); word != "" {
			out.WriteString(box)
			out.WriteString(word)
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// addIdeaWords puts the words of an idea shown in the index.
func (t *transaction) addIdeaWords(ctx context.Context, i *consult.Idea) error {
	var err error
	if t.session.dialect.engine == engineSQLite {
		box := tag(string(i.ConsultationID))
		_, err = t.exec(ctx, `
INSERT INTO idea_words (rowid, facets, title, body)
VALUES ($1, $2, $3, $4)`, i.Number, strings.Join(facets(box, i.ThemeID, i.Territory, i.Status), " "), tagged(box, i.TitleStems),
			tagged(box, i.BodyStems))
	} else {
		_, err = t.exec(ctx, `
INSERT INTO idea_words (number, words)
VALUES ($1, CAST($2 AS tsvector))`, i.Number, vector(i.TitleStems, i.BodyStems))
	}
	if err != nil {
		return fmt.Errorf("index idea %s: %w", i.ID, err)
	}
	return nil
}

// replaceIdeaWords makes the index say what the idea says now, nothing when it is not shown.
func (t *transaction) replaceIdeaWords(ctx context.Context, i *consult.Idea) error {
	if err := t.dropIdeaWords(ctx, i.Number); err != nil {
		return err
	}
	if !i.Shown() {
		return nil
	}
	return t.addIdeaWords(ctx, i)
}

func (t *transaction) dropIdeaWords(ctx context.Context, number int64) error {
	column := "rowid"
	if t.session.dialect.engine == enginePostgres {
		column = "number"
	}
	if _, err := t.exec(ctx, `DELETE FROM idea_words WHERE `+column+` = $1`, number); err != nil {
		return fmt.Errorf("forget the words of idea %d: %w", number, err)
	}
	return nil
}

// vector writes a tsvector: each word quoted, those of the title with weight A.
func vector(title, body string) string {
	var out strings.Builder
	position := 0
	add := func(words string, weight byte) {
		for _, word := range strings.Fields(words) {
			if word = lexeme(word); word == "" {
				continue
			}
			position = min(position+1, 16383)
			out.WriteString("'" + word + "'" + ":" + strconv.Itoa(position))
			out.WriteByte(weight)
			out.WriteByte(' ')
		}
	}
	add(title, 'A')
	add(body, 'D')
	return out.String()
}
