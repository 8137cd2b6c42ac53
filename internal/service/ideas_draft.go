package service

import (
	"crypto/sha256"
	"encoding/hex"
	"net/mail"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// IdeaDraft is what an author typed.
type IdeaDraft struct {
	ID            consult.ID // drawn with the page that is filled in (rule 5); not used to mend
	Token         string     // of the author's link, drawn with the page too, so that a post again gives the same link
	Title         string
	Observation   string
	Proposal      string
	Theme         consult.ID // "": the author does not know
	Category      string
	Territory     string
	Beneficiaries string
	Bearer        string
	Publication   consult.Publication
	Signature     string
	Email         string
	// Stamp is that of the text the author began to mend (AuthorIdea.Stamp).
	Stamp string
	// InName is the structure whose link the page was reached by; nil: none.
	InName *consult.Organisation
}

// The most that each field takes, in characters.
const (
	IdeaTitleLength   = 150
	IdeaTextLength    = 5000
	IdeaLineLength    = 300 // beneficiaries, bearer
	SignatureLength   = 150
	EmailLength       = 254
	CommentLength     = 2000
	ReportNoteLength  = 1000
	GroundNoteLength  = 2000
	IdeaAnswerLength  = 10000
	moderationEntries = 1000
)

// cleaned gives the draft without what nobody typed on purpose: spaces around, control characters.
func (d IdeaDraft) cleaned() IdeaDraft {
	for _, line := range []*string{&d.Title, &d.Beneficiaries, &d.Bearer, &d.Signature, &d.Email} {
		*line = cleanLine(*line)
	}
	d.Observation, d.Proposal = cleanText(d.Observation), cleanText(d.Proposal)
	return d
}

// cleanText keeps letters, signs, tabs and line ends: control characters, and the signs that turn the direction of the
// text after them, are left out.
func cleanText(typed string) string {
	typed = strings.ReplaceAll(strings.ToValidUTF8(typed, "\uFFFD"), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\n', r == '\t':
			return r
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		default:
			return r
		}
	}, typed))
}

// cleanLine does so for a field of one line.
func cleanLine(typed string) string { return strings.Join(strings.Fields(cleanText(typed)), " ") }

// faults says everything wrong with a cleaned draft.
func (d IdeaDraft) faults(box *ideaBox) []consult.FieldError {
	var faults faultList
	faults.need("title", d.Title, "ideas.error.title", IdeaTitleLength)
	faults.atMost("observation", d.Observation, IdeaTextLength)
	faults.need("proposal", d.Proposal, "ideas.error.proposal", IdeaTextLength)
	if theme, known := box.grid.Find(d.Theme); d.Theme != "" && (!known || theme.Kind != consult.ThemeRegular) {
		faults.add("theme", "ideas.error.theme")
	}
	if !choiceOffered(box.words.categories, d.Category) {
		faults.add("category", "ideas.error.category")
	}
	if !choiceOffered(box.words.territories, d.Territory) {
		faults.add("territory", "ideas.error.territory")
	}
	faults.atMost("beneficiaries", d.Beneficiaries, IdeaLineLength)
	faults.atMost("bearer", d.Bearer, IdeaLineLength)
	switch d.Publication {
	case consult.PublicationAnonymous, consult.PublicationNo:
		faults.atMost("signature", d.Signature, SignatureLength)
	case consult.PublicationNamed:
		faults.need("signature", d.Signature, "ideas.error.signature", SignatureLength)
	default:
		faults.add("publication", "ideas.error.publication")
	}
	if d.Email != "" && !emailLike(d.Email) {
		faults.add("email", "ideas.error.email")
	}
	return faults
}

// faultList gathers what is wrong with a form.
type faultList []consult.FieldError

func (f *faultList) add(field, key string, args ...any) {
	*f = append(*f, consult.FieldError{Field: field, Key: key, Args: args})
}

// need asks for a text with at least a letter or a digit, and no longer than most.
func (f *faultList) need(field, text, key string, most int) {
	if strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
		f.add(field, key)
		return
	}
	f.atMost(field, text, most)
}

func (f *faultList) atMost(field, text string, most int) {
	if length := utf8.RuneCountInString(text); length > most {
		f.add(field, "ideas.error.too_long", "most", most, "length", length)
	}
}

// choiceOffered says whether a value is blank or one of the choices.
func choiceOffered(choices []CodingChoice, value string) bool {
	return value == "" || slices.ContainsFunc(choices, func(c CodingChoice) bool { return c.Value == value })
}

func emailLike(address string) bool {
	parsed, err := mail.ParseAddress(address)
	return err == nil && parsed.Address == address && len(address) <= EmailLength && strings.Contains(address[strings.LastIndexByte(address, '@')+1:], ".")
}

// print tells a draft's content from any other.
func (d IdeaDraft) print() string {
	return textPrint(d.Title, d.Observation, d.Proposal, string(d.Theme), d.Category, d.Territory, d.Beneficiaries, d.Bearer,
		string(d.Publication), d.Signature, d.Email)
}

func textPrint(fields ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(fields, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// draftOf gives what an author would have typed to make the idea as it stands.
func draftOf(i *consult.Idea) IdeaDraft {
	return IdeaDraft{ID: i.ID, Title: i.Title, Observation: i.Observation, Proposal: i.Proposal, Theme: i.ThemeID,
		Category: i.Category, Territory: i.Territory, Beneficiaries: i.Beneficiaries, Bearer: i.Bearer,
		Publication: i.Publication, Signature: i.Signature, Email: i.Email}
}

// into writes the draft's fields over those of an idea.
func (d IdeaDraft) into(i *consult.Idea) {
	i.Title, i.Observation, i.Proposal, i.ThemeID = d.Title, d.Observation, d.Proposal, d.Theme
	i.Category, i.Territory, i.Beneficiaries, i.Bearer = d.Category, d.Territory, d.Beneficiaries, d.Bearer
	i.Publication, i.Signature, i.Email = d.Publication, d.Signature, d.Email
}

// ideaPrompt stands in the place of the question for contributions that are ideas.
const ideaPrompt = "Boîte à idées"

// ideaBody is an idea's text as a contribution: what is observed, then what is proposed.
func ideaBody(i *consult.Idea) string {
	if i.Observation == "" {
		return i.Proposal
	}
	return i.Observation + "\n\n" + i.Proposal
}

// contributionOf gives the contribution that an idea is, retracted since at when it does not count.
func contributionOf(i *consult.Idea) consult.Contribution {
	body := ideaBody(i)
	c := consult.Contribution{ID: i.ID, ConsultationID: i.ConsultationID, ChangeSeq: i.Number, Kind: consult.KindIdea, Origin: i.Origin,
		Channel: consult.ChannelWeb, Question: ideaPrompt, Title: i.Title, Body: body, Folded: french.Fold(i.Title + "\n" + body),
		Category: i.Category, Territory: i.Territory, Publication: i.Publication, TextVersion: i.TextVersion,
		CreatedAt: i.CreatedAt, ChangedAt: i.ChangedAt}
	if !i.Counts() {
		c.RetractedAt = i.ChangedAt
	}
	return c
}

// stemmed fills in what searches look for. Those who are to benefit or to carry an idea are looked for too.
func (s *Service) stemmed(i *consult.Idea) {
	i.TitleStems = strings.Join(s.stemmer.Stems(i.Title), " ")
	i.BodyStems = strings.Join(s.stemmer.Stems(ideaBody(i)+"\n"+i.Beneficiaries+"\n"+i.Bearer), " ")
}
