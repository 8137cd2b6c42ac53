package service_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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
	authors, err := g.store.CountContributors(context.Background(), consult.ContributionFilter{ConsultationID: g.consultation.ID})
	if err != nil || authors != 93 {
		t.Errorf("%d contributors in the store, %v", authors, err)
	}
}

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

func TestAnImportIsUndoneAndComesBackWithItsFile(t *testing.T) {
	g := gather(t)
	path := g.file(notes)
	g.bring(path, consult.ImportSettings{})
	ids := g.contributions()
	if undone := g.undo(g.imports()[0].ID); undone != 5 || len(g.contributions()) != 0 || len(g.sessions()) != 0 {
		t.Errorf("%d undone, %d left, sessions %v", undone, len(g.contributions()), g.sessions())
	}
	if state := g.imports()[0].State; state != consult.ImportUndone {
		t.Errorf("state %s", state)
	}
	_, err := g.UndoImport(context.Background(), g.amina, "ateliers", g.imports()[0].ID)
	code(t, "undoing twice", err, consult.CodeConflict)
	report := g.bring(path, consult.ImportSettings{})
	if report.Restored != 5 || report.Added != 0 || len(g.sessions()) != 2 {
		t.Errorf("back: %+v", report)
	}
	back := g.contributions()
	if len(back) != 5 || back[0].ID != ids[0].ID || back[0].TextVersion != 1 {
		t.Errorf("contributions %+v", back)
	}
}

func TestUndoingAnImportLeavesWhatOthersHold(t *testing.T) {
	g, ctx := gather(t), context.Background()
	g.bring(g.file(notes), consult.ImportSettings{})
	first := g.imports()[0].ID
	// A person withdraws a note, another file adds one to the same workshop.
	note := g.contributions()[1]
	err := g.store.Atomic(ctx, func(tx consult.Tx) error {
		note.RetractedAt = noon
		return tx.UpdateContribution(ctx, &note)
	})
	if err != nil {
		t.Fatal(err)
	}
	g.bring(g.file("id;body;session;participants\nA;Des arbres;Atelier du marché;12\n"), consult.ImportSettings{})
	if undone := g.undo(first); undone != 5 {
		t.Errorf("%d undone", undone)
	}
	if left := g.contributions(); len(left) != 1 || left[0].Body != "Des arbres" || len(g.sessions()) != 1 {
		t.Errorf("left %+v, sessions %+v", left, g.sessions())
	}
	if report := g.bring(g.file(notes), consult.ImportSettings{}); report.Restored != 4 || report.Already != 1 {
		t.Errorf("what a person withdrew comes back: %+v", report)
	}
}

func TestAnInterruptedImportIsTakenUp(t *testing.T) {
	g := gather(t)
	var table strings.Builder
	table.WriteString("id;body\n")
	for i := range 500 {
		fmt.Fprintf(&table, "%d;Texte %d\n", i, i)
	}
	path := g.file(table.String())
	ctx, stop := context.WithCancel(context.Background())
	_, err := g.ImportContributions(ctx, g.amina, "ateliers", service.ContributionImport{Path: path, Name: "notes.csv",
		Progress: func(rows, total int) {
			if rows >= total/2 {
				stop()
			}
		}})
	if err == nil || g.imports()[0].State != consult.ImportStopped {
		t.Fatalf("not interrupted: %v, %s", err, g.imports()[0].State)
	}
	half := len(g.contributions())
	report := g.bring(path, consult.ImportSettings{})
	if half == 0 || half == 500 || report.Added != 500 || len(g.contributions()) != 500 || len(g.imports()) != 1 {
		t.Errorf("half %d, then %+v, %d imports", half, report, len(g.imports()))
	}
}

func TestAFileIsBroughtThroughTheConsole(t *testing.T) {
	g, ctx := gather(t), context.Background()
	held, err := g.ContributionsDesk().Receive(ctx, g.amina, "ateliers", "notes.csv", strings.NewReader(strings.Replace(notes, "body", "Votre texte", 1)))
	if err != nil || held.Settings.Columns["body"] != "Votre texte" || held.Settings.Columns["session"] != "session" {
		t.Fatalf("received %+v, %v", held.Settings, err)
	}
	view, err := g.ContributionsDesk().View(ctx, g.amina, "ateliers", held.ID)
	if err != nil || view.Survey.Rows != 5 || view.Survey.Settings.DateFormat != "JJ/MM/AAAA" || view.Survey.Settings.Separator != ";" {
		t.Fatalf("view %+v, %v", view.Survey, err)
	}
	if report, err := g.ContributionsDesk().Try(ctx, g.amina, "ateliers", held.ID); err != nil || report.Added != 5 || len(g.contributions()) != 0 {
		t.Fatalf("tried %+v, %v", report, err)
	}
	if err := g.ContributionsDesk().Start(ctx, g.amina, "ateliers", held.ID); err != nil {
		t.Fatal(err)
	}
	if err := g.ContributionsDesk().Start(ctx, g.amina, "ateliers", held.ID); err != nil {
		t.Errorf("a second click: %v", err)
	}
	g.Idle()
	if done := g.imports()[0]; done.State != consult.ImportDone || done.Report.Added != 5 || len(g.contributions()) != 5 {
		t.Errorf("done %+v", done)
	}
	if _, err := g.store.ImportPiece(ctx, held.ID, 0); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("the file is still kept: %v", err)
	}
	_, err = g.ContributionsDesk().Receive(ctx, g.amina, "ateliers", "photo.csv", strings.NewReader("\x89PNG\r\n\x1a\n\x00\x00"))
	code(t, "a picture", err, consult.CodeInvalid)
}

func TestFilesThatNobodyImportsAreRemovedAfterAWeek(t *testing.T) {
	g, ctx := gather(t), context.Background()
	left, err := g.ContributionsDesk().Receive(ctx, g.amina, "ateliers", "notes.csv", strings.NewReader(notes))
	if err != nil {
		t.Fatal(err)
	}
	cut := consult.Attachment{ID: consult.NewID(), ConsultationID: g.consultation.ID, ContributionID: letter(g), Name: "a.pdf", Size: 9, At: noon}
	if err := g.store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertAttachment(ctx, &cut) }); err != nil {
		t.Fatal(err)
	}
	g.clock.now = noon.AddDate(0, 0, 6)
	if err := g.SweepNow(ctx); err != nil || len(g.imports()) != 1 {
		t.Errorf("after six days: %d imports, %v", len(g.imports()), err)
	}
	g.clock.now = noon.AddDate(0, 0, 8)
	if err := g.SweepNow(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := g.store.ImportPiece(ctx, left.ID, 0); consult.CodeOf(err) != consult.CodeNotFound || len(g.imports()) != 0 {
		t.Errorf("the file stays: %v", err)
	}
	if _, err := g.store.Attachment(ctx, cut.ID); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("what was cut short stays: %v", err)
	}
}
