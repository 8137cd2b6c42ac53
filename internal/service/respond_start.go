package service

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"concertation/forms"
	"concertation/internal/consult"
)

// Start is what a questionnaire's start page says.
type Start struct {
	Consultation  consult.Consultation
	Questionnaire consult.Questionnaire
	Published     *Published
	// Minutes is the time needed, set by the organiser or estimated.
	Minutes int
	// Accepting says whether new responses are taken now.
	Accepting bool
	// Upcoming says that the consultation is not open yet.
	Upcoming bool
}

// StartView gives the start page of a published questionnaire; CodeNotFound for any other, or while the consultation
// is being prepared.
func (s *Service) StartView(ctx context.Context, slug, questionnaire string) (*Start, error) {
	start, err := remember(s, &s.starts, [2]string{slug, questionnaire}, func() (Start, error) {
		return s.readStart(ctx, slug, questionnaire)
	})
	if err != nil {
		return nil, err
	}
	start.Accepting, _ = start.Consultation.Accepting(s.Now())
	start.Upcoming = s.Now().Before(start.Consultation.OpensAt)
	return &start, nil
}

// readStart reads what of a start page does not depend on the hour.
func (s *Service) readStart(ctx context.Context, slug, questionnaire string) (Start, error) {
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return Start{}, err
	}
	if consultation.Status == consult.StatusDraft {
		return Start{}, consult.NotFound("error.not_found")
	}
	all, err := s.Store.Questionnaires(ctx, consultation.ID)
	if err != nil {
		return Start{}, fmt.Errorf("read questionnaires of %s: %w", slug, err)
	}
	i := slices.IndexFunc(all, func(q consult.Questionnaire) bool { return q.Slug == questionnaire })
	if i < 0 || all[i].Published == "" {
		return Start{}, consult.NotFound("error.not_found")
	}
	published, err := s.Published(ctx, all[i].Published)
	if err != nil {
		return Start{}, err
	}
	start := Start{Consultation: consultation, Questionnaire: all[i], Published: published, Minutes: consultation.Settings.Minutes}
	if start.Minutes == 0 {
		start.Minutes = estimateMinutes(published.Questionnaire)
	}
	return start, nil
}

// Begun is a response just begun, with the only sight of its token.
type Begun struct {
	Token string
	Answering
}

// Begin opens a draft (rule 2: by the POST « Commencer » only); CodeClosed when new responses are not taken. An
// unknown language falls back to the questionnaire's own.
func (s *Service) Begin(ctx context.Context, slug, questionnaire, language string) (*Begun, error) {
	return s.begin(ctx, slug, questionnaire, language, nil)
}

// begin does so; also, when given, writes what goes with the response, in the same transaction.
func (s *Service) begin(ctx context.Context, slug, questionnaire, language string, also func(consult.Tx, *consult.Response) error) (*Begun, error) {
	start, err := s.StartView(ctx, slug, questionnaire)
	if err != nil {
		return nil, err
	}
	if !start.Accepting {
		return nil, consult.Closed("respond.error.closed")
	}
	form := start.Published.Questionnaire
	definition := form.Definition()
	if !slices.Contains(definition.Languages, language) {
		language = definition.DefaultLanguage
	}
	origin := consult.OriginCollected
	if start.Consultation.Demonstration {
		origin = consult.OriginDemonstration
	}
	draft, identity := form.SplitIdentityRaw(form.Defaults())
	token, now := newToken(), s.Now()
	response := consult.Response{ID: consult.NewID(), ConsultationID: start.Consultation.ID,
		QuestionnaireID: start.Questionnaire.ID, RevisionID: start.Published.Revision.ID,
		Status: consult.ResponseDraft, Origin: origin, Channel: consult.ChannelWeb, Language: language,
		TokenHash: hashToken(token), Seed: newSeed(), Draft: draft, DraftIdentity: identity, DraftVersion: 1,
		StartedAt: now, ChangedAt: now}

	seen := s.sight(response.ID)
	// A reference is drawn among 2.8e11: a clash is drawn again.
	for range referenceDraws {
		response.Reference = newReference()
		err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
			row := response
			if err := tx.InsertResponse(ctx, &row); err != nil || also == nil {
				return err
			}
			return also(tx, &row)
		})
		if consult.CodeOf(err) != consult.CodeConflict {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("begin response: %w", err)
	}
	begun := &Begun{Token: token, Answering: Answering{Response: response, Consultation: start.Consultation,
		Published: start.Published, Raw: joinRaw(draft, identity), Editable: true}}
	begun.evaluate(s.today())
	s.responses.keep(recentResponse{response: response, seen: seen, evaluation: begun.Evaluation})
	return begun, nil
}

const (
	tokenLength     = 26 // 128 bits in base32
	referenceLength = 8
	referenceDraws  = 5
	// referenceLetters has neither look-alikes (0 O, 1 I L, U V) nor vowels, which make words.
	referenceLetters = "23456789BCDFGHJKMNPQRSTVWXZ"
)

// newToken draws a link's token: lower-case letters and digits only, so that no mail program breaks the link.
func newToken() string {
	secret := make([]byte, 16)
	rand.Read(secret) // never fails: crypto/rand stops the program instead
	return tokenOf(secret)
}

// tokenOf writes a secret as links carry it.
func tokenOf(secret []byte) string {
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret))
}

// hashToken is the only form in which a token is stored (rule 11).
func hashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

func newReference() string {
	reference := make([]byte, 0, referenceLength)
	draw := make([]byte, 1)
	for len(reference) < referenceLength {
		rand.Read(draw)
		// Only a whole number of alphabets, so that every letter is as likely.
		if limit := 256 / len(referenceLetters) * len(referenceLetters); int(draw[0]) < limit {
			reference = append(reference, referenceLetters[int(draw[0])%len(referenceLetters)])
		}
	}
	return string(reference)
}

// newSeed keeps to 63 bits: both engines store signed integers.
func newSeed() uint64 {
	bits := make([]byte, 8)
	rand.Read(bits)
	return binary.LittleEndian.Uint64(bits) >> 1
}

// Seconds that reading and answering take, by kind; for an estimate that the organiser can replace.
const (
	secondsChoice  = 12
	secondsRow     = 6
	secondsShort   = 15
	secondsLong    = 60
	secondsOrdered = 30
)

func estimateMinutes(form *forms.Questionnaire) int {
	seconds := 0
	for _, question := range form.Questions() {
		switch {
		case question.Kind == forms.Hidden:
		case form.Parent(question) != nil:
			seconds += secondsRow
		case question.Kind == forms.LongText:
			seconds += secondsLong
		case question.Kind == forms.Rank:
			seconds += secondsOrdered
		case question.Kind == forms.SelectOne || question.Kind == forms.SelectMultiple || question.Kind == forms.Acknowledge:
			seconds += secondsChoice
		default:
			seconds += secondsShort
		}
	}
	return max((seconds+59)/60, 1)
}
