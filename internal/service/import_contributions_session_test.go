package service_test

import (
	"os"
	"slices"
	"testing"

	"concertation/internal/consult"
)

func TestSessionsAreToldApartByTitleAndNumber(t *testing.T) {
	const table = "body,session,participants\na,Marché,\nb,Marché,11\nc,Marché,9\nd,Marché,\ne,marché,11\n"
	t.Run("by default each number is a gathering", func(t *testing.T) {
		g := gather(t)
		report := g.bring(g.file(table), consult.ImportSettings{})
		if report.Sessions != 3 || report.Participants != 31 {
			t.Errorf("report %+v", report)
		}
		if want := []string{"4 other_number", "6 near_title"}; !slices.Equal(keysOf(report), want) {
			t.Errorf("said %v, want %v", keysOf(report), want)
		}
		if again := g.bring(g.file(table), consult.ImportSettings{}); again.SessionsMade != 0 || len(g.sessions()) != 3 {
			t.Errorf("again %+v", again)
		}
	})
	t.Run("when a title is one session, the first number is kept", func(t *testing.T) {
		g := gather(t)
		report := g.bring(g.file(table), consult.ImportSettings{OneSessionPerTitle: true})
		if report.Sessions != 2 || report.Participants != 22 {
			t.Errorf("report %+v", report)
		}
		if want := []string{"4 first_number", "6 near_title"}; !slices.Equal(keysOf(report), want) {
			t.Errorf("said %v, want %v", keysOf(report), want)
		}
	})
}

// The contributions to a city's meetings: 80 titles of collective contributions, the same title sometimes with several
// numbers; the number published, 1 766, counts each title and number once, and a number without a title by itself.
func TestRealContributionsToACitysMeetings(t *testing.T) {
	path := "../../../shared/data/nanterre/contributions.csv"
	if _, err := os.Stat(path); err != nil {
		t.Skip("the real contributions are not here")
	}
	g := gather(t)
	report := g.bring(path, consult.ImportSettings{Columns: map[string]string{"id": "id", "body": "texte", "question": "debat",
		"session": "contribution_collective", "participants": "participants", "author": "auteur", "territory": "quartier"}})
	if report.Added != 306 || report.Refused != 0 || report.Sessions != 98 || report.Participants != 1766 {
		t.Errorf("%d added, %d refused, %d sessions, %d participants", report.Added, report.Refused, report.Sessions, report.Participants)
	}
	// 93 authors; 65 of them wrote alone too, and 12 sessions whose number nobody declared had one person at least.
	want := consult.Counts{Statements: 306, Contributions: 306, Contributors: 93, Participants: 1766 + 12 + 65}
	if counts := g.counts(); counts != want || report.Contributors != want.Contributors || report.Represented != want.Participants {
		t.Errorf("counts %+v, report %d and %d, want %+v", counts, report.Contributors, report.Represented, want)
	}
}
