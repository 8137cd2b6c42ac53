package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"concertation/internal/consult"
)

// Words are folded and stemmed before they come here: both engines keep and look for the same ones, and neither parses
// what somebody typed. SQLite's index also holds a word per consultation, theme, territory and status, so that a search
// reads nothing but the index; PostgreSQL joins.

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

// facet gives the word that stands for a value in the index.
func facet(kind byte, value string) string {
	return string(kind) + hex.EncodeToString([]byte(value))
}

// wanted are the facets that a filter asks for.
func facets(consultation, theme consult.ID, territory string, status consult.IdeaStatus) []string {
	all := make([]string, 0, 4)
	for _, one := range []struct {
		kind  byte
		value string
	}{{'c', string(consultation)}, {'t', string(theme)}, {'g', territory}, {'s', string(status)}} {
		if one.value != "" {
			all = append(all, facet(one.kind, one.value))
		}
	}
	return all
}

// addIdeaWords puts the words of an idea shown in the index.
func (t *transaction) addIdeaWords(ctx context.Context, i *consult.Idea) error {
	var err error
	if t.session.dialect.engine == engineSQLite {
		_, err = t.exec(ctx, `
INSERT INTO idea_words (rowid, facets, title, body)
VALUES ($1, $2, $3, $4)`, i.Number, strings.Join(facets(i.ConsultationID, i.ThemeID, text(i.Territory), i.Status), " "), i.TitleStems, i.BodyStems)
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

// searched is the query of an index; inTitle asks for every word in the title.
func (d dialect) searched(filter consult.IdeaFilter, inTitle bool) string {
	if d.engine == engineSQLite {
		return fullTextQuery(filter, inTitle)
	}
	var terms []string
	for i, stem := range filter.Stems {
		term := "'" + cmp.Or(lexeme(stem), nowhere) + "'"
		suffix := ""
		if filter.Prefix && i == len(filter.Stems)-1 {
			suffix += "*"
		}
		if inTitle {
			suffix += "A"
		}
		if suffix != "" {
			term += ":" + suffix
		}
		terms = append(terms, term)
	}
	return strings.Join(terms, " & ")
}

// fullTextQuery writes a query of FTS5: each word is quoted, so that nothing in it is read as an operator.
func fullTextQuery(filter consult.IdeaFilter, inTitle bool) string {
	var terms []string
	for _, facet := range facets(filter.ConsultationID, filter.ThemeID, text(filter.Territory), filter.Status) {
		terms = append(terms, `facets:"`+facet+`"`)
	}
	columns := "{title body}"
	if inTitle {
		columns = "title"
	}
	for i, stem := range filter.Stems {
		term := columns + `:"` + lexeme(stem) + `"`
		switch {
		case lexeme(stem) == "":
			term = "facets:x" // no facet is so short
		case filter.Prefix && i == len(filter.Stems)-1:
			term += "*"
		}
		terms = append(terms, term)
	}
	return strings.Join(terms, " AND ")
}

// matchIdeas adds to a condition on ideas that the words are found.
func (d dialect) matchIdeas(where *conditions, filter consult.IdeaFilter) {
	if d.engine == engineSQLite {
		where.add("number IN (SELECT rowid FROM idea_words WHERE idea_words MATCH ?)", d.searched(filter, false))
		return
	}
	where.add("number IN (SELECT idea_words.number FROM idea_words WHERE words @@ CAST(? AS tsquery))", d.searched(filter, false))
}

// relevantIdeas gives those whose title has all the words first; of each kind, the latest arrived first.
func (q queries) relevantIdeas(ctx context.Context, filter consult.IdeaFilter) ([]consult.Idea, error) {
	numbers, err := q.relevantNumbers(ctx, filter)
	if err != nil || len(numbers) == 0 {
		return nil, err
	}
	return q.ideasNumbered(ctx, numbers)
}

func (q queries) relevantNumbers(ctx context.Context, filter consult.IdeaFilter) ([]int64, error) {
	d := q.handle.engine()
	if d.engine == enginePostgres {
		where := ideaConditions(d, filter)
		where.args = append(where.args, d.searched(filter, true))
		rows, err := q.handle.rowsOnce(ctx, `
SELECT ideas.number
FROM ideas`+where.where()+`
ORDER BY (SELECT idea_words.words @@ CAST($`+strconv.Itoa(len(where.args))+` AS tsquery) FROM idea_words WHERE idea_words.number = ideas.number) DESC, number DESC`+
			page(filter.Offset, filter.Limit), where.args...)
		return collect(q.handle, rows, err, scanNumber)
	}
	inTitle, limit := d.searched(filter, true), filter.Limit
	if limit == 0 {
		limit = -1
	}
	found, err := list(ctx, q.handle, scanNumber, foundQuery, inTitle, limit, filter.Offset)
	if err != nil || len(found) == limit {
		return found, err
	}
	// The titles are used up: the rest of the page comes from the texts.
	skip := 0
	if len(found) == 0 && filter.Offset > 0 {
		before, err := q.countMatches(ctx, inTitle)
		if err != nil {
			return nil, err
		}
		skip = filter.Offset - before
	}
	if limit > 0 {
		limit -= len(found)
	}
	rest, err := list(ctx, q.handle, scanNumber, foundQuery, "("+d.searched(filter, false)+") NOT ("+inTitle+")", limit, skip)
	return append(found, rest...), err
}

// foundQuery reads the index alone.
const foundQuery = `
SELECT rowid
FROM idea_words
WHERE idea_words MATCH $1
ORDER BY rowid DESC
LIMIT $2
OFFSET $3`

func scanNumber(rows *sql.Rows, into *int64) error { return rows.Scan(into) }

// ideasNumbered gives the ideas of those numbers, in their order.
func (q queries) ideasNumbered(ctx context.Context, numbers []int64) ([]consult.Idea, error) {
	var where conditions
	marks, args := make([]string, len(numbers)), make([]any, len(numbers))
	for i, number := range numbers {
		marks[i], args[i] = "?", number
	}
	where.add("number IN ("+strings.Join(marks, ", ")+")", args...)
	rows, err := q.handle.rowsOnce(ctx, `
SELECT `+ideaColumns+`
FROM `+ideaTables+where.where(), where.args...)
	found, err := collect(q.handle, rows, err, scanIdea)
	if err != nil {
		return nil, err
	}
	byNumber := make(map[int64]*consult.Idea, len(found))
	for i := range found {
		byNumber[found[i].Number] = &found[i]
	}
	ordered := make([]consult.Idea, 0, len(found))
	for _, number := range numbers {
		if idea := byNumber[number]; idea != nil {
			ordered = append(ordered, *idea)
		}
	}
	return ordered, nil
}

// countFoundIdeas counts what a search finds among the ideas shown.
func (q queries) countFoundIdeas(ctx context.Context, filter consult.IdeaFilter) (int, error) {
	if d := q.handle.engine(); d.engine == engineSQLite {
		return q.countMatches(ctx, d.searched(filter, false))
	}
	where := ideaConditions(q.handle.engine(), filter)
	rows, err := q.handle.rowsOnce(ctx, `
SELECT COUNT(*)
FROM ideas`+where.where(), where.args...)
	counts, err := collect(q.handle, rows, err, scanInt)
	if err != nil {
		return 0, err
	}
	return counts[0], nil
}

func (q queries) countMatches(ctx context.Context, search string) (int, error) {
	counts, err := list(ctx, q.handle, scanInt, `
SELECT COUNT(*)
FROM idea_words
WHERE idea_words MATCH $1`, search)
	if err != nil {
		return 0, err
	}
	return counts[0], nil
}
