package store_test

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/store"
	"concertation/internal/testkit/database"
)

// The queries asked again and again must find their rows by an index, and in order.
func TestHotQueriesFollowAnIndex(t *testing.T) {
	url := database.SQLite(t)
	opened(t, url)
	db, _ := raw(t, url)
	for name, c := range map[string]struct {
		query string
		args  []any
		index string
	}{
		"a response by its token": {store.ResponseByTokenQuery, []any{"hash"}, "sqlite_autoindex_responses_2 (token_hash=?)"},
		"changes since":           {store.ChangesQuery, []any{0, 100}, "responses_changes (change_seq>?)"},
		"how many assignments there ever were": {`SELECT COUNT(*) + COUNT(ended_at) FROM assignments WHERE consultation_id = $1`, []any{"id"},
			"COVERING INDEX assignments_marked (consultation_id=?)"},
		"current assignments": {store.CurrentAssignmentsQuery, []any{"id"}, "assignments_listed (consultation_id=?)"},
		"contributions of a consultation": {`SELECT id FROM contributions WHERE consultation_id = $1 AND retracted_at IS NULL
			ORDER BY created_at, id LIMIT 50`, []any{"id"}, "contributions_listed (consultation_id=?)"},
		"how many contributions count": {`SELECT COUNT(*) FROM contributions WHERE consultation_id = $1 AND retracted_at IS NULL`,
			[]any{"id"}, "COVERING INDEX contributions_listed (consultation_id=?)"},
		"the letters": {`SELECT COUNT(*) FROM contributions WHERE consultation_id = $1 AND kind = $2 AND kind <> 'answer' AND retracted_at IS NULL`,
			[]any{"id", "letter"}, "contributions_not_answers (consultation_id=? AND kind=?)"},
		"whether somebody grouped a contribution": {`SELECT 1 FROM assignments WHERE contribution_id = $1 AND ended_at IS NULL AND state = 'confirmed'`,
			[]any{"id"}, "COVERING INDEX assignments_confirmed (contribution_id=?"},
		"submitted responses of a consultation": {`SELECT id FROM responses WHERE consultation_id = $1 AND status = 'submitted'
			ORDER BY submitted_at, id LIMIT 50`, []any{"id"}, "responses_listed (consultation_id=? AND status=?)"},
		"submitted responses after one": {`SELECT id FROM responses WHERE consultation_id = $1 AND status = $2 AND (submitted_at, id) > ($3, $4)
			ORDER BY submitted_at, id LIMIT 500`, []any{"id", "submitted", 1, "id"}, "responses_listed (consultation_id=? AND status=? AND"},
		"submitted responses without answers": {store.SubmittedHeadsQuery, []any{"id"}, "responses_listed (consultation_id=? AND status=?)"},
		"contributions changed since":         {store.ContributionsSinceQuery, []any{"id", 3}, "contributions_changed (consultation_id=? AND change_seq>?)"},
		"statements of split texts":           {store.StatementRowsQuery, []any{"id"}, "SEARCH c USING INDEX sqlite_autoindex_contributions_1 (id=?)"},
		"contributions of a response":         {"SELECT id FROM contributions WHERE response_id = $1", []any{"id"}, "contributions_of_response (response_id=?)"},
	} {
		plan := planOf(t, db, c.query, c.args...)
		if !strings.Contains(plan, c.index) || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "SCAN ") && !strings.Contains(plan, "INDEX") {
			t.Errorf("%s: the plan is\n%s", name, plan)
		}
	}
}

// Texts that are named are read by their names, whatever else is asked of them.
func TestNamedContributionsAreReadByTheirIdentifiers(t *testing.T) {
	url := database.SQLite(t)
	opened(t, url)
	db, _ := raw(t, url)
	named := []consult.ID{"a", "b", "c"}
	for name, filter := range map[string]consult.ContributionFilter{
		"some":                       {ConsultationID: "id", Among: named},
		"some, letters to code":      {ConsultationID: "id", Among: named, Kind: consult.KindLetter, Uncoded: true},
		"those that say a word":      {ConsultationID: "id", Words: "velo", Saying: named, Limit: 50},
		"those, the last ones first": {ConsultationID: "id", Words: "velo", Saying: named, Limit: 50, Backwards: true, Before: consult.Place{CreatedAt: time.Now(), ID: "z"}},
	} {
		query, args := store.ContributionsQuery(filter)
		if plan := planOf(t, db, query, args...); !strings.Contains(plan, "contributions USING INDEX sqlite_autoindex_contributions_1 (id=?)") {
			t.Errorf("%s: the plan is\n%s", name, plan)
		}
	}
}

// Lists of ideas read the rows they show, not the box.
func TestListsOfIdeasFollowAnIndex(t *testing.T) {
	url := database.SQLite(t)
	opened(t, url)
	db, _ := raw(t, url)
	for name, c := range map[string]struct {
		filter consult.IdeaFilter
		index  string
	}{
		"the newest":          {consult.IdeaFilter{}, "ideas_newest (consultation_id=? AND shown=?)"},
		"the most supported":  {consult.IdeaFilter{Order: consult.IdeasSupported}, "ideas_supported (consultation_id=? AND shown=?)"},
		"the most discussed":  {consult.IdeaFilter{Order: consult.IdeasDiscussed}, "ideas_discussed (consultation_id=? AND shown=?)"},
		"those that wait":     {consult.IdeaFilter{State: consult.IdeaWaiting}, "ideas_moderated (consultation_id=?"},
		"those reported":      {consult.IdeaFilter{State: consult.IdeaReported}, "ideas_reported (consultation_id=?"},
		"a theme, the newest": {consult.IdeaFilter{ThemeID: "theme"}, "ideas_"},
	} {
		c.filter.ConsultationID = "id"
		query, args := store.IdeasQuery(c.filter)
		plan := planOf(t, db, query, args...)
		if !strings.Contains(plan, c.index) || strings.Contains(plan, "SCAN ") || strings.Contains(plan, "TEMP B-TREE") && c.filter.ThemeID == "" {
			t.Errorf("%s: the plan is\n%s", name, plan)
		}
		t.Logf("%s:\n%s", name, plan)
	}
	if plan := planOf(t, db, store.IdeaCellsQuery, "id"); !strings.Contains(plan, "COVERING INDEX ideas_cells (consultation_id=? AND shown=?)") || strings.Contains(plan, "TEMP") {
		t.Errorf("counting by theme and territory: the plan is\n%s", plan)
	}
	if plan := planOf(t, db, store.FoundQuery, "mot", 20, 0); !strings.Contains(plan, "VIRTUAL TABLE INDEX") || strings.Contains(plan, "TEMP") {
		t.Errorf("searching: the plan is\n%s", plan)
	}
}

// planOf gives what SQLite says it will do.
func planOf(t *testing.T, db *sql.DB, query string, args ...any) string {
	t.Helper()
	rows, err := db.Query("EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(detail + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
