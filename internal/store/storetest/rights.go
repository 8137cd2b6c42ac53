package storetest

import (
	"time"

	"concertation/forms"
	"concertation/internal/consult"
)

var rightsTests = map[string]func(*world){
	"what identifies people is shown wherever it is held": func(w *world) {
		c := w.consultation()
		r := w.revision(c)
		drafted := w.drafted(r)
		drafted.DraftIdentity = forms.Raw{"nom": {"Amina"}}
		w.write(func(tx consult.Tx) error { return tx.InsertResponse(w.ctx, drafted) })
		o := w.organisation(c, "Abeille")
		contact := consult.Contact{Name: "Bruno", Email: "bruno@exemple.fr"}
		o.Email, o.Phone, o.Note, o.Contacts = "", "", "", []consult.Contact{contact}
		w.write(func(tx consult.Tx) error { return tx.UpdateOrganisation(w.ctx, o, "abeille", "abeille") })
		held := map[consult.RecordRef][]string{}
		err := w.store.EachHeldValue(w.ctx, func(v consult.HeldValue) {
			same(w, v.ConsultationID, c.ID)
			held[v.Ref] = append(held[v.Ref], v.Field+" "+v.Value)
		})
		if err != nil {
			w.Fatal(err)
		}
		same(w, held, map[consult.RecordRef][]string{
			{Kind: consult.RecordResponse, ID: drafted.ID}:                                   {"nom Amina"},
			{Kind: consult.RecordOrganisation, ID: o.ID, Part: consult.ContactPart(contact)}: {"name Bruno", "email bruno@exemple.fr"},
		})
		same(w, must[[]consult.RecordRef](w)(w.store.RecordsByReference(w.ctx, drafted.Reference)),
			[]consult.RecordRef{{Kind: consult.RecordResponse, ID: drafted.ID}})
	},
	"notes on organisations are held, and written anew or not at all": func(w *world) {
		c := w.consultation()
		o := w.organisation(c, "Abeille")
		o.Note = "voir Amina"
		touch := &consult.Touch{ID: consult.NewID(), ConsultationID: c.ID, OrganisationID: o.ID, Kind: consult.TouchCalled, Channel: consult.ChannelPhone,
			Source: "appel", At: noon, Note: "Amina rappelle"}
		s := &consult.Settlement{ID: consult.NewID(), ConsultationID: c.ID, OrganisationID: o.ID, Kind: consult.SettleBoth, Responses: []consult.ID{"a", "b"},
			Note: "vu avec Amina", At: noon}
		w.write(func(tx consult.Tx) error {
			if err := tx.UpdateOrganisation(w.ctx, o, "abeille", "abeille"); err != nil {
				return err
			}
			if err := tx.InsertTouch(w.ctx, touch); err != nil {
				return err
			}
			return tx.InsertSettlement(w.ctx, s)
		})
		held := func() map[consult.ID]string {
			notes := map[consult.ID]string{}
			if err := w.store.EachHeldValue(w.ctx, func(v consult.HeldValue) {
				if v.Ref.Kind == consult.RecordNote {
					notes[v.Ref.ID] = v.Value
				}
			}); err != nil {
				w.Fatal(err)
			}
			return notes
		}
		same(w, held(), map[consult.ID]string{o.ID: "voir Amina", touch.ID: "Amina rappelle", s.ID: "vu avec Amina"})
		same(w, must[consult.HeldNote](w)(w.store.HeldNote(w.ctx, touch.ID)),
			consult.HeldNote{ConsultationID: c.ID, OrganisationID: o.ID, Words: "Amina rappelle", At: noon})
		for id := range held() {
			w.write(func(tx consult.Tx) error {
				return tx.Overwriting(w.ctx, func() error { return tx.WriteNote(w.ctx, id, "") })
			})
		}
		same(w, held(), map[consult.ID]string{})
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.WriteNote(w.ctx, consult.NewID(), "") })
	},
	"a record is on hold once, and its links open nothing meanwhile": func(w *world) {
		c := w.consultation()
		r := w.submitted(w.revision(c), noon, "texte")
		ref := consult.RecordRef{Kind: consult.RecordResponse, ID: r.ID}
		hold := &consult.Hold{Ref: ref, ConsultationID: c.ID, Kind: consult.HoldFrozen, State: "submitted", At: noon, By: consult.NewID()}
		insert := func(tx consult.Tx) error { return tx.InsertHold(w.ctx, hold) }
		w.write(func(tx consult.Tx) error {
			if err := insert(tx); err != nil {
				return err
			}
			return tx.SealLinks(w.ctx, ref)
		})
		w.refused(consult.CodeConflict, insert)
		same(w, must[consult.Hold](w)(w.store.Hold(w.ctx, ref)), *hold)
		_, err := w.store.ResponseByToken(w.ctx, r.TokenHash)
		w.code(consult.CodeNotFound, err)
		same(w, must[bool](w)(w.store.SealedLink(w.ctx, r.TokenHash)), true)
		w.write(func(tx consult.Tx) error {
			if err := tx.UnsealLinks(w.ctx, ref); err != nil {
				return err
			}
			return tx.DeleteHold(w.ctx, ref)
		})
		same(w, must[consult.Response](w)(w.store.ResponseByToken(w.ctx, r.TokenHash)).ID, r.ID)
		same(w, must[bool](w)(w.store.SealedLink(w.ctx, r.TokenHash)), false)
		same(w, len(must[[]consult.Hold](w)(w.store.Holds(w.ctx))), 0)
	},
	"an erased response keeps its closed answers, and leads to nobody": func(w *world) {
		c := w.consultation()
		r := w.submitted(w.revision(c), noon, "texte")
		text := must[[]consult.Contribution](w)(w.store.AnswerContributions(w.ctx, r.ID))[0]
		coder, theme := consult.NewID(), consult.NewID()
		w.coded(&text, theme, coder, consult.AssignmentConfirmed)
		before := must[int64](w)(w.store.RightsEpoch(w.ctx))
		w.write(func(tx consult.Tx) (err error) {
			if r.ChangeSeq, err = tx.NextSeq(w.ctx); err != nil {
				return err
			}
			r.Submission = forms.Submission{Answers: forms.Answers{"besoins": forms.TextAnswer(consult.Erased)}}
			if err := tx.EraseResponse(w.ctx, r); err != nil {
				return err
			}
			if err := tx.EraseContribution(w.ctx, text.ID, "", r.ChangeSeq, noon); err != nil {
				return err
			}
			return tx.NextRightsEpoch(w.ctx)
		})
		kept := must[consult.Response](w)(w.store.Response(w.ctx, r.ID))
		same(w, kept.Reference, "")
		same(w, len(kept.TokenHash), 0)
		same(w, kept.Status, consult.ResponseSubmitted)
		same(w, kept.Submission.Answers, r.Submission.Answers)
		filter := consult.ContributionFilter{ConsultationID: c.ID, ThemeID: theme}
		same(w, must[int](w)(w.store.CountContributions(w.ctx, filter)), 1)
		same(w, must[consult.Contribution](w)(w.store.Contribution(w.ctx, text.ID)).Body, consult.Erased)
		same(w, must[int64](w)(w.store.RightsEpoch(w.ctx)), before+1)
	},
	"an answer taken out leaves the rest of its response as it was": func(w *world) {
		r := w.submitted(w.revision(w.consultation()), noon, "texte")
		before := must[consult.Response](w)(w.store.Response(w.ctx, r.ID))
		after := before
		after.Submission = forms.Submission{Answers: forms.Answers{"besoins": forms.TextAnswer(consult.Erased)}}
		w.write(func(tx consult.Tx) (err error) {
			if after.ChangeSeq, err = tx.NextSeq(w.ctx); err != nil {
				return err
			}
			return tx.EraseAnswer(w.ctx, &after)
		})
		kept := must[consult.Response](w)(w.store.Response(w.ctx, r.ID))
		same(w, kept.Submission.Answers, after.Submission.Answers)
		same(w, kept.ChangeSeq, after.ChangeSeq)
		kept.Submission, kept.ChangeSeq = before.Submission, before.ChangeSeq
		same(w, kept, before)
	},
	"the texts of one answer stop counting and count again": func(w *world) {
		r := w.submitted(w.revision(w.consultation()), noon, "texte")
		before := must[[]consult.Contribution](w)(w.store.AnswerContributions(w.ctx, r.ID))
		retract := func(question string, since time.Time, seq int64) {
			w.write(func(tx consult.Tx) error { return tx.RetractAnswer(w.ctx, r.ID, question, since, seq, noon) })
		}
		retract("autre", noon, 40)
		same(w, must[[]consult.Contribution](w)(w.store.AnswerContributions(w.ctx, r.ID)), before)
		retract("besoins", noon.Add(time.Hour), 41)
		same(w, must[[]consult.Contribution](w)(w.store.AnswerContributions(w.ctx, r.ID))[0].RetractedAt, noon.Add(time.Hour))
		same(w, len(must[[]consult.Contribution](w)(w.store.Contributions(w.ctx, consult.ContributionFilter{ConsultationID: r.ConsultationID}))), 0)
		retract("besoins", time.Time{}, 42)
		after := must[[]consult.Contribution](w)(w.store.AnswerContributions(w.ctx, r.ID))
		same(w, []any{after[0].RetractedAt, after[0].ChangeSeq, after[0].Body}, []any{time.Time{}, int64(42), "texte"})
	},
	"a draft never sent goes whole": func(w *world) {
		draft := w.draft(w.revision(w.consultation()))
		w.write(func(tx consult.Tx) error { return tx.EraseResponse(w.ctx, draft) })
		_, err := w.store.Response(w.ctx, draft.ID)
		w.code(consult.CodeNotFound, err)
	},
	"each change of the notice is a version, and nothing else is": func(w *world) {
		c := w.consultation()
		for minute, purpose := range []string{"", "Écouter", "Écouter", "Décider"} {
			c.Texts.Notice.Purpose, c.ChangedAt = purpose, noon.Add(time.Duration(minute)*time.Minute)
			w.write(func(tx consult.Tx) error { return tx.UpdateConsultation(w.ctx, c) })
		}
		versions := must[[]consult.NoticeVersion](w)(w.store.NoticeVersions(w.ctx, c.ID))
		same(w, len(versions), 3)
		same(w, versions[1], consult.NoticeVersion{ConsultationID: c.ID, Number: 2, Notice: consult.Notice{Purpose: "Écouter"},
			From: noon.Add(time.Minute), Until: noon.Add(3 * time.Minute)})
		same(w, consult.NoticeAt(versions, noon.Add(-time.Hour)).Number, 1)
		same(w, consult.NoticeAt(versions, noon.Add(3*time.Minute)).Number, 3)
	},
	"a case keeps its records and its log": func(w *world) {
		c := &consult.RightsCase{ID: consult.NewID(), Records: []consult.RecordRef{{Kind: consult.RecordUser, ID: consult.NewID(), Part: "ab"}},
			OpenedAt: noon, OpenedBy: consult.NewID(), DueAt: noon.AddDate(0, 1, 0)}
		entry := &consult.RightsEntry{ID: consult.NewID(), CaseID: c.ID, Act: consult.RightsOpened, Records: 1, At: noon, By: c.OpenedBy, ByName: "Amina"}
		w.write(func(tx consult.Tx) error {
			if err := tx.InsertRightsCase(w.ctx, c); err != nil {
				return err
			}
			return tx.InsertRightsEntry(w.ctx, entry)
		})
		c.Records[0].Part, c.ClosedAt = "", noon.Add(time.Hour)
		w.write(func(tx consult.Tx) error { return tx.UpdateRightsCase(w.ctx, c) })
		same(w, must[[]consult.RightsCase](w)(w.store.RightsCases(w.ctx)), []consult.RightsCase{*c})
		same(w, must[[]consult.RightsEntry](w)(w.store.RightsEntries(w.ctx, c.ID)), []consult.RightsEntry{*entry})
	},
}

var retentionTests = map[string]func(*world){
	"what holds data of each kind is counted, and purged until nothing is left": func(w *world) {
		c := w.consultation()
		revision := w.revision(c)
		w.draft(revision)
		sent := w.submitted(revision, noon, "texte")
		w.write(func(tx consult.Tx) error {
			if err := tx.RectifyIdentities(w.ctx, sent.ID, []consult.Identity{{ResponseID: sent.ID, Question: "nom", Value: "Amina"}}, nil); err != nil {
				return err
			}
			return tx.AppendAudit(w.ctx, &consult.AuditEntry{ID: consult.NewID(), At: noon, Operation: "x", ConsultationID: c.ID})
		})
		w.organisation(c, "Abeille")
		counted := map[consult.RetentionKind]int{}
		for _, kind := range consult.RetentionKinds() {
			counted[kind] = must[consult.DueCount](w)(w.store.CountDue(w.ctx, c.ID, kind, time.Time{})).Count
			due := must[[]consult.DueRecord](w)(w.store.DueRecords(w.ctx, c.ID, kind, noon.AddDate(1, 0, 0), 10))
			same(w, len(due), counted[kind])
			same(w, len(must[[]consult.DueRecord](w)(w.store.DueRecords(w.ctx, c.ID, kind, time.UnixMilli(-1), 10))), 0)
		}
		same(w, counted, map[consult.RetentionKind]int{consult.RetainDrafts: 1, consult.RetainIdentities: 1, consult.RetainContacts: 1, consult.RetainResponses: 1,
			consult.RetainIdeas: 0, consult.RetainAttachments: 0, consult.RetainMails: 0, consult.RetainAttendances: 0, consult.RetainLogs: 1})
		w.write(func(tx consult.Tx) error {
			return tx.PurgeIdentity(w.ctx, consult.RecordRef{Kind: consult.RecordResponse, ID: sent.ID})
		})
		same(w, must[consult.DueCount](w)(w.store.CountDue(w.ctx, c.ID, consult.RetainIdentities, time.Time{})).Count, 0)
		log := must[[]consult.DueRecord](w)(w.store.DueRecords(w.ctx, c.ID, consult.RetainLogs, noon.Add(time.Hour), 10))
		same(w, log[0].At, noon)
		w.write(func(tx consult.Tx) error { return tx.PurgeLog(w.ctx, log[0].Ref) })
		same(w, len(must[[]consult.AuditEntry](w)(w.store.Audit(w.ctx, consult.AuditFilter{ConsultationID: c.ID}))), 0)
	},
	"what is on hold is not due": func(w *world) {
		c := w.consultation()
		sent := w.submitted(w.revision(c), noon, "texte")
		w.write(func(tx consult.Tx) error {
			return tx.InsertHold(w.ctx, &consult.Hold{Ref: consult.RecordRef{Kind: consult.RecordResponse, ID: sent.ID}, ConsultationID: c.ID,
				Kind: consult.HoldFrozen, At: noon})
		})
		same(w, must[consult.DueCount](w)(w.store.CountDue(w.ctx, c.ID, consult.RetainResponses, time.Time{})).Count, 0)
	},
	"words of another on hold in an answer do not keep that answer": func(w *world) {
		c := w.consultation()
		sent := w.submitted(w.revision(c), noon, "texte")
		hold := consult.Hold{Ref: consult.RecordRef{Kind: consult.RecordTaken, ID: sent.ID, Part: "besoins"}, ConsultationID: c.ID, Kind: consult.HoldFrozen,
			State: "{}", At: noon}
		w.write(func(tx consult.Tx) error { return tx.InsertHold(w.ctx, &hold) })
		same(w, must[consult.Hold](w)(w.store.Hold(w.ctx, hold.Ref)), hold)
		same(w, must[consult.DueCount](w)(w.store.CountDue(w.ctx, c.ID, consult.RetainResponses, time.Time{})).Count, 1)
	},
	"how long data are kept, purges and texts of the register are kept": func(w *world) {
		c := w.consultation()
		run := &consult.Purge{ID: consult.NewID(), ConsultationID: c.ID, Automatic: true, StartedAt: noon, Counts: map[consult.RetentionKind]int{consult.RetainMails: 3}}
		for range 2 {
			w.write(func(tx consult.Tx) error {
				if err := tx.SaveRetention(w.ctx, c.ID, map[consult.RetentionKind]int{consult.RetainMails: 6}); err != nil {
					return err
				}
				if err := tx.SaveRegisterText(w.ctx, c.ID, "security", "Coffre"); err != nil {
					return err
				}
				return tx.SavePurge(w.ctx, run)
			})
			run.EndedAt = noon.Add(time.Minute)
		}
		same(w, must[map[consult.RetentionKind]int](w)(w.store.RetentionMonths(w.ctx, c.ID)), map[consult.RetentionKind]int{consult.RetainMails: 6})
		same(w, must[map[string]string](w)(w.store.RegisterTexts(w.ctx, c.ID)), map[string]string{"security": "Coffre"})
		same(w, must[[]consult.Purge](w)(w.store.Purges(w.ctx, c.ID)), []consult.Purge{*run})
	},
}

var bodyTests = map[string]func(*world){
	"a body keeps what it reads and who is of it": func(w *world) {
		c := w.consultation()
		user := &consult.User{ID: consult.NewID(), Email: "chloe@exemple.fr", Name: "Chloé", Role: consult.RoleReader, CreatedAt: noon}
		body := &consult.Body{ID: consult.NewID(), Name: "Comité technique", CreatedAt: noon, Members: []consult.ID{user.ID},
			Grants: []consult.Grant{{ConsultationID: c.ID, Room: consult.RoomLedger}, {ConsultationID: c.ID, Room: consult.RoomResults}}}
		w.write(func(tx consult.Tx) error { return tx.InsertUser(w.ctx, user) })
		same(w, must[*consult.Access](w)(w.store.AccessOf(w.ctx, user.ID)) == nil, true)
		w.write(func(tx consult.Tx) error { return tx.SaveBody(w.ctx, body) })
		w.write(func(tx consult.Tx) error { return tx.SaveBody(w.ctx, body) })
		same(w, must[[]consult.Body](w)(w.store.Bodies(w.ctx)), []consult.Body{*body})
		same(w, *must[*consult.Access](w)(w.store.AccessOf(w.ctx, user.ID)), consult.Access{Grants: body.Grants})
		w.refused(consult.CodeConflict, func(tx consult.Tx) error {
			return tx.SaveBody(w.ctx, &consult.Body{ID: consult.NewID(), Name: body.Name, CreatedAt: noon})
		})
		w.write(func(tx consult.Tx) error { return tx.DeleteBody(w.ctx, body.ID) })
		same(w, must[*consult.Access](w)(w.store.AccessOf(w.ctx, user.ID)) == nil, true)
	},
}
