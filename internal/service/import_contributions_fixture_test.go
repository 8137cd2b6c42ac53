package service_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/corpus"
	"concertation/internal/service"
)

// gathering is a consultation into which files are brought.
type gathering struct {
	*house
	t            testing.TB
	amina        consult.Actor
	consultation consult.Consultation
}

func gather(t testing.TB) *gathering {
	t.Helper()
	h, ctx := seeded(t), context.Background()
	g := &gathering{house: h, t: t, amina: actor(h.organiser(t))}
	if _, err := h.NewConsultationFromReference(ctx, g.amina, "ateliers", "Ateliers"); err != nil {
		t.Fatal(err)
	}
	var err error
	if g.consultation, err = h.store.ConsultationBySlug(ctx, "ateliers"); err != nil {
		t.Fatal(err)
	}
	return g
}

// file writes a table and gives its path.
func (g *gathering) file(content string) string {
	g.t.Helper()
	path := filepath.Join(g.t.TempDir(), "notes.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		g.t.Fatal(err)
	}
	return path
}

func (g *gathering) bring(path string, settings consult.ImportSettings) *consult.ImportReport {
	g.t.Helper()
	report, err := g.ImportContributions(context.Background(), g.amina, "ateliers", service.ContributionImport{Path: path, Name: "notes.csv", Settings: settings})
	if err != nil {
		g.t.Fatal(err)
	}
	return report
}

func (g *gathering) contributions() []consult.Contribution {
	g.t.Helper()
	found, err := g.store.Contributions(context.Background(), consult.ContributionFilter{ConsultationID: g.consultation.ID})
	if err != nil {
		g.t.Fatal(err)
	}
	return found
}

func (g *gathering) sessions() []consult.SessionHeld {
	g.t.Helper()
	found, err := g.store.SessionsHeld(context.Background(), g.consultation.ID)
	if err != nil {
		g.t.Fatal(err)
	}
	return found
}

// counts are the four counts of what stands (rule 7).
func (g *gathering) counts() consult.Counts {
	return corpus.Of(g.contributions()).Count(&consult.ContributionFilter{Retracted: true}, corpus.Beside{Sessions: g.sessions()})
}

func keysOf(report *consult.ImportReport) []string {
	var keys []string
	for _, issue := range report.Issues {
		keys = append(keys, fmt.Sprintf("%d %s", issue.Row, strings.TrimPrefix(issue.Key, "collect.issue.")))
	}
	return keys
}

const notes = `id;body;session;participants;author;channel;date
1;Plus de bancs;Atelier du marché;12;;;02/04/2016
2;Moins de voitures;Atelier du marché;12;;;02/04/2016
3;Un musée;;;Amina;courrier;05/04/2016
4;Une école;;;Amina;courriel;06/04/2016
5;Des vélos;;17;Bruno;;
`

func (g *gathering) undo(id consult.ID) int {
	g.t.Helper()
	undone, err := g.UndoImport(context.Background(), g.amina, "ateliers", id)
	if err != nil {
		g.t.Fatal(err)
	}
	return undone
}

func (g *gathering) imports() []consult.Import {
	g.t.Helper()
	all, err := g.store.Imports(context.Background(), g.consultation.ID)
	if err != nil {
		g.t.Fatal(err)
	}
	return all
}
