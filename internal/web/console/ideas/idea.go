package ideas

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// The posted fields.
const (
	fieldAct     = "acte"   // a service.ModerationKind
	fieldBack    = "retour" // where to go after: the list, or another idea
	fieldComment = "commentaire"
	fieldSeen    = "vu"    // where the text stood
	fieldVersion = "texte" // the text that was read
	fieldGround  = "ground"
	fieldNote    = "note"
	fieldStatus  = "status"
	fieldAnswer  = "answer"

	backList = "liste"
)

// ideaPage is one idea as it was sent, with the acts.
type ideaPage struct {
	ui.Page
	*service.IdeaFile
	Slug      string
	MayAnswer bool
	Status    string // as it stands, or as posted
	Answer    string
	faults    map[string]string
	faultOf   consult.ID // what the faulty refusal is of: a comment, or the idea
	typed     url.Values // of the faulty refusal
}

// Show shows an idea as it was sent, with all that is known of it.
func (h *Handlers) Show(c *gin.Context) error {
	page, err := h.ideaPage(c)
	if err != nil {
		return err
	}
	return reply.OK(c, idea(*page))
}

func (h *Handlers) ideaPage(c *gin.Context) (*ideaPage, error) {
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return nil, err
	}
	actor, slug := h.frame.Actor(c), c.Param("slug")
	file, err := h.service.IdeaFile(c.Request.Context(), actor, slug, id)
	if err != nil {
		return nil, err
	}
	page := &ideaPage{Page: h.frame.Page(c, file.Idea.Title, &file.Consultation), IdeaFile: file, Slug: slug, MayAnswer: actor.Can(consult.AnswerIdeas),
		Status: string(file.Idea.Status), Answer: file.Idea.Answer}
	page.Back = &ui.Link{Text: page.P.T("ideas_pages.console.back"), URL: base(slug)}
	return page, nil
}

// said is what is told of a decision, by its kind: on an idea, on a comment.
var said = map[service.ModerationKind][2]string{
	service.ModeratePublish: {"ideas_pages.console.published", "ideas_pages.console.comment_published"},
	service.ModerateRefuse:  {"ideas_pages.console.refused", "ideas_pages.console.comment_refused"},
	service.ModerateRestore: {"ideas_pages.console.restored", "ideas_pages.console.comment_restored"},
	service.ModerateKeep:    {"ideas_pages.console.settled", "ideas_pages.console.settled"},
}

// Moderate takes a decision on an idea or on one of its comments.
func (h *Handlers) Moderate(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	act := service.ModerationAct{Idea: id, Comment: consult.ID(values.Get(fieldComment)), Kind: service.ModerationKind(values.Get(fieldAct)),
		Ground: values.Get(fieldGround), Note: values.Get(fieldNote), Seen: consult.Moderation(values.Get(fieldSeen))}
	act.TextVersion, _ = strconv.Atoi(values.Get(fieldVersion)) // unreadable: 0, which checks nothing
	err = h.service.Moderate(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), act)
	switch consult.CodeOf(err) {
	case consult.CodeInvalid:
		return h.faulty(c, values, act, err)
	case consult.CodeConflict:
		return h.changed(c, err)
	}
	if err != nil {
		return err
	}
	keys := said[act.Kind]
	key := keys[0]
	if act.Comment != "" {
		key = keys[1]
	}
	if err := h.frame.Say(c, key); err != nil {
		return err
	}
	return reply.See(c, back(c, values))
}

// back gives where to go after a decision: the list it was taken from, or the page of an idea.
func back(c *gin.Context, values url.Values) string {
	slug := c.Param("slug")
	if values.Get(fieldBack) == backList {
		return base(slug)
	}
	if id, err := consult.ParseID(values.Get(fieldBack)); err == nil {
		return ideaURL(slug, id)
	}
	return ideaURL(slug, consult.ID(c.Param("id")))
}

// faulty shows the page with what is wrong with a refusal, unfolded.
func (h *Handlers) faulty(c *gin.Context, values url.Values, act service.ModerationAct, err error) error {
	page, pageErr := h.ideaPage(c)
	if pageErr != nil {
		return pageErr
	}
	page.typed, page.faultOf = values, act.Comment
	if act.Comment == "" {
		page.faultOf = act.Idea
	}
	ids := map[string]string{fieldGround: page.grounds(page.faultOf).ID, fieldNote: page.note(page.faultOf).ID}
	if err := page.blame(err, ids); err != nil {
		return err
	}
	return reply.Invalid(c, idea(*page))
}

// blame keeps what is wrong with a form; ids are the controls whose id is not their name.
func (p *ideaPage) blame(err error, ids map[string]string) error {
	var domain *consult.Error
	if !errors.As(err, &domain) || len(domain.Fields) == 0 {
		return err
	}
	p.faults = map[string]string{}
	for _, fault := range domain.Fields {
		words := p.P.T(fault.Key, fault.Args...)
		p.faults[fault.Field] = words
		id := fault.Field
		if known, ok := ids[id]; ok {
			id = known
		}
		p.Errors = append(p.Errors, ui.Problem{Field: id, Text: words})
	}
	return nil
}

// changed shows the idea as it is now: somebody decided, or its author wrote, meanwhile.
func (h *Handlers) changed(c *gin.Context, err error) error {
	page, pageErr := h.ideaPage(c)
	if pageErr != nil {
		return pageErr
	}
	page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: h.words(err)}
	return reply.Page(c, http.StatusConflict, idea(*page))
}

// words gives the sentence of an error of the service.
func (h *Handlers) words(err error) string {
	var domain *consult.Error
	if !errors.As(err, &domain) {
		return ""
	}
	return h.p.T(domain.Key, domain.Args...)
}

// Answer sets the status of an idea and the organiser's public answer.
func (h *Handlers) Answer(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return err
	}
	slug := c.Param("slug")
	answer := service.IdeaAnswer{Status: consult.IdeaStatus(values.Get(fieldStatus)), Answer: values.Get(fieldAnswer)}
	answer.SeenAt, answer.Seen = readMoment(values.Get(fieldSeen))
	err = h.service.AnswerIdea(c.Request.Context(), h.frame.Actor(c), slug, id, answer)
	if code := consult.CodeOf(err); err != nil && (code == consult.CodeInvalid || code == consult.CodeConflict) {
		page, pageErr := h.ideaPage(c)
		if pageErr != nil {
			return pageErr
		}
		page.Status, page.Answer = values.Get(fieldStatus), values.Get(fieldAnswer)
		if code == consult.CodeConflict {
			page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: h.words(err)}
			return reply.Page(c, http.StatusConflict, idea(*page))
		}
		if err := page.blame(err, nil); err != nil {
			return err
		}
		return reply.Invalid(c, idea(*page))
	}
	if err != nil {
		return err
	}
	if err := h.frame.Say(c, "ideas_pages.console.answered"); err != nil {
		return err
	}
	return reply.See(c, ideaURL(slug, id))
}

// writeMoment and readMoment carry a moment through a form; blank is the zero moment.
func writeMoment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}

func readMoment(text string) (at time.Time, ok bool) {
	if text == "" {
		return time.Time{}, true
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	return at, err == nil
}

const excerptLength = 220

// excerpt gives the beginning of a text, cut at a word.
func excerpt(text string, length int) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= length {
		return text
	}
	cut := string([]rune(text)[:length])
	if space := strings.LastIndexByte(cut, ' '); space > length/2 {
		cut = cut[:space]
	}
	return cut + "\u00a0…"
}

// rows gives the idea as it was sent, a line a field.
func (p ideaPage) rows() []ui.SummaryRow {
	theme := ""
	if p.Idea.Theme.ID != "" {
		theme = p.P.T("ideas_pages.filter.theme_option", "number", p.Idea.Theme.Position, "title", p.Idea.Theme.Title)
	}
	var rows []ui.SummaryRow
	for _, line := range []struct{ label, value string }{
		{"observation", p.Idea.Observation}, {"proposal", p.Idea.Proposal}, {"theme", theme}, {"territory", p.Idea.TerritoryLabel},
		{"category", p.Idea.CategoryLabel}, {"beneficiaries", p.Idea.Beneficiaries}, {"bearer", p.Idea.Bearer},
		{"publication", p.P.T("ideas_pages.publication." + string(p.Idea.Publication))}, {"signature", p.Idea.Signature}, {"email", p.Idea.Email},
	} {
		if line.value != "" {
			rows = append(rows, ui.SummaryRow{Key: p.P.T("ideas_pages.field." + line.label), Values: []string{line.value}})
		}
	}
	return rows
}

// grounds asks for the ground of a refusal, from the list (R1.6). of is what is refused: it tells the fields apart.
func (p ideaPage) grounds(of consult.ID) ui.Select {
	field := ui.Select{Field: ui.Field{Name: fieldGround, ID: "motif-" + string(of), Label: p.P.T("ideas_pages.act.ground"), Required: true}}
	if p.faultOf == of {
		field.Error, field.Value = p.faults[fieldGround], p.typed.Get(fieldGround)
	}
	field.Options = append(field.Options, ui.Option{Label: p.P.T("ideas_pages.act.choose_ground")})
	for _, ground := range consult.ModerationGrounds() {
		field.Options = append(field.Options, ui.Option{Value: ground, Label: p.P.T("ideas.ground." + ground)})
	}
	return field
}

func (p ideaPage) note(of consult.ID) ui.TextArea {
	field := ui.TextArea{Field: ui.Field{Name: fieldNote, ID: "note-" + string(of), Label: p.P.T("ideas_pages.act.note"), Hint: p.P.T("ideas_pages.act.note_hint"), Optional: true}, Rows: 3}
	if p.faultOf == of {
		field.Value, field.Error = p.typed.Get(fieldNote), p.faults[fieldNote]
	}
	return field
}

// refusing unfolds the refusal in which something is wrong.
func (p ideaPage) refusing(of consult.ID) bool { return p.faultOf == of && len(p.faults) > 0 }

func (p ideaPage) status() ui.Select {
	field := ui.Select{Field: ui.Field{Name: fieldStatus, Label: p.P.T("ideas_pages.filter.status"), Error: p.faults[fieldStatus]}, Value: p.Status}
	for _, status := range consult.IdeaStatuses() {
		field.Options = append(field.Options, ui.Option{Value: string(status), Label: p.P.T("ideas_pages.status." + string(status))})
	}
	return field
}

func (p ideaPage) answer() ui.TextArea {
	return ui.TextArea{Field: ui.Field{Name: fieldAnswer, Label: p.P.T("ideas_pages.answer.title"), Hint: p.P.T("ideas_pages.console.answer_hint"), Optional: true,
		Error: p.faults[fieldAnswer]}, Value: p.Answer, Rows: 6}
}

// alerts gives those that nobody has settled yet, on the idea itself or on one of its comments.
func (p ideaPage) alerts(comment consult.ID) []consult.IdeaReport {
	var list []consult.IdeaReport
	for _, report := range p.Reports {
		if report.SettledAt.IsZero() && report.CommentID == comment {
			list = append(list, report)
		}
	}
	return list
}

// means names what the idea's state means for its readers.
func (p ideaPage) means() string {
	name, _ := standing(&p.Idea.Idea)
	return name
}

// mergeable says whether the idea can be merged into another.
func (p ideaPage) mergeable() bool { return p.Idea.Shown() }

func signed(p *i18n.Printer, comment *consult.Comment) string {
	if comment.Signature != "" {
		return comment.Signature
	}
	return p.T("ideas_pages.comment.anonymous")
}

// refused names what a refusal is of: the comment, or the idea where there is none.
func refused(idea, comment consult.ID) consult.ID {
	if comment != "" {
		return comment
	}
	return idea
}
