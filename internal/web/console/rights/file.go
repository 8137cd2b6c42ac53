package rights

import (
	"encoding/json"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type filePage struct {
	ui.Page
	*service.PersonFile
	Backups []string
	// Typed and Faults are what was typed when rectifying, by the name of its field.
	Typed  map[string]string
	Faults map[string]string
}

func (h *Handlers) file(c *gin.Context, read func(*gin.Context, consult.ID) (*service.PersonFile, error)) (filePage, error) {
	id, err := consult.ParseID(c.Param("dossier"))
	if err != nil {
		return filePage{}, err
	}
	found, err := read(c, id)
	if err != nil {
		return filePage{}, err
	}
	page := filePage{Page: h.frame.Page(c, "", nil), PersonFile: found, Backups: h.service.Backups()}
	page.Title = page.P.T("rights.file.title", "date", page.P.ShortDate(found.Case.OpenedAt))
	page.Back = &ui.Link{Text: page.P.T("rights.back"), URL: home}
	return page, nil
}

func (h *Handlers) shown(c *gin.Context, id consult.ID) (*service.PersonFile, error) {
	return h.service.PersonFile(c.Request.Context(), h.frame.Actor(c), id)
}

func (h *Handlers) exported(c *gin.Context, id consult.ID) (*service.PersonFile, error) {
	return h.service.ExportPersonFile(c.Request.Context(), h.frame.Actor(c), id)
}

// ShowCase shows everything held of a person, and what may be done.
func (h *Handlers) ShowCase(c *gin.Context) error {
	page, err := h.file(c, h.shown)
	if err != nil {
		return err
	}
	return reply.OK(c, fileScreen(page))
}

// DownloadHTML hands the file over as a page that stands alone, to be read or printed.
func (h *Handlers) DownloadHTML(c *gin.Context) error {
	page, err := h.file(c, h.exported)
	if err != nil {
		return err
	}
	attach(c, "donnees-personnelles.html")
	return reply.OK(c, printedFile(page))
}

// DownloadJSON hands the file over for a program (article 20 of the RGPD).
func (h *Handlers) DownloadJSON(c *gin.Context) error {
	page, err := h.file(c, h.exported)
	if err != nil {
		return err
	}
	encoded, err := json.MarshalIndent(page.export(), "", "  ")
	if err != nil {
		return err
	}
	attach(c, "donnees-personnelles.json")
	c.Data(http.StatusOK, "application/json; charset=utf-8", append(encoded, '\n'))
	return nil
}

func attach(c *gin.Context, name string) {
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Header("Cache-Control", "no-store")
}

// ShowRectify shows what identifies the person, to be put right.
func (h *Handlers) ShowRectify(c *gin.Context) error {
	page, err := h.file(c, h.shown)
	if err != nil {
		return err
	}
	return reply.OK(c, rectifyScreen(page.rectifying()))
}

func (p filePage) rectifying() filePage {
	p.Title = p.P.T("rights.rectify.title")
	p.Back = &ui.Link{Text: p.P.T("rights.back_file"), URL: caseURL(p.Case.ID)}
	return p
}

// SubmitRectify puts right what was changed.
func (h *Handlers) SubmitRectify(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	page, err := h.file(c, h.shown)
	if err != nil {
		return err
	}
	page.Typed = map[string]string{}
	var changes []service.Rectification
	var names []string
	for i, record := range page.Records {
		for j, value := range record.Values {
			name := fieldName(i, j)
			if _, posted := values[name]; !posted || !value.Rectifiable {
				continue
			}
			page.Typed[name] = values.Get(name)
			if typed := strings.TrimSpace(values.Get(name)); typed != value.Value {
				changes = append(changes, service.Rectification{Ref: record.Ref, Field: value.Field, Value: typed})
				names = append(names, name)
			}
		}
	}
	err = h.service.RectifyRecords(c.Request.Context(), h.frame.Actor(c), page.Case.ID, changes)
	fault, err := faultOf(err)
	if err != nil {
		return err
	}
	if fault != nil {
		return reply.Invalid(c, rectifyScreen(page.rectifying().faulty(fault, names)))
	}
	if err := h.frame.Say(c, "rights.done.rectifier"); err != nil {
		return err
	}
	return reply.See(c, caseURL(page.Case.ID))
}

// fieldName names the field of value j of record i.
func fieldName(i, j int) string { return "champ-" + strconv.Itoa(i) + "-" + strconv.Itoa(j) }

// faulty says what is wrong beside the field of the change that is at fault.
func (p filePage) faulty(fault *consult.FieldError, names []string) filePage {
	at, name := 0, ""
	if n, err := strconv.Atoi(strings.TrimPrefix(fault.Field, "champ-")); err == nil {
		at = n
	}
	if at < len(names) {
		name = names[at]
	}
	p.Faults = map[string]string{name: p.P.T(fault.Key, fault.Args...)}
	p.Errors = []ui.Problem{{Field: name, Text: p.Faults[name]}}
	return p
}

func (p filePage) valueOf(i, j int) string {
	if typed, ok := p.Typed[fieldName(i, j)]; ok {
		return typed
	}
	return p.Records[i].Values[j].Value
}

// Words of a record.

func (p filePage) label(v service.FileValue) string {
	if v.Label != "" {
		return v.Label
	}
	if key := "rights.field." + v.Field; p.P.Has(key) {
		return p.P.T(key)
	}
	return v.Field
}

func (p filePage) textLabel(t service.FileText) string {
	switch {
	case t.Label != "" && t.Field != "":
		return p.P.T("rights.text."+t.Field) + "\u00a0: " + t.Label
	case t.Label != "":
		return t.Label
	default:
		return p.P.T("rights.text." + t.Field)
	}
}

func (p filePage) about(r service.FileRecord) []ui.Definition {
	var items []ui.Definition
	add := func(key, text string) {
		if text != "" {
			items = append(items, ui.Definition{Term: p.P.T(key), Text: text})
		}
	}
	where := p.P.T("rights.where." + string(r.Ref.Kind))
	if r.Consultation.Title != "" {
		where += p.P.T("rights.where.of", "title", r.Consultation.Title)
	}
	add("rights.about.where", where)
	add("rights.about.why", p.why(r))
	add("rights.about.reference", r.Reference)
	if r.State != "" {
		add("rights.about.state", p.P.T("rights.state."+r.State))
	}
	if r.Channel != "" {
		add("rights.about.channel", p.P.T("exports.channel."+string(r.Channel)))
	}
	if !r.Since.IsZero() {
		add("rights.about.since", p.P.DateTime(r.Since))
	}
	if r.Notice.Number > 0 {
		add("rights.about.notice", p.notice(r))
	}
	return items
}

// why gives the purpose and the legal basis that the person was told, or what the record is for.
func (p filePage) why(r service.FileRecord) string {
	parts := []string{p.P.T("rights.why." + string(r.Ref.Kind))}
	for _, told := range []string{r.Notice.Notice.Purpose, r.Notice.Notice.LegalBasis} {
		if told != "" {
			parts = append(parts, ui.PlainMarkdown(told))
		}
	}
	return strings.Join(parts, " ")
}

func (p filePage) notice(r service.FileRecord) string {
	if r.Notice.Until.IsZero() {
		return p.P.T("rights.notice.now", "number", r.Notice.Number, "from", p.P.DateTime(r.Notice.From))
	}
	return p.P.T("rights.notice.then", "number", r.Notice.Number, "from", p.P.DateTime(r.Notice.From), "until", p.P.DateTime(r.Notice.Until))
}
