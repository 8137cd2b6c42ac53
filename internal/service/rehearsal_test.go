package service_test

import (
	"context"
	"fmt"
	"io"
	"mime/quotedprintable"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/intake"
	"concertation/internal/mail"
	"concertation/internal/service"
)

// The size of the real case: structures asked, answers.
const (
	rehearsed = 750
	answering = 275
)

// rehearsal is a consultation of the real case's size, on fictitious data: its list comes from a file, its invitations go
// through a mail server, its answers come by the links that the server received.
type rehearsal struct {
	*inviting
	t     *testing.T
	links map[string]string // by address, as the last mail to it gives it
	seen  int               // mails of the server read so far
}

func TestAConsultationOfTheRealSizeFromTheListToAnErasure(t *testing.T) {
	if testing.Short() {
		t.Skip("750 structures, 1,500 mails: half a minute")
	}
	ctx := context.Background()
	r := &rehearsal{inviting: openInviting(t), t: t, links: map[string]string{}}
	patient := postbox(t, r.post.server.URL())
	patient.Patience = mail.UsualPatience() // 1,500 mails on a machine at work: a late answer is no trouble here
	r.UseMail(patient)
	r.bring()
	check(t, r.SetMails(ctx, consult.System(), "essai", service.MailSettings{PerHour: 36_000}))

	invited := r.leave(t, waveOf(consult.MailInvitation))
	if got := invited.Campaign.Report; got.Structures != rehearsed || got.Mails != rehearsed {
		t.Fatalf("invitations: %+v", got)
	}
	r.deliver(rehearsed)
	r.answerFrom(0, 150)

	r.remind(rehearsed - 150)
	r.answerFrom(150, 225)
	r.remind(rehearsed - 225)
	r.answerFrom(225, answering)

	attended := r.meet("Lancement", 0, 60) + r.meet("Restitution", 300, 340)

	view, err := r.Ledger(ctx, consult.System(), "essai", service.LedgerQuery{})
	check(t, err)
	whole := &view.Whole
	for step, want := range map[consult.LedgerStep]int{consult.StepInvited: rehearsed, consult.StepAnswered: answering, consult.StepBegun: answering, consult.StepAttended: attended} {
		if got := whole.At(step); got != want {
			t.Errorf("%s: %d, want %d", step, got, want)
		}
	}
	if whole.Count != rehearsed || view.Doubles != 0 || view.Untied != 0 {
		t.Errorf("list %d, doubles %d, untied %d", whole.Count, view.Doubles, view.Untied)
	}
	sum := 0
	for i := range view.Strata {
		sum += view.Strata[i].At(consult.StepAnswered)
	}
	if sum != answering {
		t.Errorf("the strata hold %d answers", sum)
	}
	r.erase(address(7))
}

func address(i int) string { return fmt.Sprintf("structure%d@exemple.fr", i) }

// bring imports the list from a spreadsheet.
func (r *rehearsal) bring() {
	r.t.Helper()
	var rows strings.Builder
	rows.WriteString("nom;siret;catégorie;territoire;courriel;téléphone;commune\n")
	for i := range rehearsed {
		fmt.Fprintf(&rows, "Structure %04d;;%s;%s;%s;02 40 %02d %02d 00;Commune %d\n", i, []string{"association", "coopérative", "mutuelle"}[i%3],
			[]string{"44", "49", "53", "72", "85"}[i%5], address(i), i/100, i%100, i)
	}
	path := filepath.Join(r.t.TempDir(), "liste.csv")
	check(r.t, os.WriteFile(path, []byte(rows.String()), 0o600))
	file, err := intake.Open(path)
	check(r.t, err)
	report, err := r.ImportOrganisations(context.Background(), consult.System(), "essai", file, service.ImportOptions{Name: "liste.csv"})
	check(r.t, err)
	if report.Added != rehearsed {
		r.t.Fatalf("imported %+v", report)
	}
}

// deliver has the mail server take that many mails more, and reads the links in them.
func (r *rehearsal) deliver(want int) {
	r.t.Helper()
	postman := r.NewPostman()
	defer postman.Close()
	for range 4 * want {
		if len(r.post.server.Received()) >= r.seen+want {
			break
		}
		r.clock.advance(time.Second)
		postman.Round(context.Background())
	}
	mails := r.post.server.Received()
	if len(mails) != r.seen+want {
		r.t.Fatalf("the mail server took %d mails, want %d", len(mails)-r.seen, want)
	}
	ids := map[string]bool{}
	for _, m := range mails {
		if ids[m.MessageID] {
			r.t.Fatalf("%s was sent twice", m.MessageID)
		}
		ids[m.MessageID] = true
	}
	link := regexp.MustCompile(`/s/([a-z2-7]{26})`)
	for _, m := range mails[r.seen:] {
		content, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(string(m.Content))))
		if err != nil {
			content = m.Content // parts that are not so encoded
		}
		found := link.FindStringSubmatch(string(content))
		if found == nil {
			r.t.Fatalf("no link in the mail to %s:\n%s", m.To, content)
		}
		if before := r.links[m.To]; before != "" && before != found[1] {
			r.t.Errorf("a reminder gives %s another link", m.To)
		}
		r.links[m.To] = found[1]
	}
	r.seen = len(mails)
}

// remind sends a reminder, to so many.
func (r *rehearsal) remind(want int) {
	r.t.Helper()
	r.clock.advance(7 * 24 * time.Hour / 7)
	view := r.leave(r.t, waveOf(consult.MailReminder))
	if view.Campaign.Report.Mails != want {
		r.t.Fatalf("reminder: %+v, want %d mails", view.Campaign.Report, want)
	}
	r.deliver(want)
}

// answerFrom has structures answer by the links that they were sent.
func (r *rehearsal) answerFrom(from, to int) {
	r.t.Helper()
	for i := from; i < to; i++ {
		begun, err := r.BeginInvited(context.Background(), r.links[address(i)], "questionnaire", "")
		check(r.t, err)
		r.save(r.t, begun.Token, r.page(r.t, begun.Token, 0, forms.Raw{"qui": {"structure"}, "nom": {fmt.Sprintf("Structure %04d", i)}}))
		r.save(r.t, begun.Token, r.page(r.t, begun.Token, 1, forms.Raw{"besoin": {fmt.Sprintf("Un besoin de la structure %d", i)}, "publication": {"anonymous"}}))
		r.send(r.t, begun.Token)
	}
}

// meet holds an event: people of these structures register, all but one in ten come, twice at the door. It gives how many
// structures came.
func (r *rehearsal) meet(title string, from, to int) (came int) {
	r.t.Helper()
	ctx := context.Background()
	event, err := r.SaveEvent(ctx, consult.System(), "essai", service.EventDraft{Title: title, Place: "Nantes", StartsAt: r.clock.Now().Add(time.Hour),
		EndsAt: r.clock.Now().Add(3 * time.Hour), Capacity: 200, Public: true, Registration: true})
	check(r.t, err)
	organisations, err := r.store.Organisations(ctx, consult.OrganisationFilter{ConsultationID: r.id})
	check(r.t, err)
	for i := from; i < to; i++ {
		person, err := r.AddPerson(ctx, consult.System(), "essai", event.ID, service.PersonDraft{ID: consult.NewID(), Name: fmt.Sprintf("Personne %d", i),
			Organisation: organisations[i].ID})
		check(r.t, err)
		if i%10 == 0 {
			continue
		}
		for range 2 {
			_, err := r.Arrive(ctx, consult.System(), person.ID)
			check(r.t, err)
		}
		came++
	}
	return came
}

// erase finds a person by an address, shows, exports and erases what is held of them; what is counted stays the same.
func (r *rehearsal) erase(address string) {
	r.t.Helper()
	ctx := context.Background()
	before, err := r.store.CountResponses(ctx, consult.ResponseFilter{ConsultationID: r.id, Status: consult.ResponseSubmitted})
	check(r.t, err)
	found, err := r.FindPerson(ctx, consult.System(), address)
	check(r.t, err)
	var records []consult.RecordRef
	for _, record := range found {
		records = append(records, record.Ref)
	}
	if len(records) < 2 { // the structure's contact and its mails at least
		r.t.Fatalf("found %+v", found)
	}
	opened, err := r.OpenRightsCase(ctx, consult.System(), records)
	check(r.t, err)
	file, err := r.ExportPersonFile(ctx, consult.System(), opened.ID)
	check(r.t, err)
	if len(file.Records) != len(records) {
		r.t.Errorf("exported %d records of %d", len(file.Records), len(records))
	}
	check(r.t, r.EraseRecords(ctx, consult.System(), opened.ID))
	again, err := r.FindPerson(ctx, consult.System(), address)
	check(r.t, err)
	for _, record := range again {
		r.t.Errorf("still found: %+v", record)
	}
	after, err := r.store.CountResponses(ctx, consult.ResponseFilter{ConsultationID: r.id, Status: consult.ResponseSubmitted})
	check(r.t, err)
	if after != before {
		r.t.Errorf("%d responses counted before, %d after", before, after)
	}
}
