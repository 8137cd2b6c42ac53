package service_test

import (
	"fmt"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// bring imports a list through the desk and waits for its end.
func (m *meeting) bring(t testing.TB, table string, change func(*consult.ImportSettings)) *service.ImportView {
	t.Helper()
	desk := m.AttendancesDesk()
	held, err := desk.Receive(t.Context(), consult.System(), essai, "liste.csv", strings.NewReader(table))
	if err != nil {
		t.Fatal(err)
	}
	settings := held.Settings
	settings.Event = m.event.ID
	if change != nil {
		change(&settings)
	}
	if held, err = desk.Set(t.Context(), consult.System(), essai, held.ID, settings); err != nil {
		t.Fatal(err)
	}
	tried, err := desk.Try(t.Context(), consult.System(), essai, held.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := desk.Start(t.Context(), consult.System(), essai, held.ID); err != nil {
		t.Fatal(err)
	}
	m.Idle()
	view, err := desk.View(t.Context(), consult.System(), essai, held.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := view.Import.Report; got.Added != tried.Added || got.Updated != tried.Updated || got.Refused != tried.Refused {
		t.Errorf("tried %+v, did %+v", tried, got)
	}
	return view
}

const listOfTheDay = "Nom;Prénom;Courriel;Structure;SIRET;Présence\n" +
	"Diallo;Amina;amina@exemple.fr;Épicerie du port;73282932000074;x\n" +
	"Le Goff;Bruno;;Scierie du bois;;9h12\n" +
	"Martin;Chloé;chloe@exemple.fr;;;absente\n" +
	"Diallo;Amina;AMINA@exemple.fr;;;x\n" +
	"Robert;David;david(at)exemple.fr;;;peut-être\n"

func TestAListIsBroughtOnceAndTakenBack(t *testing.T) {
	m := openMeeting(t)
	epicerie := m.structure(t, "Épicerie du port", "73282932000074")
	made := m.register(t, service.PersonDraft{ID: consult.NewID(), Name: "Chloé Martin", Email: "chloe@exemple.fr"})
	view := m.bring(t, listOfTheDay, sure)
	if r := view.Import.Report; r.Rows != 5 || r.Added != 2 || r.Already != 2 || r.Refused != 1 {
		t.Fatalf("%+v", r)
	}
	if f := m.figures(t); f.Confirmed != 3 || f.Arrived != 2 || f.OnList != 2 {
		t.Errorf("%+v", f)
	}
	if m.told(t, epicerie) != "registered attended" && m.told(t, epicerie) != "attended" {
		t.Errorf("told %q", m.told(t, epicerie))
	}
	if again := m.bring(t, listOfTheDay, sure).Import.Report; again.Added+again.Updated != 0 || m.figures(t).Arrived != 2 {
		t.Errorf("a second time: %+v", again)
	}
	// Somebody of the list was seen at the door too: undoing keeps them.
	all, err := m.Event(t.Context(), consult.System(), essai, m.event.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all.People {
		if one.Name == "Bruno Le Goff" {
			if _, err := m.Unarrive(t.Context(), consult.System(), one.ID); err != nil {
				t.Fatal(err)
			}
			if _, err := m.Arrive(t.Context(), consult.System(), one.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := m.AttendancesDesk().Undo(t.Context(), consult.System(), essai, view.Import.ID); err != nil {
		t.Fatal(err)
	}
	m.Idle()
	if f := m.figures(t); f.Confirmed != 2 || f.Arrived != 1 || f.OnList != 0 {
		t.Errorf("after undoing: %+v", f)
	}
	if _, err := m.RegistrationByToken(t.Context(), made.Token); err != nil {
		t.Errorf("who registered is gone: %v", err)
	}
	if m.told(t, epicerie) != "" {
		t.Errorf("told %q", m.told(t, epicerie))
	}
}

func TestAListWithShiftedColumnsAsksToBeSure(t *testing.T) {
	m := openMeeting(t)
	desk := m.AttendancesDesk()
	var table strings.Builder
	table.WriteString("Nom;Courriel;Structure\n")
	for i := range 20 {
		fmt.Fprintf(&table, "p%d@exemple.fr;Épicerie %d;Nantes\n", i, i)
	}
	held, err := desk.Receive(t.Context(), consult.System(), essai, "liste.csv", strings.NewReader(table.String()))
	if err != nil {
		t.Fatal(err)
	}
	settings := held.Settings
	settings.Event = m.event.ID
	if held, err = desk.Set(t.Context(), consult.System(), essai, held.ID, settings); err != nil {
		t.Fatal(err)
	}
	view, err := desk.View(t.Context(), consult.System(), essai, held.ID)
	if err != nil || len(view.Survey.Doubts) != 2 {
		t.Fatalf("doubts %+v, %v", view.Survey, err)
	}
	if err := desk.Start(t.Context(), consult.System(), essai, held.ID); consult.CodeOf(err) != consult.CodeInvalid {
		t.Errorf("taken as it is: %v", err)
	}
	tried, err := desk.Try(t.Context(), consult.System(), essai, held.ID)
	if err != nil || tried.Refused != 20 || tried.Added != 0 {
		t.Errorf("%+v %v", tried, err)
	}
	settings.Event = consult.NewID()
	if held, err = desk.Set(t.Context(), consult.System(), essai, held.ID, settings); err != nil {
		t.Fatal(err)
	}
	if err := desk.Start(t.Context(), consult.System(), essai, held.ID); consult.CodeOf(err) != consult.CodeInvalid {
		t.Errorf("the list of no event: %v", err)
	}
}

// sure takes a list as it is: of so few rows, one that is wrong makes its column look shifted.
func sure(settings *consult.ImportSettings) { settings.Sure = true }
