package service_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/testkit/database"
)

const essai = "essai"

// meeting is an event, that takes ten people.
type meeting struct {
	*box
	event consult.Event
}

func openMeeting(t testing.TB, changes ...func(*service.EventDraft)) *meeting {
	t.Helper()
	return openMeetingOn(t, database.SQLite(t), changes...)
}

func openMeetingOn(t testing.TB, url string, changes ...func(*service.EventDraft)) *meeting {
	t.Helper()
	m := &meeting{box: openBoxOn(t, url)}
	draft := service.EventDraft{Title: "Rencontre de lancement", Place: "Nantes", StartsAt: m.clock.Now().Add(48 * time.Hour), EndsAt: m.clock.Now().Add(51 * time.Hour),
		Capacity: 10, Public: true, Registration: true}
	for _, change := range changes {
		change(&draft)
	}
	var err error
	if m.event, err = m.SaveEvent(t.Context(), consult.System(), essai, draft); err != nil {
		t.Fatal(err)
	}
	return m
}

func amina() service.PersonDraft {
	return service.PersonDraft{ID: consult.NewID(), Name: "Amina", Email: "amina@exemple.fr", Structure: "Épicerie du port", SIRET: "732 829 320 00074"}
}

func named(name string) service.PersonDraft {
	return service.PersonDraft{ID: consult.NewID(), Name: name}
}

func (m *meeting) register(t testing.TB, draft service.PersonDraft) *service.Registered {
	t.Helper()
	made, err := m.Register(t.Context(), essai, m.event.ID, draft)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func (m *meeting) figures(t testing.TB) consult.EventFigures {
	t.Helper()
	view, err := m.Event(t.Context(), consult.System(), essai, m.event.ID)
	if err != nil {
		t.Fatal(err)
	}
	return view.Figures
}

// structure puts an organisation on the list.
func (m *meeting) structure(t testing.TB, name, siret string) consult.ID {
	t.Helper()
	o := consult.Organisation{ID: consult.NewID(), ConsultationID: m.event.ConsultationID, Name: name, SIRET: siret, CreatedAt: m.clock.Now(), ChangedAt: m.clock.Now()}
	if err := m.Store.Atomic(t.Context(), func(tx consult.Tx) error {
		return tx.InsertOrganisation(t.Context(), &o, strings.ToLower(name)+" "+siret, name)
	}); err != nil {
		t.Fatal(err)
	}
	return o.ID
}

// told lists what is told of an organisation.
func (m *meeting) told(t testing.TB, organisation consult.ID) string {
	t.Helper()
	touches, err := m.Store.Touches(t.Context(), consult.TouchFilter{OrganisationID: organisation})
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, touch := range touches {
		kinds = append(kinds, string(touch.Kind))
	}
	return strings.Join(kinds, " ")
}

func TestTenPlacesTakeTenOfSixtyFourAtOnce(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run("on "+engine, func(t *testing.T) {
			url := "sqlite:" + filepath.Join(t.TempDir(), "test.db")
			if engine == "postgres" {
				url = database.Postgres(t)
			}
			m := openMeetingOn(t, url)
			var wait sync.WaitGroup
			for i := range 64 {
				wait.Add(1)
				go func() {
					defer wait.Done()
					if _, err := m.Register(context.Background(), essai, m.event.ID, named(fmt.Sprintf("Personne %d", i))); err != nil {
						t.Error(err)
					}
				}()
			}
			wait.Wait()
			if f := m.figures(t); f.Confirmed != 10 || f.Waiting != 54 {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestThePlaceOfWhoCancelsGoesToWhoWaitsFirst(t *testing.T) {
	m := openMeeting(t, func(d *service.EventDraft) { d.Capacity = 1 })
	first, second, third := m.register(t, named("Amina")), m.register(t, named("Bruno")), m.register(t, named("Chloé"))
	if first.Attendee.State != consult.AttendanceConfirmed || second.Attendee.State != consult.AttendanceWaiting {
		t.Fatalf("%s, %s", first.Attendee.State, second.Attendee.State)
	}
	held, err := m.RegistrationByToken(t.Context(), third.Token)
	if err != nil || held.Ahead != 1 {
		t.Fatalf("%d ahead, %v", held.Ahead, err)
	}
	for range 2 { // twice changes nothing
		if _, err := m.CancelRegistration(t.Context(), first.Token); err != nil {
			t.Fatal(err)
		}
	}
	if held, _ = m.RegistrationByToken(t.Context(), second.Token); held.Attendee.State != consult.AttendanceConfirmed {
		t.Errorf("the first who waited is %s", held.Attendee.State)
	}
	if f := m.figures(t); f.Confirmed != 1 || f.Waiting != 1 || f.Cancelled != 1 {
		t.Errorf("%+v", f)
	}
	draft := service.EventDraft{ID: m.event.ID, Title: m.event.Title, StartsAt: m.event.StartsAt, Capacity: 5, Public: true, Registration: true}
	if _, err := m.SaveEvent(t.Context(), consult.System(), essai, draft); err != nil {
		t.Fatal(err)
	}
	if f := m.figures(t); f.Confirmed != 2 || f.Waiting != 0 {
		t.Errorf("a larger room leaves %+v", f)
	}
}

func TestADoublePostIsOneRegistration(t *testing.T) {
	m := openMeeting(t)
	draft := amina()
	draft.Token = m.blank(t).Token
	first, again := m.register(t, draft), m.register(t, draft)
	if !again.Again || first.Attendee.Code != again.Attendee.Code || m.figures(t).Confirmed != 1 {
		t.Errorf("again %v, %+v", again.Again, m.figures(t))
	}
	changed := draft
	changed.Name = "Bruno"
	if _, err := m.Register(t.Context(), essai, m.event.ID, changed); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("the page of somebody registers another: %v", err)
	}
	forged := draft
	forged.Token = m.blank(t).Token
	if made, err := m.Register(t.Context(), essai, m.event.ID, forged); consult.CodeOf(err) != consult.CodeConflict || made != nil {
		t.Errorf("whoever knows an identifier sees whose it is: %v", err)
	}
}

func (m *meeting) blank(t testing.TB) *service.PublicEventView {
	t.Helper()
	view, err := m.PublicEvent(t.Context(), essai, m.event.ID)
	if err != nil {
		t.Fatal(err)
	}
	return view
}

func TestWhatIsWrongWithARegistrationIsSaid(t *testing.T) {
	m := openMeeting(t)
	for field, change := range map[string]func(d *service.PersonDraft){
		"name": func(d *service.PersonDraft) { d.Name = " \u200b" }, "email": func(d *service.PersonDraft) { d.Email = "amina@exemple.fr\nBcc: tous@exemple.fr" },
		"siret": func(d *service.PersonDraft) { d.SIRET = "123" }, "structure": func(d *service.PersonDraft) { d.Structure = strings.Repeat("a", 5000) },
	} {
		draft := amina()
		change(&draft)
		_, err := m.Register(t.Context(), essai, m.event.ID, draft)
		if consult.CodeOf(err) != consult.CodeInvalid || !strings.Contains(fmt.Sprintf("%+v", faultsOf(err)), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	m.clock.advance(72 * time.Hour)
	if _, err := m.Register(t.Context(), essai, m.event.ID, amina()); consult.CodeOf(err) != consult.CodeClosed {
		t.Errorf("a past event takes people: %v", err)
	}
}

func TestSomebodyArrivesOnceAndCanBeTakenBack(t *testing.T) {
	m := openMeeting(t)
	made := m.register(t, amina())
	m.clock.advance(48 * time.Hour)
	ticket, err := m.Ticket(t.Context(), consult.System(), strings.ToLower(made.Attendee.Code[:4]+" - "+made.Attendee.Code[4:]))
	if err != nil || ticket.Person.Name != "Amina" || ticket.OtherDay {
		t.Fatalf("%+v %v", ticket, err)
	}
	first, err := m.Arrive(t.Context(), consult.System(), made.Attendee.ID)
	if err != nil || first.Again {
		t.Fatalf("%+v %v", first, err)
	}
	m.clock.advance(time.Hour)
	second, err := m.Arrive(t.Context(), consult.System(), made.Attendee.ID)
	if err != nil || !second.Again || !second.Person.ArrivedAt.Equal(first.Person.ArrivedAt) || m.figures(t).Arrived != 1 {
		t.Errorf("a second scan: %+v, %d counted", second, m.figures(t).Arrived)
	}
	if _, err := m.Unarrive(t.Context(), consult.System(), made.Attendee.ID); err != nil || m.figures(t).Arrived != 0 {
		t.Errorf("taken back: %v, %d counted", err, m.figures(t).Arrived)
	}
	for _, forged := range []string{"", "ABCD2345", "%", "'; DROP TABLE events", strings.Repeat("A", 500)} {
		if _, err := m.Ticket(t.Context(), consult.System(), forged); consult.CodeOf(err) != consult.CodeNotFound {
			t.Errorf("code %.20q: %v", forged, err)
		}
	}
	if _, err := m.Ticket(t.Context(), consult.Actor{}, made.Attendee.Code); consult.CodeOf(err) != consult.CodeForbidden {
		t.Errorf("the public reads tickets: %v", err)
	}
}

func TestManyDoorsCountOnePersonOnce(t *testing.T) {
	m := openMeeting(t)
	made := m.register(t, amina())
	var wait sync.WaitGroup
	var lock sync.Mutex
	fresh := 0
	for range 16 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			ticket, err := m.Arrive(context.Background(), consult.System(), made.Attendee.ID)
			if err != nil {
				t.Error(err)
				return
			}
			lock.Lock()
			defer lock.Unlock()
			if !ticket.Again {
				fresh++
			}
		}()
	}
	wait.Wait()
	if fresh != 1 || m.figures(t).Arrived != 1 {
		t.Errorf("%d arrivals, %d counted", fresh, m.figures(t).Arrived)
	}
}

func TestWhatIsToldOfAStructureFollowsTheList(t *testing.T) {
	m := openMeeting(t)
	epicerie, other := m.structure(t, "Épicerie du port", "73282932000074"), m.structure(t, "Scierie du bois", "")
	made := m.register(t, amina())
	if made.Attendee.OrganisationID != epicerie || m.told(t, epicerie) != "registered" {
		t.Fatalf("tied to %s, told %q", made.Attendee.OrganisationID, m.told(t, epicerie))
	}
	colleague, err := m.AddPerson(t.Context(), consult.System(), essai, m.event.ID, service.PersonDraft{ID: consult.NewID(), Name: "Bruno", Organisation: epicerie, Arrived: true})
	if err != nil || m.told(t, epicerie) != "registered attended" {
		t.Fatalf("%v, told %q", err, m.told(t, epicerie))
	}
	if _, err := m.Arrive(t.Context(), consult.System(), made.Attendee.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Unarrive(t.Context(), consult.System(), colleague.ID); err != nil || m.told(t, epicerie) != "registered attended" {
		t.Errorf("one of two still came: %v, told %q", err, m.told(t, epicerie))
	}
	if f := m.figures(t); f.Arrived != 1 || f.Structures != 1 {
		t.Errorf("%+v", f)
	}
	moved := amina()
	moved.Organisation = other
	if err := m.EditPerson(t.Context(), consult.System(), essai, m.event.ID, made.Attendee.ID, moved); err != nil {
		t.Fatal(err)
	}
	if m.told(t, other) != "registered attended" || strings.Contains(m.told(t, epicerie), "attended") {
		t.Errorf("told %q and %q", m.told(t, epicerie), m.told(t, other))
	}
	if err := m.SetPerson(t.Context(), consult.System(), essai, m.event.ID, made.Attendee.ID, consult.AttendanceCancelled); err != nil || m.told(t, other) != "" {
		t.Errorf("cancelled: %v, told %q", err, m.told(t, other))
	}
}

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

func TestDeclaredAndCountedStandSideBySide(t *testing.T) {
	m := openMeeting(t, func(d *service.EventDraft) { d.Capacity, d.Declared, d.DeclaredBy = 0, 120, "les animateurs" })
	for i := range 6 {
		if _, err := m.AddPerson(t.Context(), consult.System(), essai, m.event.ID, service.PersonDraft{ID: consult.NewID(), Name: fmt.Sprintf("Personne %d", i), Arrived: true}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := m.AddWorkshop(t.Context(), consult.System(), essai, m.event.ID, consult.NewID(), "Table 1", "14"); err != nil {
		t.Fatal(err)
	}
	view, err := m.PublicConsultation(t.Context(), essai)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, figure := range view.Figures {
		found[fmt.Sprintf("%s %d counted=%v by=%s", figure.Kind, figure.Value, figure.Counted, figure.By)] = true
		if figure.Kind == service.FigureEvent && figure.Value == 126 {
			t.Error("what is declared is added to what is counted")
		}
	}
	for _, wanted := range []string{"event 6 counted=true by=", "event 120 counted=false by=les animateurs", "workshops 14 counted=false by="} {
		if !found[wanted] {
			t.Errorf("no figure %q among %v", wanted, found)
		}
	}
}

func TestAWorkshopOfAnEventIsMadeOnceAndLinksBack(t *testing.T) {
	m := openMeeting(t)
	form := consult.NewID()
	var session consult.SessionHeld
	for range 2 {
		var err error
		if session, err = m.AddWorkshop(t.Context(), consult.System(), essai, m.event.ID, form, "Table 1", "12"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := m.CaptureNotes(t.Context(), consult.System(), essai, service.NotesDraft{ID: consult.NewID(), Session: session.ID,
		Notes: "- Ouvrir plus tôt\n- Un marché le soir", GatheredText: service.GatheredText{Publication: consult.PublicationNo}}); err != nil {
		t.Fatal(err)
	}
	view, err := m.Event(t.Context(), consult.System(), essai, m.event.ID)
	if err != nil || len(view.Workshops) != 1 || view.Workshops[0].Notes != 2 || view.Workshops[0].Participants != 12 {
		t.Fatalf("%+v %v", view.Workshops, err)
	}
	if back, err := m.EventOfWorkshop(t.Context(), session.ID); err != nil || back == nil || back.ID != m.event.ID {
		t.Errorf("the workshop leads to %+v, %v", back, err)
	}
	if err := m.TieWorkshop(t.Context(), consult.System(), essai, m.event.ID, session.ID, false); err != nil {
		t.Fatal(err)
	}
	if view, _ = m.Event(t.Context(), consult.System(), essai, m.event.ID); len(view.Workshops) != 0 || len(view.Others) != 1 {
		t.Errorf("%+v %+v", view.Workshops, view.Others)
	}
}

func TestTheListIsASpreadsheetOfText(t *testing.T) {
	m := openMeeting(t)
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	m.P = catalogue.In("fr")
	if _, err := m.AddPerson(t.Context(), consult.System(), essai, m.event.ID, service.PersonDraft{ID: consult.NewID(), Name: "=HYPERLINK(1)", Arrived: true}); err != nil {
		t.Fatal(err)
	}
	m.register(t, named("Bruno"))
	var out bytes.Buffer
	if err := m.ExportEvent(t.Context(), consult.System(), essai, m.event.ID, &out); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := file.GetRows(file.GetSheetName(0))
	if err != nil || len(rows) != 3 || rows[2][0] != "=HYPERLINK(1)" || rows[1][len(rows[1])-1] != catalogue.In("fr").T("events.absent") {
		t.Fatalf("%q %v", rows, err)
	}
	if formula, _ := file.GetCellFormula(file.GetSheetName(0), "A3"); formula != "" {
		t.Errorf("a name became a formula: %q", formula)
	}
}

// sure takes a list as it is: of so few rows, one that is wrong makes its column look shifted.
func sure(settings *consult.ImportSettings) { settings.Sure = true }

func TestTheFiguresOfThePublicPageNameNoEventThatIsNotPublic(t *testing.T) {
	m := openMeeting(t, func(d *service.EventDraft) { d.Title, d.Public = "Réunion interne", false })
	ctx, system := t.Context(), consult.System()
	draft := service.EventDraft{ID: m.event.ID, Title: m.event.Title, StartsAt: m.event.StartsAt, Declared: 40, DeclaredBy: "le cabinet"}
	if _, err := m.SaveEvent(ctx, system, essai, draft); err != nil {
		t.Fatal(err)
	}
	view, err := m.PublicConsultation(ctx, essai)
	if err != nil {
		t.Fatal(err)
	}
	for _, figure := range view.Figures {
		if figure.Kind == service.FigureEvent {
			t.Errorf("the public page tells of %+v", figure)
		}
	}
}
