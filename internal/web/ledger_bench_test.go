package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"concertation/internal/consult"
)

// BenchmarkLedger draws the ledger and gives its figures at 10,000 structures and 100,000 touches, through the router
// and a session, over a real store.
func BenchmarkLedger(b *testing.B) {
	const structures, touches = 10_000, 10
	ctx := context.Background()
	visit := &table{site: open(b), cookies: map[consult.Role]string{}}
	consultation, err := visit.store.ConsultationBySlug(ctx, "demonstration")
	visit.must(err)
	kinds := []consult.TouchKind{consult.TouchInvited, consult.TouchReminded, consult.TouchReminded, consult.TouchReminded, consult.TouchReminded,
		consult.TouchOpened, consult.TouchReached, consult.TouchRegistered, consult.TouchAttended, consult.TouchIdea}
	for from := 0; from < structures; from += 500 {
		visit.must(visit.store.Atomic(ctx, func(tx consult.Tx) error {
			for i := from; i < from+500; i++ {
				o := consult.Organisation{ID: consult.NewID(), ConsultationID: consultation.ID, Name: fmt.Sprintf("Structure %05d", i), Category: fmt.Sprintf("categorie %d", i%12),
					Territory: fmt.Sprint(40 + i%8), Phone: "02 41 00 00 00", Contacts: []consult.Contact{{Name: "Amina", Phone: "06 00 00 00 00"}}, CreatedAt: visit.clock.Now(), ChangedAt: visit.clock.Now()}
				if err := tx.InsertOrganisation(ctx, &o, o.Name, o.Name); err != nil {
					return err
				}
				for j := range touches {
					kind := kinds[j]
					if i%3 > 0 && j > 4 {
						kind = consult.TouchReminded // two in three stay silent
					}
					touch := consult.Touch{ID: consult.NewID(), ConsultationID: consultation.ID, OrganisationID: o.ID, Kind: kind, Channel: consult.ChannelEmail,
						Source: fmt.Sprint(j), At: visit.clock.Now().AddDate(0, 0, j).Add(time.Duration(i) * time.Second)}
					if err := tx.InsertTouch(ctx, &touch); err != nil {
						return err
					}
				}
			}
			return nil
		}))
	}
	cookie, _ := visit.enter(consult.RoleOrganiser)
	for name, path := range map[string]string{"page": "/suivi", "figures": "/suivi/donnees"} {
		get := func() *httptest.ResponseRecorder {
			request := httptest.NewRequest(http.MethodGet, "/console/concertations/demonstration"+path, nil)
			request.Header.Set("Cookie", cookie)
			return visit.do(request)
		}
		if answer := get(); answer.Code != http.StatusOK {
			b.Fatalf("%s gives %d", path, answer.Code)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				get()
			}
		})
	}
}
