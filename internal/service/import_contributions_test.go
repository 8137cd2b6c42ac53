package service_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestAFileIsImportedOnce(t *testing.T) {
	g := gather(t)
	path := g.file(notes)
	report := g.bring(path, consult.ImportSettings{})
	if report.Added != 5 || report.Sessions != 2 || report.Participants != 29 || report.Contributors != 3 || report.Represented != 30 {
		t.Errorf("first run %+v", report)
	}
	if counts := g.counts(); counts != (consult.Counts{Statements: 5, Contributions: 5, Contributors: 3, Participants: 30}) {
		t.Errorf("counts %+v", counts)
	}
	var kinds []consult.ContributionKind
	for _, c := range g.contributions() {
		kinds = append(kinds, c.Kind)
	}
	if want := []consult.ContributionKind{"note", "note", "letter", "mail", "note"}; !slices.Equal(kinds, want) {
		t.Errorf("kinds %v, want %v", kinds, want)
	}
	again := g.bring(path, consult.ImportSettings{})
	if again.Added+again.Updated+again.Restored+again.SessionsMade != 0 || again.Already != 5 || len(g.sessions()) != 2 {
		t.Errorf("second run %+v", again)
	}
}

func TestAuthorsOfAFileAreKeptApart(t *testing.T) {
	g, ctx := gather(t), context.Background()
	g.bring(g.file(notes), consult.ImportSettings{})
	letter := g.contributions()[2]
	if letter.AuthorKey == "" || strings.Contains(fmt.Sprintf("%+v", letter), "Amina") {
		t.Errorf("the contribution holds %+v", letter)
	}
	apart, err := g.store.ContributionIdentities(ctx, letter.ID)
	if err != nil || len(apart) != 1 || apart[0].Value != "Amina" {
		t.Errorf("apart %+v, %v", apart, err)
	}
}

func TestATextThatChangedUnderItsIdentifierIsBroughtUpToDate(t *testing.T) {
	g, ctx := gather(t), context.Background()
	g.bring(g.file(notes), consult.ImportSettings{})
	first := g.contributions()[0]
	grid, err := g.store.ThemeGrid(ctx, g.consultation.ID)
	if err != nil {
		t.Fatal(err)
	}
	bruno := g.analyst(t, "Bruno")
	if err := g.Code(ctx, bruno, "ateliers", service.CodingAct{Contribution: first.ID, Theme: grid.Themes[0].ID, Kind: service.CodingGive}); err != nil {
		t.Fatal(err)
	}
	report := g.bring(g.file(strings.Replace(notes, "Plus de bancs", "Plus de bancs et d’arbres", 1)), consult.ImportSettings{})
	if report.Updated != 1 || report.Already != 4 || report.SessionsMade != 0 {
		t.Errorf("report %+v", report)
	}
	now := g.contributions()[0]
	if now.ID != first.ID || now.TextVersion != 2 || now.Body != "Plus de bancs et d’arbres" || now.SessionID != first.SessionID {
		t.Errorf("contribution %+v", now)
	}
	codings, err := g.store.Assignments(ctx, first.ID)
	if err != nil || len(codings) != 1 || codings[0].State != consult.AssignmentStale {
		t.Errorf("codings %+v, %v", codings, err)
	}
}

func TestRowsWithoutIdentifierAreToldApartByTheirContentAndRank(t *testing.T) {
	g := gather(t)
	path := g.file("texte\nOui\nOui\nNon\n")
	if report := g.bring(path, consult.ImportSettings{Columns: map[string]string{"body": "texte"}}); report.Added != 3 {
		t.Errorf("first run %+v", report)
	}
	longer := g.file("texte\nNon\nOui\nOui\nOui\n")
	if report := g.bring(longer, consult.ImportSettings{Columns: map[string]string{"body": "texte"}}); report.Added != 1 || report.Already != 3 {
		t.Errorf("second run %+v", report)
	}
}

func TestRowsThatMakeNoSenseAreRefusedAndTheOthersImported(t *testing.T) {
	g := gather(t)
	report := g.bring(g.file("id;body;participants;date;channel;title\n"+
		"1;;;;;\n"+
		"2;Texte;beaucoup;;;\n"+
		"3;Texte;;02/04/2016;;\n"+
		"3;Autre;;;;\n"+
		"4;Texte;;31/31/2016;;\n"+
		"5;=SOMME(A1);;;fax;\n"+
		"6;Un\x07 sig\x02ne;;;;\n"+
		"7;"+strings.Repeat("long ", 20_000)+";;;;\n"+
		"8;Texte;;;;"+strings.Repeat("t", 600)+"\n"+
		"9;;;;;Un titre dit tout\n"), consult.ImportSettings{})
	want := []string{"2 no_text", "3 participants", "5 id_again", "6 date", "7 channel", "10 too_long", "11 title_alone"}
	if !slices.Equal(keysOf(report), want) || report.Added != 5 || report.Refused != 5 {
		t.Errorf("said %v, report added %d refused %d", keysOf(report), report.Added, report.Refused)
	}
	bodies := g.contributions()
	if bodies[1].Body != "=SOMME(A1)" && bodies[0].Body != "=SOMME(A1)" {
		t.Errorf("a formula is a text: %q", bodies[0].Body)
	}
	if !slices.ContainsFunc(bodies, func(c consult.Contribution) bool { return c.Body == "Un signe" }) ||
		!slices.ContainsFunc(bodies, func(c consult.Contribution) bool { return c.Body == "Un titre dit tout" && c.Title == "" }) ||
		!slices.ContainsFunc(bodies, func(c consult.Contribution) bool { return len(c.Body) == 5*20_000-1 }) {
		t.Error("a text was lost")
	}
}

func TestADryRunWritesNothing(t *testing.T) {
	g, ctx := gather(t), context.Background()
	report, err := g.ImportContributions(ctx, g.amina, "ateliers", service.ContributionImport{Path: g.file(notes), DryRun: true})
	if err != nil || report.Added != 5 || report.SessionsMade != 2 {
		t.Errorf("report %+v, %v", report, err)
	}
	imports, err := g.store.Imports(ctx, g.consultation.ID)
	if err != nil || len(imports)+len(g.contributions())+len(g.sessions()) != 0 {
		t.Errorf("written: %d imports, %d contributions, %v", len(imports), len(g.contributions()), err)
	}
}

func TestThemesOfAFileAreGivenInSomebodysName(t *testing.T) {
	g, ctx := gather(t), context.Background()
	grid, err := g.store.ThemeGrid(ctx, g.consultation.ID)
	if err != nil {
		t.Fatal(err)
	}
	path := g.file("body,rubrique\na," + strings.ToUpper(grid.Themes[1].Title) + "\nb,2|3\nc,inconnue\n")
	settings := consult.ImportSettings{Columns: map[string]string{"theme": "rubrique"}}
	_, err = g.ImportContributions(ctx, g.amina, "ateliers", service.ContributionImport{Path: path, Settings: settings})
	code(t, "themes that nobody gives", err, consult.CodeInvalid)
	bruno := g.analyst(t, "Bruno")
	settings.Coder = bruno.User
	report := g.bring(path, settings)
	if report.Themes != 3 || !slices.Equal(keysOf(report), []string{"4 theme"}) {
		t.Errorf("report %+v", report)
	}
	current, err := g.store.CurrentAssignments(ctx, g.consultation.ID)
	if err != nil || len(current) != 3 || current[0].CoderID != bruno.User || current[0].State != consult.AssignmentConfirmed {
		t.Errorf("assignments %+v, %v", current, err)
	}
}

func TestOnlyWhoCollectsMayImport(t *testing.T) {
	g, ctx := gather(t), context.Background()
	in := service.ContributionImport{Path: g.file(notes)}
	_, err := g.ImportContributions(ctx, consult.Actor{User: consult.NewID(), Role: consult.RoleReader}, "ateliers", in)
	code(t, "a reader's import", err, consult.CodeForbidden)
	_, err = g.ImportContributions(ctx, g.amina, "sress-2016", in)
	code(t, "an import into a record", err, consult.CodeForbidden)
}
