package ideas

import (
	"context"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// ideaPage is one idea, to read.
type ideaPage struct {
	ui.Page
	*service.IdeaView
	form
	Slug    string
	List    string // the list it was opened from (listOf)
	Visitor string // the pass that a first support would be known by
	Unsent  string // a comment that came too late
}

// supporting is what a support button does.
type supporting func(ctx context.Context, slug string, idea consult.ID, visitor string) (int, error)

// fieldInstead says that one supports an idea instead of sending one's own.
const fieldInstead = "plutot"

// details are the short fields of an idea that are filled in.
func (p ideaPage) details() []ui.Definition {
	var items []ui.Definition
	for _, item := range []ui.Definition{
		{Term: p.P.T("ideas_pages.field.beneficiaries"), Text: p.Idea.Beneficiaries},
		{Term: p.P.T("ideas_pages.field.bearer"), Text: p.Idea.Bearer},
	} {
		if item.Text != "" {
			items = append(items, item)
		}
	}
	return items
}

// tagged says whether something is worth a tag under the title.
func (p ideaPage) tagged() bool { return p.Idea.Status != consult.IdeaNew || p.fromElsewhere() }

// fromElsewhere says whether the idea was not dropped here by somebody.
func (p ideaPage) fromElsewhere() bool {
	return p.Idea.Origin == consult.OriginImported || p.Idea.Origin == consult.OriginDemonstration
}

// supportable says whether supports are counted here, or were: those of a merged idea are counted with the other's.
func (p ideaPage) supportable() bool {
	return p.Into == nil && (p.Rules.Supports || p.Idea.Supports > 0)
}

func (p ideaPage) supportURL() string { return ideaURL(p.Slug, p.Idea.ID) + "/soutien" }

// commentField asks for what somebody has to say, and signatureField for who says it.
func commentField(p *i18n.Printer, f form) ui.TextArea {
	return ui.TextArea{Field: ui.Field{Name: fieldComment, Label: p.T("ideas_pages.comment.body"), Required: true, Error: f.faults[fieldComment]},
		Value: f.Value(fieldComment), Rows: 4, Advised: 800}
}

func signatureField(p *i18n.Printer, f form) ui.TextInput {
	return ui.TextInput{Field: ui.Field{Name: fieldSignature, Label: p.T("ideas_pages.comment.signature"), Optional: true,
		Hint: p.T("ideas_pages.comment.signature_hint"), Error: f.faults[fieldSignature]}, Value: f.Value(fieldSignature), Autocomplete: "name"}
}

// fieldComment is the text of a comment.
const fieldComment = "body"

// signed names who signs a comment, or says that nobody does.
func (p ideaPage) signed(comment *consult.Comment) string {
	if comment.Signature != "" {
		return comment.Signature
	}
	return p.P.T("ideas_pages.comment.anonymous")
}

// gonePage says that an idea is no longer there, and why.
type gonePage struct {
	ui.Page
	Slug string
	Text string
}

// charterPage says how texts are read before or after they are shown, and on what grounds one is refused (R1.6).
type charterPage struct {
	ui.Page
	Rules service.IdeaRules
}

func (p charterPage) grounds() []ui.Definition {
	var items []ui.Definition
	for _, ground := range consult.ModerationGrounds() {
		items = append(items, ui.Definition{Term: p.P.T("ideas.ground." + ground), Text: p.P.T("ideas_pages.ground_hint." + ground)})
	}
	return items
}
