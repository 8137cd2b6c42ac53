package coding

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// The names of the fields of a batch.
const (
	fieldPicked = "choisi"  // a text ticked in the list
	fieldScope  = "portee"  // scopeWhole: all that the filters find
	fieldRead   = "lu"      // a text of the preview with its version, «id:2»
	keyAside    = "laisse"  // a text that the act left aside
	fieldAlso   = "aussi"   // texts under another theme too
	keyElse     = "autres"  // how many texts under another theme were left
	keyUndone   = "annules" // how many texts an undo took back
	scopeWhole  = "filtre"
)

// asideNamed is how many of the texts left aside the address of an act names: more would not fit.
const asideNamed = 40

// batchPage says what giving themes to the chosen texts would do.
type batchPage struct {
	ui.Page
	*service.BatchView
	Slug   string
	Query  service.CodingQuery
	Themes []string // as ticked
	Also   bool
	Fault  string
}

// batchDonePage says what an act did, or what was taken back.
type batchDonePage struct {
	ui.Page
	*service.BatchDoneView
	Slug   string
	Query  service.CodingQuery
	Left   int // texts left aside, named or not
	Else   int // left since they are under another theme
	Undone bool
}

func batchURL(slug string, query service.CodingQuery, act string) string {
	return base(slug) + "/contributions/regrouper" + act + encodeQuery(query, 0)
}

// pickURL carries the page of the list too, to give it back when nothing was chosen.
func pickURL(p listPage) string {
	return base(p.Slug) + "/contributions/regrouper" + encodeQuery(p.Query, p.CodingList.Page)
}

func (p listPage) scope() string {
	if p.Counts.Contributions > service.MostBatch {
		return p.P.T("coding.batch.first", "count", service.MostBatch, "all", p.P.Number(p.Counts.Contributions))
	}
	return p.P.T("coding.batch.whole", "count", p.Counts.Contributions)
}

// Pick shows what grouping the texts chosen in the list would do.
func (h *Handlers) Pick(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	choice := service.BatchChoice{Whole: form.Get(fieldScope) == scopeWhole, Query: decodeQuery(c)}
	for _, id := range form[fieldPicked] {
		if read, err := consult.ParseID(id); err == nil {
			choice.Texts = append(choice.Texts, read)
		}
	}
	page, err := h.batch(c, choice)
	if consult.CodeOf(err) == consult.CodeInvalid {
		page, shown := h.list(c)
		if shown != nil {
			return shown
		}
		page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T("coding.error.batch_empty")}
		return reply.Invalid(c, list(*page))
	}
	if err != nil {
		return err
	}
	return reply.OK(c, batch(*page))
}

func (h *Handlers) batch(c *gin.Context, choice service.BatchChoice) (*batchPage, error) {
	found, err := h.service.BatchView(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), choice)
	if err != nil {
		return nil, err
	}
	page := &batchPage{Page: h.frame.Page(c, "", &found.Consultation), BatchView: found, Slug: c.Param("slug"), Query: decodeQuery(c)}
	page.Title = page.P.T("coding.batch.title")
	page.Back = &ui.Link{Text: page.P.T("coding.view.back"), URL: listURL(page.Slug, page.Query, 1)}
	return page, nil
}

// SubmitBatch gives the ticked themes to the texts of the preview.
func (h *Handlers) SubmitBatch(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	slug, act := c.Param("slug"), service.BatchAct{Also: form.Get(fieldAlso) != ""}
	for _, theme := range form[fieldGive] {
		act.Themes = append(act.Themes, consult.ID(theme))
	}
	choice := service.BatchChoice{}
	for _, read := range form[fieldRead] {
		id, version, _ := strings.Cut(read, ":")
		text := service.BatchText{ID: consult.ID(id)}
		text.TextVersion, _ = strconv.Atoi(version) // unreadable: 0, which is no version
		act.Texts, choice.Texts = append(act.Texts, text), append(choice.Texts, text.ID)
	}
	done, err := h.service.CodeBatch(c.Request.Context(), h.frame.Actor(c), slug, act)
	var refused *consult.Error
	switch {
	case errors.As(err, &refused) && refused.Code == consult.CodeInvalid && len(refused.Fields) > 0:
		return h.batchAgain(c, http.StatusUnprocessableEntity, choice, form, refused.Fields[0].Key)
	case errors.As(err, &refused) && refused.Code == consult.CodeConflict:
		return h.batchAgain(c, http.StatusConflict, choice, form, refused.Key)
	case err != nil:
		return err
	}
	values := url.Values{fieldMoment: {strconv.FormatInt(done.At.UnixMilli(), 10)}}
	for _, id := range done.Aside[:min(len(done.Aside), asideNamed)] {
		values.Add(keyAside, string(id))
	}
	if more := len(done.Aside) - asideNamed; more > 0 {
		values.Set(keyAside+"s", strconv.Itoa(len(done.Aside)))
	}
	if done.Otherwise > 0 {
		values.Set(keyElse, strconv.Itoa(done.Otherwise))
	}
	return reply.See(c, withValues(batchURL(slug, decodeQuery(c), ""), values))
}

// batchAgain gives the preview back with what is wrong; the texts are shown, and read, anew.
func (h *Handlers) batchAgain(c *gin.Context, status int, choice service.BatchChoice, form url.Values, key string) error {
	page, err := h.batch(c, choice)
	if consult.CodeOf(err) == consult.CodeInvalid { // none of the texts is there any more
		return reply.See(c, listURL(c.Param("slug"), decodeQuery(c), 1))
	}
	if err != nil {
		return err
	}
	page.Themes, page.Also, page.Fault = form[fieldGive], form.Get(fieldAlso) != "", page.P.T(key)
	page.Errors = []ui.Problem{{Field: page.toggles().Field.Name, Text: page.Fault}}
	return reply.Page(c, status, batch(*page))
}

func withValues(address string, values url.Values) string {
	sign := "?"
	if strings.Contains(address, "?") {
		sign = "&"
	}
	return address + sign + values.Encode()
}

// ShowBatch tells what an act did.
func (h *Handlers) ShowBatch(c *gin.Context) error {
	moment, err := strconv.ParseInt(c.Query(fieldMoment), 10, 64)
	if err != nil {
		moment = 0 // no act: its page says so
	}
	var aside []consult.ID
	for _, id := range c.QueryArray(keyAside) {
		if read, err := consult.ParseID(id); err == nil && len(aside) < asideNamed {
			aside = append(aside, read)
		}
	}
	found, err := h.service.BatchDoneView(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), time.UnixMilli(moment), aside)
	if err != nil {
		return err
	}
	page := batchDonePage{Page: h.frame.Page(c, "", &found.Consultation), BatchDoneView: found, Slug: c.Param("slug"), Query: decodeQuery(c), Left: len(aside)}
	if left, err := strconv.Atoi(c.Query(keyAside + "s")); err == nil && left > page.Left {
		page.Left = left
	}
	if left, err := strconv.Atoi(c.Query(keyElse)); err == nil {
		page.Else = max(left, 0)
	}
	page.Title = page.P.T("coding.batch.done_title")
	if page.nothing() {
		page.Title = page.P.T("coding.batch.title")
	}
	page.Back = &ui.Link{Text: page.P.T("coding.view.back"), URL: listURL(page.Slug, page.Query, 1)}
	if undone, err := strconv.Atoi(c.Query(keyUndone)); err == nil {
		page.Undone = true
		page.Notice = &ui.Notice{Kind: ui.NoticeSuccess, Text: page.P.T("coding.batch.undone", "count", undone)}
	}
	return reply.OK(c, batchDone(page))
}

// nothing says that the address tells of no act: it was opened by itself.
func (p batchDonePage) nothing() bool {
	return !p.Undone && p.Stands == 0 && len(p.Aside) == 0 && p.Left == 0 && p.Else == 0
}

// UndoBatch takes the act of that moment back.
func (h *Handlers) UndoBatch(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	moment, err := strconv.ParseInt(form.Get(fieldMoment), 10, 64)
	if err != nil {
		return reply.ErrUnreadable
	}
	slug := c.Param("slug")
	undone, err := h.service.UndoBatch(c.Request.Context(), h.frame.Actor(c), slug, time.UnixMilli(moment))
	if err != nil {
		return err
	}
	return reply.See(c, withValues(batchURL(slug, decodeQuery(c), ""), url.Values{fieldMoment: {strconv.FormatInt(moment, 10)}, keyUndone: {strconv.Itoa(undone)}}))
}

// toggles are the themes to give, each with what giving it changes.
func (p batchPage) toggles() ui.Checkboxes {
	field := ui.Checkboxes{Field: ui.Field{Name: fieldGive, Label: p.P.T("coding.batch.themes"), Hint: p.P.T("coding.batch.themes_hint"), Error: p.Fault}, Values: p.Themes}
	for _, one := range p.BatchView.Themes {
		label := one.Theme.Title
		if one.Theme.Kind == consult.ThemeRegular {
			label = p.P.Number(one.Theme.Position) + ". " + label
		}
		words := []string{p.P.T("coding.batch.gains", "count", one.Gains)}
		if one.Has > 0 {
			words = append(words, p.P.T("coding.batch.has", "count", one.Has))
		}
		if one.Otherwise > 0 {
			words = append(words, p.P.T("coding.batch.otherwise", "count", one.Otherwise))
		}
		if one.Loses > 0 {
			words = append(words, p.P.T("coding.batch.loses", "count", one.Loses))
		}
		field.Options = append(field.Options, ui.Option{Value: string(one.Theme.ID), Label: label, Hint: strings.Join(words, i18n.Between), Exclusive: one.Theme.Kind != consult.ThemeRegular})
	}
	return field
}

// elsewhere says whether some of the texts are under another theme than one that could be given.
func (p batchPage) elsewhere() bool {
	return slices.ContainsFunc(p.BatchView.Themes, func(t service.BatchTheme) bool { return t.Otherwise > 0 })
}

func readOf(text service.BatchText) string {
	return string(text.ID) + ":" + strconv.Itoa(text.TextVersion)
}
