package store

import (
	"cmp"
	"context"
	"database/sql"
	"strconv"
	"strings"

	"concertation/internal/consult"
)

// Words are folded and stemmed before they come here: both engines keep and look for the same ones, and neither parses
// what somebody typed. SQLite's index holds the consultation in each word, and a word per theme, territory and status, so
// that a search reads nothing but the index; PostgreSQL joins.

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
	box := tag(string(filter.ConsultationID))
	for _, facet := range facets(box, filter.ThemeID, filter.Territory, filter.Status) {
		terms = append(terms, `facets:"`+facet+`"`)
	}
	columns := "{title body}"
	if inTitle {
		columns = "title"
	}
	for i, stem := range filter.Stems {
		term := columns + `:"` + box + lexeme(stem) + `"`
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

// IdeaNumbers implements consult.Reader.
func (q queries) IdeaNumbers(ctx context.Context, filter consult.IdeaFilter) ([]int64, error) {
	d := q.handle.engine()
	if d.engine == engineSQLite {
		return list(ctx, q.handle, scanNumber, foundQuery, d.searched(filter, false), filter.Limit, 0)
	}
	where := ideaConditions(d, filter)
	rows, err := q.handle.rowsOnce(ctx, `
SELECT number
FROM ideas`+where.where()+`
ORDER BY number DESC`+page(0, filter.Limit), where.args...)
	return collect(q.handle, rows, err, scanNumber)
}

// FoundIdeas implements consult.Reader.
func (q queries) FoundIdeas(ctx context.Context, filter consult.IdeaFilter) ([]consult.Idea, int, error) {
	if filter.Order != consult.IdeasRelevant {
		total, err := q.CountIdeas(ctx, filter)
		if err != nil || total == 0 {
			return nil, 0, err
		}
		ideas, err := q.Ideas(ctx, filter)
		return ideas, total, err
	}
	numbers, total, err := q.relevantNumbers(ctx, filter)
	if err != nil {
		return nil, 0, err
	}
	ideas, err := q.IdeasByNumber(ctx, numbers)
	return ideas, total, err
}

// relevantNumbers gives a page of what a search finds, and how many it finds in all: those whose title has all the words
// first; of each kind, the latest arrived first.
func (q queries) relevantNumbers(ctx context.Context, filter consult.IdeaFilter) ([]int64, int, error) {
	d := q.handle.engine()
	if d.engine == enginePostgres {
		return q.relevantByWeight(ctx, filter)
	}
	anywhere, inTitle := d.searched(filter, false), d.searched(filter, true)
	total, err := filter.Found, error(nil)
	if total <= foundAtOnce { // few are counted anew: that costs little
		total, err = q.countMatches(ctx, anywhere)
	}
	if err != nil || total == 0 {
		return nil, 0, err
	}
	if total > foundAtOnce {
		numbers, err := q.relevantAmongMany(ctx, filter, anywhere, inTitle)
		return numbers, total, err
	}
	all, err := list(ctx, q.handle, scanNumber, foundQuery, anywhere, foundAtOnce, 0)
	if err != nil {
		return nil, 0, err
	}
	titles, err := list(ctx, q.handle, scanNumber, foundQuery, inTitle, foundAtOnce, 0)
	return pageOf(titlesFirst(all, titles), filter), len(all), err
}

// foundAtOnce is up to how many matches are sorted here rather than by the index, which must be asked more often.
const foundAtOnce = 200

// titlesFirst puts some of the numbers before the others; both lists are in the same order.
func titlesFirst(all, titles []int64) []int64 {
	if len(titles) == 0 {
		return all
	}
	ordered, next := append(make([]int64, 0, len(all)), titles...), 0
	for _, number := range all {
		if next < len(titles) && titles[next] == number {
			next++
			continue
		}
		ordered = append(ordered, number)
	}
	return ordered
}

func pageOf(numbers []int64, filter consult.IdeaFilter) []int64 {
	numbers = numbers[min(filter.Offset, len(numbers)):]
	if filter.Limit > 0 {
		numbers = numbers[:min(filter.Limit, len(numbers))]
	}
	return numbers
}

// relevantAmongMany asks the index for the page: of the titles while they last, then of the rest.
func (q queries) relevantAmongMany(ctx context.Context, filter consult.IdeaFilter, anywhere, inTitle string) ([]int64, error) {
	limit := filter.Limit
	if limit == 0 {
		limit = -1
	}
	found, err := list(ctx, q.handle, scanNumber, foundQuery, inTitle, limit, filter.Offset)
	if err != nil || len(found) == limit {
		return found, err
	}
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
	rest, err := list(ctx, q.handle, scanNumber, foundQuery, "("+anywhere+") NOT ("+inTitle+")", limit, skip)
	return append(found, rest...), err
}

// relevantByWeight does so on PostgreSQL.
func (q queries) relevantByWeight(ctx context.Context, filter consult.IdeaFilter) ([]int64, int, error) {
	total, err := q.CountIdeas(ctx, filter)
	if err != nil || total == 0 {
		return nil, 0, err
	}
	d := q.handle.engine()
	where := ideaConditions(d, filter)
	where.args = append(where.args, d.searched(filter, true))
	rows, err := q.handle.rowsOnce(ctx, `
SELECT ideas.number
FROM ideas`+where.where()+`
ORDER BY (SELECT idea_words.words @@ CAST($`+strconv.Itoa(len(where.args))+` AS tsquery) FROM idea_words WHERE idea_words.number = ideas.number) DESC, number DESC`+
		page(filter.Offset, filter.Limit), where.args...)
	numbers, err := collect(q.handle, rows, err, scanNumber)
	return numbers, total, err
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

// IdeasByNumber implements consult.Reader.
func (q queries) IdeasByNumber(ctx context.Context, numbers []int64) ([]consult.Idea, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	var where conditions
	// One text for many lengths, so that it stays prepared: what is missing repeats the last.
	length := 10 * ((len(numbers) + 9) / 10)
	marks, args := make([]string, length), make([]any, length)
	for i := range length {
		marks[i], args[i] = "?", numbers[min(i, len(numbers)-1)]
	}
	where.add("number IN ("+strings.Join(marks, ", ")+")", args...)
	where.add("shown = 1")
	found, err := list(ctx, q.handle, scanIdea, `
SELECT `+ideaColumns+`
FROM `+ideaTables+where.where(), where.args...)
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
