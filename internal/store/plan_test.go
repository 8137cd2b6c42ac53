package store_test

import (
	"strings"
	"testing"

	"concertation/internal/store"
)

// The queries asked again and again must find their rows by an index, and in order.
func TestHotQueriesFollowAnIndex(t *testing.T) {
	url := "sqlite:" + file(t)
	opened(t, url)
	db, _ := raw(t, url)
	for name, c := range map[string]struct {
		query string
		args  []any
		index string
	}{
		"a response by its token": {store.ResponseByTokenQuery, []any{"hash"}, "sqlite_autoindex_responses_2 (token_hash=?)"},
		"changes since":           {store.ChangesQuery, []any{0, 100}, "responses_changes (change_seq>?)"},
		"current assignments":     {store.CurrentAssignmentsQuery, []any{"id"}, "assignments_listed (consultation_id=?)"},
		"contributions of a consultation": {`SELECT id FROM contributions WHERE consultation_id = $1 AND retracted_at IS NULL
			ORDER BY created_at, id LIMIT 50`, []any{"id"}, "contributions_listed (consultation_id=?)"},
		"how many contributions count": {`SELECT COUNT(*) FROM contributions WHERE consultation_id = $1 AND retracted_at IS NULL`,
			[]any{"id"}, "COVERING INDEX contributions_listed (consultation_id=?)"},
		"whether somebody grouped a contribution": {`SELECT 1 FROM assignments WHERE contribution_id = $1 AND ended_at IS NULL AND state = 'confirmed'`,
			[]any{"id"}, "COVERING INDEX assignments_confirmed (contribution_id=?"},
		"submitted responses of a consultation": {`SELECT id FROM responses WHERE consultation_id = $1 AND status = 'submitted'
			ORDER BY submitted_at, id LIMIT 50`, []any{"id"}, "responses_listed (consultation_id=? AND status=?)"},
		"contributions of a response": {"SELECT id FROM contributions WHERE response_id = $1", []any{"id"}, "contributions_of_response (response_id=?)"},
	} {
		rows, err := db.Query("EXPLAIN QUERY PLAN "+c.query, c.args...)
		if err != nil {
			t.Fatal(err)
		}
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
		rows.Close()
		if !strings.Contains(plan.String(), c.index) || strings.Contains(plan.String(), "TEMP B-TREE") || strings.Contains(plan.String(), "SCAN ") && !strings.Contains(plan.String(), "INDEX") {
			t.Errorf("%s: the plan is\n%s", name, plan.String())
		}
	}
}
