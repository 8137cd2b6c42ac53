package console

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/web/reply"
)

// removeQuestionnaireURL is where a questionnaire nobody answered is removed.
func removeQuestionnaireURL(slug, questionnaire string) string {
	return base(slug) + "/questionnaire/" + url.PathEscape(questionnaire) + "/supprimer"
}

// ShowRemoveQuestionnaire asks once more before removing a questionnaire.
func (h *Handlers) ShowRemoveQuestionnaire(c *gin.Context) error {
	ctx, actor := c.Request.Context(), h.Actor(c)
	consultation, err := h.service.ConsultationBySlug(ctx, actor, c.Param("slug"))
	if err != nil {
		return err
	}
	questionnaire, err := h.service.QuestionnaireToRemove(ctx, actor, consultation.ID, c.Param("questionnaire"))
	if err != nil {
		return err
	}
	p := h.site.P
	return reply.OK(c, confirm(confirmPage{Page: h.Page(c, p.T("console.questionnaires.remove_title", "title", questionnaire.Title), &consultation),
		Words: p.T("console.questionnaires.remove_words"), Act: p.T("console.questionnaires.remove_act"), Grave: true,
		Action: removeQuestionnaireURL(consultation.Slug, questionnaire.Slug), Cancel: base(consultation.Slug) + "/questionnaires"}))
}

// SubmitRemoveQuestionnaire removes it.
func (h *Handlers) SubmitRemoveQuestionnaire(c *gin.Context) error {
	if err := h.service.RemoveQuestionnaire(c.Request.Context(), h.Actor(c), c.Param("slug"), c.Param("questionnaire")); err != nil {
		return err
	}
	return h.done(c, "console.questionnaires.removed", base(c.Param("slug"))+"/questionnaires")
}
