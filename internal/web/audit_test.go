package web_test

import (
	"context"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
)

// Whatever an entry is about, the log names it and leads to a page that opens.
func TestTheLogLeadsToWhatItsEntriesAreAbout(t *testing.T) {
	visit := openTable(t)
	ctx := context.Background()
	consultation, err := visit.store.ConsultationBySlug(ctx, "demonstration")
	visit.must(err)
	questionnaires, err := visit.store.Questionnaires(ctx, consultation.ID)
	visit.must(err)
	records := map[consult.AuditKind]string{consult.AuditConsultation: string(consultation.ID), consult.AuditQuestionnaire: string(questionnaires[0].ID),
		consult.AuditEvent: visit.records["rencontres/:id"], consult.AuditAttendance: visit.records[":personne"],
		consult.AuditMail: visit.records["courriels/:id"], consult.AuditCampaign: visit.records["invitations/:id"], consult.AuditBody: visit.records[":instance"],
		consult.AuditRights: visit.records[":dossier"], consult.AuditOrganisation: visit.records["structures/:id"], consult.AuditUser: visit.records[":compte"],
		consult.AuditRevision: visit.records[":revision"], consult.AuditResponse: visit.records[":response"], consult.AuditTheme: visit.records[":theme"],
		consult.AuditAction: visit.records["actions-proposees/:action"], consult.AuditImport: visit.records["importer/:id"],
		consult.AuditSession: visit.records["seances/:id"], consult.AuditContribution: visit.records["contributions/:id"],
		consult.AuditAttachment: visit.records["pieces/:id"], consult.AuditIdea: visit.records["idees/:id"]}
	var entries []consult.AuditEntry
	tell := func(record string) {
		entries = append(entries, consult.AuditEntry{ID: consult.NewID(), At: time.Now().AddDate(1, 0, 0), ActorName: "Amina", Operation: "consultation.edit",
			ConsultationID: consultation.ID, Record: record})
	}
	for kind, id := range records {
		tell(string(kind) + " " + id)
	}
	for _, key := range []string{"structures/importer/:id", "rencontres/importer/:id"} {
		tell("import " + visit.records[key])
	}
	tell("contribution " + visit.records["textes/:id"])
	for _, kind := range consult.AuditKinds() {
		tell(string(kind) + " " + string(consult.NewID())) // gone
	}
	visit.must(visit.store.Atomic(ctx, func(tx consult.Tx) error {
		for i := range entries {
			if err := tx.AppendAudit(ctx, &entries[i]); err != nil {
				return err
			}
		}
		return nil
	}))
	page := visit.come(http.MethodGet, "/console/journal", visit.cookies[consult.RoleOrganiser]).Body.String()
	table, _, _ := strings.Cut(page[strings.Index(page, "<tbody"):], "</table>")
	links := map[string]bool{}
	for _, link := range regexp.MustCompile(`<a [^>]*href="([^"]+)"[^>]*>([^<]+)</a>`).FindAllStringSubmatch(table, -1) {
		links[html.UnescapeString(link[1])] = true
	}
	if len(links) < len(records)-1 {
		t.Errorf("%d links: %v", len(links), links)
	}
	for link := range links {
		if answer := visit.come(http.MethodGet, link, visit.cookies[consult.RoleOrganiser]); answer.Code != http.StatusOK {
			t.Errorf("%s gives %d", link, answer.Code)
		}
	}
	said := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(table, "\n")
	if id := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-`).FindString(said); id != "" || strings.Contains(said, "audit.") {
		t.Errorf("an identifier or a key is shown: %s", said)
	}
	if gone := strings.Count(said, "supprimé"); gone < len(consult.AuditKinds()) {
		t.Errorf("%d records are said to be gone", gone)
	}
}
