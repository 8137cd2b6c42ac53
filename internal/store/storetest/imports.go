package storetest

import (
	"fmt"
	"time"

	"concertation/internal/consult"
)

var importTests = map[string]func(*world){
	"an import keeps its settings, its report and its file": func(w *world) {
		c := w.consultation()
		first, second := w.imported(c, noon), w.imported(c, noon.Add(time.Minute))
		same(w, must[consult.Import](w)(w.store.Import(w.ctx, first.ID)), *first)
		sameOrder(w, must[[]consult.Import](w)(w.store.Imports(w.ctx, c.ID)), func(i consult.Import) consult.ID { return i.ID }, second.ID, first.ID)
		piece := []byte{0, 255, 1, '\n', 0xC3}
		w.write(func(tx consult.Tx) error { return tx.InsertImportPiece(w.ctx, first.ID, 0, piece) })
		same(w, must[[]byte](w)(w.store.ImportPiece(w.ctx, first.ID, 0)), piece)
		w.write(func(tx consult.Tx) error { return tx.DeleteImportPieces(w.ctx, first.ID) })
		_, err := w.store.ImportPiece(w.ctx, first.ID, 0)
		w.code(consult.CodeNotFound, err)
		w.write(func(tx consult.Tx) error { return tx.DeleteImport(w.ctx, second.ID) })
		_, err = w.store.Import(w.ctx, second.ID)
		w.code(consult.CodeNotFound, err)
	},
	"a run that another took over writes no more": func(w *world) {
		i := w.imported(w.consultation(), noon)
		early := i.Runner
		i.Runner, i.State, i.BeatAt, i.Report.Rows = consult.NewID(), consult.ImportRunning, noon, 12
		w.write(func(tx consult.Tx) error { return tx.UpdateImport(w.ctx, i, early) })
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.UpdateImport(w.ctx, i, early) })
		same(w, must[consult.Import](w)(w.store.Import(w.ctx, i.ID)), *i)
	},
	"imported contributions come with their rows, their authors apart": func(w *world) {
		c := w.consultation()
		i := w.imported(c, noon)
		texts, rows := w.importRows(c, i, 20)
		apart := []consult.ContributionIdentity{{ContributionID: texts[0].ID, Field: consult.IdentityAuthor, Value: "Amina Benali"}}
		w.write(func(tx consult.Tx) error { return tx.InsertImported(w.ctx, texts, rows, apart) })
		same(w, must[consult.Contribution](w)(w.store.Contribution(w.ctx, texts[3].ID)), *texts[3])
		same(w, must[[]consult.ContributionIdentity](w)(w.store.ContributionIdentities(w.ctx, texts[0].ID)), apart)
		found := must[[]consult.ImportedRow](w)(w.store.ImportedRows(w.ctx, c.ID, []string{"row 3", "absent", "row 1"}))
		same(w, found, []consult.ImportedRow{rows[1], rows[3]})
		same(w, must[[]string](w)(w.store.GivenNames(w.ctx, c.ID)), []string{"Amina Benali"})
		rows[0].Undone = true
		w.write(func(tx consult.Tx) error {
			if err := tx.UpdateImportedRow(w.ctx, &rows[0]); err != nil {
				return err
			}
			return tx.ReplaceIdentities(w.ctx, texts[0].ID, nil)
		})
		left := must[[]consult.ImportedRow](w)(w.store.RowsOfImport(w.ctx, i.ID, 100))
		same(w, len(left), 19)
		same(w, must[[]consult.ContributionIdentity](w)(w.store.ContributionIdentities(w.ctx, texts[0].ID)), nil)
		w.refused(consult.CodeConflict, func(tx consult.Tx) error {
			again := *texts[0]
			again.ID = consult.NewID()
			row := rows[0]
			row.ContributionID = again.ID
			return tx.InsertImported(w.ctx, []*consult.Contribution{&again}, []consult.ImportedRow{row}, nil)
		})
	},
	"a contribution that is no answer is changed, and its codings follow its text": func(w *world) {
		c := w.consultation()
		note := w.note(c, "Plus de bancs")
		w.coded(note, consult.NewID(), consult.NewID(), consult.AssignmentConfirmed)
		note.Territory, note.AuthorKey, note.ChangedAt = "49", "abc", noon.Add(time.Minute)
		w.write(func(tx consult.Tx) error { return tx.UpdateContribution(w.ctx, note) })
		same(w, must[consult.Contribution](w)(w.store.Contribution(w.ctx, note.ID)), *note)
		same(w, w.states(note), []consult.AssignmentState{consult.AssignmentConfirmed})
		note.Body, note.TextVersion, note.RetractedAt = "Des arbres", 2, noon
		w.write(func(tx consult.Tx) error { return tx.UpdateContribution(w.ctx, note) })
		same(w, must[consult.Contribution](w)(w.store.Contribution(w.ctx, note.ID)), *note)
		same(w, w.states(note), []consult.AssignmentState{consult.AssignmentStale})

		answer := w.submit(w.draft(w.revision(c)), noon, "Une réponse")[0]
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.UpdateContribution(w.ctx, &answer) })
	},
	"the empty sessions of an import go, the others stay": func(w *world) {
		c := w.consultation()
		i := w.imported(c, noon)
		var sessions []*consult.SessionHeld
		for n := range 4 {
			s := &consult.SessionHeld{ID: consult.NewID(), ConsultationID: c.ID, Title: "Atelier", Table: fmt.Sprint(n), Participants: n, ImportKey: fmt.Sprint("key ", n)}
			if n > 0 {
				s.ImportID = i.ID
			}
			w.write(func(tx consult.Tx) error { return tx.InsertSessionHeld(w.ctx, s) })
			sessions = append(sessions, s)
		}
		notes := map[int]*consult.Contribution{}
		for n, retracted := range map[int]bool{1: false, 2: true} {
			note := w.note(c, "Plus de bancs")
			if note.SessionID = sessions[n].ID; retracted {
				note.RetractedAt = noon
			}
			w.write(func(tx consult.Tx) error { return tx.UpdateContribution(w.ctx, note) })
			notes[n] = note
		}
		same(w, must[map[consult.ID]int](w)(w.store.NotesBySession(w.ctx, c.ID)), map[consult.ID]int{sessions[1].ID: 1})
		same(w, len(must[[]consult.Contribution](w)(w.store.Notes(w.ctx, sessions[2].ID))), 1)
		w.attached(c, consult.Owner{SessionID: sessions[3].ID}, noon)
		removed := 0
		w.write(func(tx consult.Tx) (err error) {
			removed, err = tx.DeleteEmptySessions(w.ctx, i.ID)
			return err
		})
		same(w, removed, 1)
		_, err := w.store.SessionHeld(w.ctx, sessions[2].ID)
		w.code(consult.CodeNotFound, err)
		same(w, must[consult.Contribution](w)(w.store.Contribution(w.ctx, notes[2].ID)).SessionID, "")
		for _, kept := range []int{0, 1, 3} {
			same(w, must[consult.SessionHeld](w)(w.store.SessionHeld(w.ctx, sessions[kept].ID)), *sessions[kept])
		}
		sessions[3].Title, sessions[3].Participants, sessions[3].HeldOn = "Rencontre", 30, noon
		w.write(func(tx consult.Tx) error { return tx.UpdateSessionHeld(w.ctx, sessions[3]) })
		same(w, must[consult.SessionHeld](w)(w.store.SessionHeld(w.ctx, sessions[3].ID)), *sessions[3])
		w.refused(consult.CodeConflict, func(tx consult.Tx) error {
			return tx.InsertSessionHeld(w.ctx, &consult.SessionHeld{ID: consult.NewID(), ConsultationID: c.ID, ImportKey: "key 1"})
		})

	},
	"a form is taken once": func(w *world) {
		c := w.consultation()
		capture := consult.Capture{ID: consult.NewID(), ConsultationID: c.ID, Digest: "abc", ContributionID: consult.NewID(), At: noon}
		w.write(func(tx consult.Tx) error { return tx.InsertCapture(w.ctx, &capture) })
		same(w, must[consult.Capture](w)(w.store.Capture(w.ctx, capture.ID)), capture)
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.InsertCapture(w.ctx, &capture) })
	},
	"a consultation goes with what was gathered for it": func(w *world) {
		c := w.consultation()
		i := w.imported(c, noon)
		texts, rows := w.importRows(c, i, 2)
		s := &consult.SessionHeld{ID: consult.NewID(), ConsultationID: c.ID, Title: "Atelier", ImportID: i.ID}
		texts[0].SessionID = s.ID
		w.write(func(tx consult.Tx) error {
			if err := tx.InsertSessionHeld(w.ctx, s); err != nil {
				return err
			}
			if err := tx.InsertImportPiece(w.ctx, i.ID, 0, []byte("a")); err != nil {
				return err
			}
			return tx.InsertImported(w.ctx, texts, rows, []consult.ContributionIdentity{{ContributionID: texts[0].ID, Field: consult.IdentitySender, Value: "Amina"}})
		})
		attached := w.attached(c, consult.Owner{ContributionID: texts[1].ID}, noon)
		w.write(func(tx consult.Tx) error { return tx.DeleteConsultation(w.ctx, c.ID) })
		_, err := w.store.Attachment(w.ctx, attached.ID)
		w.code(consult.CodeNotFound, err)
		_, err = w.store.Import(w.ctx, i.ID)
		w.code(consult.CodeNotFound, err)
		same(w, must[[]consult.ContributionIdentity](w)(w.store.ContributionIdentities(w.ctx, texts[0].ID)), nil)
	},
}

// imported makes an import whose file waits.
func (w *world) imported(c *consult.Consultation, at time.Time) *consult.Import {
	w.Helper()
	i := &consult.Import{ID: consult.NewID(), ConsultationID: c.ID, State: consult.ImportUploaded, FileName: "notes d’atelier.csv", Digest: "abc", Size: 12,
		Settings: consult.ImportSettings{Columns: map[string]string{"body": "Texte"}, Separator: "\t", Publication: consult.PublicationNo},
		Report:   consult.ImportReport{Rows: 3, Issues: []consult.ImportIssue{{Row: 2, Column: "Date", Key: "collect.issue.date", Args: []string{"value", "hier"}, Refused: true}}},
		Runner:   consult.NewID(), By: consult.NewID(), ByName: "Amina", CreatedAt: at}
	w.write(func(tx consult.Tx) error { return tx.InsertImport(w.ctx, i) })
	return i
}

// importRows describes contributions of an import, of two authors in turn.
func (w *world) importRows(c *consult.Consultation, i *consult.Import, count int) (texts []*consult.Contribution, rows []consult.ImportedRow) {
	for n := range count {
		texts = append(texts, &consult.Contribution{ID: consult.NewID(), ConsultationID: c.ID, ChangeSeq: int64(n), Kind: consult.KindNote, Origin: consult.OriginImported,
			Channel: consult.ChannelWorkshop, Body: fmt.Sprint("Texte ", n), Folded: fmt.Sprint("texte ", n), Publication: consult.PublicationNo, TextVersion: 1,
			AuthorKey: fmt.Sprint("author ", n%2), CreatedAt: noon, ChangedAt: noon})
		rows = append(rows, consult.ImportedRow{ConsultationID: c.ID, Key: fmt.Sprint("row ", n), ContributionID: texts[n].ID, ImportID: i.ID, Digest: fmt.Sprint("digest ", n)})
	}
	return texts, rows
}
