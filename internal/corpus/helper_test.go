package corpus_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"concertation/internal/consult"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func sixThemes() consult.ThemeGrid {
	grid := consult.ThemeGrid{Version: 1}
	for i := range 6 {
		grid.Themes = append(grid.Themes, consult.Theme{ID: consult.ID(fmt.Sprint("t", i+1)), Position: i + 1, Kind: consult.ThemeRegular})
	}
	return grid
}

// desk is contributions with all that people said of them.
type desk struct {
	grid          consult.ThemeGrid
	contributions []consult.Contribution
	parts         []consult.Statement
	assignments   []consult.Assignment
	sessions      []consult.SessionHeld
}

// drawDesk makes a small consultation in which everything meets: authors of several texts, sessions with and without a
// declared number, texts split or retracted, themes given, refused, outlived, of no grid.
func drawDesk(t *rapid.T) *desk {
	d := &desk{grid: sixThemes(), sessions: []consult.SessionHeld{{ID: "s1", Participants: 30}, {ID: "s2"}}}
	one := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	for i := range rapid.IntRange(0, 25).Draw(t, "contributions") {
		c := consult.Contribution{ID: consult.ID(fmt.Sprint("c", i)), ChangeSeq: int64(i + 1), TextVersion: rapid.IntRange(1, 2).Draw(t, "version"),
			Kind: consult.KindNote, Channel: consult.ChannelWeb, Category: one("category", "", "a", "b"), Territory: one("territory", "", "44", "49"),
			Question: one("question", "q1", "q2"), CreatedAt: noon.Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "hour")) * time.Hour),
			Publication: consult.Publication(one("publication", "no", "anonymous", "named"))}
		switch one("author", "response", "key", "session", "session and key", "itself") {
		case "response":
			c.Kind, c.ResponseID = consult.KindAnswer, consult.ID(one("response", "r1", "r2", "r3"))
		case "key":
			c.AuthorKey = one("key", "k1", "k2")
		case "session":
			c.SessionID = consult.ID(one("session", "s1", "s2", "s3"))
		case "session and key":
			c.SessionID, c.AuthorKey = consult.ID(one("session", "s1", "s2")), one("key", "k1", "k2")
		}
		if rapid.IntRange(0, 5).Draw(t, "retracted") == 0 {
			c.RetractedAt = noon
		}
		d.contributions = append(d.contributions, c)
		own := []consult.ID{c.ID}
		if rapid.IntRange(0, 3).Draw(t, "split") == 0 {
			own = []consult.ID{c.ID, c.ID + "/2"}
			for position, id := range own {
				d.parts = append(d.parts, consult.Statement{ID: id, ContributionID: c.ID, Position: position + 1, TextVersion: c.TextVersion})
			}
		}
		for _, statement := range own {
			for range rapid.IntRange(0, 3).Draw(t, "assignments") {
				a := consult.Assignment{ContributionID: c.ID, StatementID: statement, ThemeID: consult.ID(one("theme", "t1", "t2", "t6", "elsewhere")),
					CoderID: consult.ID(one("coder", "Amina", "Bruno")), State: consult.AssignmentState(one("state", "confirmed", "rejected", "stale"))}
				if rapid.IntRange(0, 4).Draw(t, "ended") == 0 {
					a.EndedAt = noon
				}
				d.assignments = append(d.assignments, a)
			}
		}
	}
	return d
}
