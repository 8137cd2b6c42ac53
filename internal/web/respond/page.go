package respond

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// stepPage is one section of the questionnaire, to answer.
type stepPage struct {
	*screen
	step    *pageView
	heading string
}

// added is the query that says «Une question s'ajoute» after a redirection: the names, separated by commas.
const added = "ajout"

// ShowPage shows a section. One that the answers no longer call for leads to where the person goes on.
func (h *Handlers) ShowPage(c *gin.Context) error {
	section, err := sectionParam(c)
	if err != nil {
		return err
	}
	a, err := h.service.Answering(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	if _, visible := a.Section(section); !visible {
		return reply.See(c, goOn(c.Param("token"), a.Resume()))
	}
	if !a.Editable {
		return reply.Page(c, http.StatusForbidden, closedScreen(h.screen(c, a, "respond.closed.title")))
	}
	if !a.MayWrite() {
		return reply.See(c, checkURL(c.Param("token")))
	}
	page := h.stepPage(c, a, section)
	for _, name := range strings.Split(c.Query(added), ",") {
		if slices.Contains(a.Evaluation.Shown(section), name) {
			page.step.added = append(page.step.added, name)
		}
	}
	if len(page.step.added) > 0 {
		page.Notice = &ui.Notice{Kind: ui.NoticeInformation, Title: page.P.T("respond.page.added.title"),
			Text: page.P.T("respond.page.added.text", "count", len(page.step.added))}
	}
	return reply.OK(c, stepScreen(page))
}

func (h *Handlers) stepPage(c *gin.Context, a *service.Answering, section int) *stepPage {
	shown := h.pageView(a, section)
	page := &stepPage{screen: h.screen(c, a, ""), step: shown}
	page.heading = shown.sectionTitle(section)
	page.Title = h.site.P.T("respond.page.title", "step", shown.position, "total", shown.total, "title", page.heading)
	return page
}

// SubmitPage takes a section's answers and leads on; nothing typed is lost on any of its ways.
func (h *Handlers) SubmitPage(c *gin.Context) error {
	section, err := sectionParam(c)
	if err != nil {
		return err
	}
	post, err := decodePage(c, section)
	if err != nil {
		return err
	}
	token := c.Param("token")
	result, err := h.service.SavePage(c.Request.Context(), token, post)
	if consult.CodeOf(err) == consult.CodeUnavailable {
		return h.showUnsaved(c, section, post, err)
	}
	if err != nil {
		return err
	}
	switch result.Outcome {
	case service.PageClosed:
		return h.showTooLate(c, result)
	case service.PageHeld:
		return h.showHeld(c, result)
	case service.PageConflict:
		return h.showConflict(c, section, result)
	case service.PageSubmitted:
		return reply.See(c, confirmationURL(token))
	}

	// Whoever leaves or goes back is not held up by what is left to mend: it is saved, and asked for later.
	switch c.PostForm(fieldAction) {
	case actionLater:
		return reply.See(c, root(token)+"/pause")
	case actionBack:
		if previous := result.Answering.Evaluation.Previous(section); previous >= 0 {
			return reply.See(c, stepURL(token, previous))
		}
		return reply.See(c, stepURL(token, section))
	}
	switch result.Outcome {
	case service.PageInvalid:
		page := h.stepPage(c, result.Answering, section)
		page.Errors = page.step.withFailures(result.Failures).problems()
		return reply.Invalid(c, stepScreen(page))
	case service.PageAdded:
		return reply.See(c, stepURL(token, section)+"?"+added+"="+strings.Join(result.Added, ",")+"#question-"+h.anchor(result))
	}
	return reply.See(c, goOn(token, result.Next))
}

// showUnsaved shows the page again with what was typed when the storage cannot take it: nothing typed is lost, and the
// same button tries again.
func (h *Handlers) showUnsaved(c *gin.Context, section int, post service.PagePost, cause error) error {
	a, err := h.service.PreviewPage(c.Request.Context(), c.Param("token"), post)
	if err != nil {
		return cause
	}
	h.service.Log.Error("page not saved", "error", cause)
	page := h.stepPage(c, a, section)
	page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Title: page.P.T("respond.unsaved.title"), Text: page.P.T("respond.unsaved.text")}
	return reply.Page(c, http.StatusServiceUnavailable, stepScreen(page))
}

// anchor gives the question to which the page opens: the first added, or the group it belongs to.
func (h *Handlers) anchor(result *service.PageResult) string {
	form := result.Answering.Questionnaire()
	if question, ok := form.Question(result.Added[0]); ok {
		if parent := form.Parent(question); parent != nil {
			return parent.Name
		}
	}
	return result.Added[0]
}

// showConflict shows the page again with both texts, for the person to choose (rule 4).
func (h *Handlers) showConflict(c *gin.Context, section int, result *service.PageResult) error {
	page := h.stepPage(c, result.Answering, section)
	page.step.differences = result.Differences
	return reply.Page(c, http.StatusConflict, stepScreen(page))
}

// showTooLate shows what could not be saved, so that it can be copied.
func (h *Handlers) showTooLate(c *gin.Context, result *service.PageResult) error {
	page := h.screen(c, result.Answering, "respond.closed.title")
	return reply.Page(c, http.StatusForbidden, tooLateScreen(page, result.Differences))
}

// lost gives what the page's script says when its answers are refused: it is too late, or another member writes.
func (p *stepPage) lost() string {
	if p.a.Team != nil {
		return p.P.T("respond.team.lost")
	}
	return p.P.T("respond.page.closed")
}

// savedJSON is what an autosave answers to the page's script.
type savedJSON struct {
	Version string `json:"version"`
	Saved   string `json:"saved"` // «Enregistré à 14 h 02»
	Shown   string `json:"shown"`
}

// Autosave saves what is being typed.
func (h *Handlers) Autosave(c *gin.Context) error {
	section, err := sectionParam(c)
	if err != nil {
		return err
	}
	post, err := decodePage(c, section)
	if err != nil {
		return err
	}
	saved, err := h.service.Autosave(c.Request.Context(), c.Param("token"), post)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, savedJSON{Version: saved.Stamp.String(), Shown: strings.Join(saved.Shown, " "),
		Saved: h.site.P.T("respond.page.saved", "time", h.site.P.Time(saved.At))})
	return nil
}

// Refresh writes the questions as the posted answers call for them, for the page's script to put in place. Nothing is
// saved, nothing is judged.
func (h *Handlers) Refresh(c *gin.Context) error {
	section, err := sectionParam(c)
	if err != nil {
		return err
	}
	post, err := decodePage(c, section)
	if err != nil {
		return err
	}
	a, err := h.service.PreviewPage(c.Request.Context(), c.Param("token"), post)
	if err != nil {
		return err
	}
	if section >= len(a.Questionnaire().Definition().Sections) {
		return consult.NotFound("error.not_found")
	}
	shown := h.pageView(a, section)
	for _, name := range a.Evaluation.Shown(section) {
		if !slices.Contains(post.Shown, name) {
			shown.added = append(shown.added, name)
		}
	}
	return reply.OK(c, questions(shown))
}
