package console

import (
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/forms"
	"concertation/forms/files"
	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type questionnairesPage struct {
	ui.Page
	form
	Consultation consult.Consultation
	Lines        []service.QuestionnaireLine
	Checked      *service.CheckedFile // of a file just refused
	Filename     string
	MayPublish   bool
}

func (h *Handlers) questionnairesPage(c *gin.Context, f form) (questionnairesPage, error) {
	ctx, actor := c.Request.Context(), h.Actor(c)
	consultation, err := h.service.ConsultationBySlug(ctx, actor, c.Param("slug"))
	if err != nil {
		return questionnairesPage{}, err
	}
	page := questionnairesPage{Page: h.Page(c, h.site.P.T("console.questionnaires.title"), &consultation), form: f, Consultation: consultation,
		MayPublish: actor.Can(consult.PublishForms) && consultation.Status != consult.StatusRecord}
	page.Errors = f.problems()
	page.Lines, err = h.service.Questionnaires(ctx, actor, consultation.ID)
	return page, err
}

// ShowQuestionnaires lists the questionnaires and their revisions.
func (h *Handlers) ShowQuestionnaires(c *gin.Context) error {
	page, err := h.questionnairesPage(c, form{})
	if err != nil {
		return err
	}
	return reply.OK(c, questionnaires(page))
}

// SubmitQuestionnaire takes a file: kept as a draft revision, or shown with what is wrong, line by line.
func (h *Handlers) SubmitQuestionnaire(c *gin.Context) error {
	if err := h.Actor(c).Require(consult.PublishForms); err != nil {
		return err // before a large file is read
	}
	filename, content, err := upload(c)
	if err != nil {
		return err
	}
	revision, err := h.service.UploadQuestionnaire(c.Request.Context(), h.Actor(c), c.Param("slug"), c.PostForm("into"), filename, content)
	if err == nil {
		return h.done(c, "console.questionnaires.kept", base(c.Param("slug"))+"/questionnaires/"+string(revision.ID))
	}
	f, err := h.faulty(url.Values{"into": {c.PostForm("into")}}, err)
	if err != nil {
		return err
	}
	page, err := h.questionnairesPage(c, f)
	if err != nil {
		return err
	}
	page.Filename = filename
	if checked, err := h.service.CheckQuestionnaire(filename, content); err == nil {
		page.Checked = checked
	}
	return reply.Invalid(c, questionnaires(page))
}

// into asks which questionnaire the file is of.
func (p questionnairesPage) into() ui.Select {
	choice := ui.Select{Field: ui.Field{Name: "into", Label: p.P.T("console.questionnaires.into"), Error: p.faults["into"]}, Value: p.Value("into"),
		Options: []ui.Option{{Label: p.P.T("console.questionnaires.into_form_id")}}}
	for _, line := range p.Lines {
		choice.Options = append(choice.Options, ui.Option{Value: line.Questionnaire.Slug, Label: p.P.T("console.questionnaires.into_revision", "title", line.Questionnaire.Title)})
	}
	choice.Options = append(choice.Options, ui.Option{Value: service.IntoNew, Label: p.P.T("console.questionnaires.into_new")})
	return choice
}

// upload reads the file posted, within the limits of its route.
func upload(c *gin.Context) (filename string, content []byte, err error) {
	header, err := c.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return "", nil, nil // the service says that there is no file to read
	}
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return "", nil, err
		}
		return "", nil, errors.Join(reply.ErrUnreadable, err)
	}
	file, err := header.Open()
	if err != nil {
		return "", nil, err
	}
	defer file.Close()
	content, err = io.ReadAll(io.LimitReader(file, service.MaxQuestionnaireFile+1))
	return header.Filename, content, err
}

// issues presents what is wrong: where, and what.
func issues(p ui.Page, caption string, list []files.Issue) ui.Table {
	table := ui.Table{Caption: caption, Columns: []ui.Column{{Title: p.P.T("console.column.where")}, {Title: p.P.T("console.column.message")}}}
	for _, issue := range list {
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{{Text: dash(issue.Where)}, {Text: issue.Message}}})
	}
	return table
}

type revisionPage struct {
	ui.Page
	Consultation consult.Consultation
	Published    *service.Published
	Current      bool // the one new responses are given
	Difference   *service.RevisionDifference
	MayPublish   bool
}

// ShowRevision previews a revision.
func (h *Handlers) ShowRevision(c *gin.Context) error {
	page, err := h.revisionPage(c)
	if err != nil {
		return err
	}
	return reply.OK(c, revision(page))
}

func (h *Handlers) revisionPage(c *gin.Context) (revisionPage, error) {
	ctx, actor := c.Request.Context(), h.Actor(c)
	consultation, err := h.service.ConsultationBySlug(ctx, actor, c.Param("slug"))
	if err != nil {
		return revisionPage{}, err
	}
	id, err := consult.ParseID(c.Param("revision"))
	if err != nil {
		return revisionPage{}, err
	}
	published, err := h.service.Revision(ctx, actor, id)
	if err != nil {
		return revisionPage{}, err
	}
	if published.Revision.ConsultationID != consultation.ID {
		return revisionPage{}, consult.NotFound("error.not_found")
	}
	page := revisionPage{Consultation: consultation, Published: published, MayPublish: actor.Can(consult.PublishForms)}
	title := h.site.P.T("console.revision.title", "number", published.Revision.Number, "title", published.Revision.Definition.Title.In("fr", published.Revision.Definition.DefaultLanguage))
	page.Page = h.Page(c, title, &consultation)
	page.Back = &ui.Link{Text: page.P.T("console.questionnaires.title"), URL: base(consultation.Slug) + "/questionnaires"}
	page.Difference, err = h.service.CompareRevisions(ctx, actor, id)
	return page, err
}

// SubmitPublish publishes a revision.
func (h *Handlers) SubmitPublish(c *gin.Context) error {
	page, err := h.revisionPage(c)
	if err != nil {
		return err
	}
	if err := h.service.PublishRevision(c.Request.Context(), h.Actor(c), page.Published.Revision.ID); err != nil {
		return err
	}
	return h.done(c, "console.revision.published", base(c.Param("slug"))+"/questionnaires")
}

// SubmitDeleteRevision removes a draft revision.
func (h *Handlers) SubmitDeleteRevision(c *gin.Context) error {
	page, err := h.revisionPage(c)
	if err != nil {
		return err
	}
	if err := h.service.DeleteDraftRevision(c.Request.Context(), h.Actor(c), page.Published.Revision.ID); err != nil {
		return err
	}
	return h.done(c, "console.revision.deleted", base(c.Param("slug"))+"/questionnaires")
}

// DownloadRevision gives a revision as a file.
func (h *Handlers) DownloadRevision(c *gin.Context) error {
	page, err := h.revisionPage(c)
	if err != nil {
		return err
	}
	extension := "." + c.Param("format")
	content, err := h.service.RevisionFile(c.Request.Context(), h.Actor(c), page.Published.Revision.ID, extension)
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="questionnaire`+extension+`"`)
	c.Data(http.StatusOK, "application/octet-stream", content)
	return nil
}

func (p revisionPage) draft() bool { return p.Published.Revision.PublishedAt.IsZero() }

func (p revisionPage) words(text forms.Text) string {
	return text.In("fr", p.Published.Revision.Definition.DefaultLanguage)
}

// questions gives the questions of a section, rows under their grid.
func (p revisionPage) questions(i int) []forms.Question {
	return p.Published.Revision.Definition.Sections[i].Questions
}

// kind says what a question is, in words.
func (p revisionPage) kind(question forms.Question) string {
	return p.P.T("console.kind." + string(question.Kind))
}

// notes says what else matters of a question: required, condition, identity, role.
func (p revisionPage) notes(question forms.Question) []string {
	var notes []string
	if question.Required {
		notes = append(notes, p.P.T("console.revision.required"))
	}
	if question.Relevant != "" {
		notes = append(notes, p.P.T("console.revision.relevant", "condition", question.Relevant))
	}
	if question.MaxChoices > 0 {
		notes = append(notes, p.P.T("console.revision.max", "count", question.MaxChoices))
	}
	if question.Identity {
		notes = append(notes, p.P.T("console.revision.identity"))
	}
	if question.Open {
		notes = append(notes, p.P.T("console.revision.open"))
	}
	return notes
}

func (p revisionPage) choices(question forms.Question) []forms.Choice {
	return p.Published.Questionnaire.Choices(&question)
}

// address is the revision's own.
func (p revisionPage) address() string {
	return base(p.Consultation.Slug) + "/questionnaires/" + string(p.Published.Revision.ID)
}
