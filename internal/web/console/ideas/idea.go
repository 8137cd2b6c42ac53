package ideas

import (
	"net/url"
	"strings"
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
	hint := p.P.T("ideas_pages.console.answer_hint")
	if p.kept() {
		hint = p.P.T("ideas_pages.console.answer_hint_kept")
	}
	return ui.TextArea{Field: ui.Field{Name: fieldAnswer, Label: p.P.T("ideas_pages.answer.title"), Hint: hint, Optional: true,
		Error: p.faults[fieldAnswer]}, Value: p.Answer, Rows: 6}
}

// kept says whether the author keeps the idea from publication: it is read, and answered to them alone.
func (p ideaPage) kept() bool { return p.Idea.Publication == consult.PublicationNo }

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

// passing is the decision that settles the idea, or a comment, that waits.
func (p ideaPage) passing(comment consult.ID) (kind service.ModerationKind, key string) {
	if comment != "" {
		return passing("")
	}
	return passing(p.Idea.Publication)
}

// means names what the idea's state means for its readers.
func (p ideaPage) means() string {
	name, _ := standing(&p.Idea.Idea)
	if name == "waiting" && p.kept() {
		return "waiting_kept"
	}
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

// version gives the version of the text before the moderator: of a comment, or of the idea.
func (p ideaPage) version(comment consult.ID) int {
	for i := range p.Comments {
		if p.Comments[i].ID == comment {
			return p.Comments[i].TextVersion
		}
	}
	return p.Idea.TextVersion
}
