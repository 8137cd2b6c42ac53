package respond

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/gin-gonic/gin"

	"concertation/internal/web/reply"
)

// ownName gives a language's name in that language, for whoever reads no other.
func ownName(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	name := display.Self.Name(parsed)
	first, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return tag
	}
	return string(unicode.ToUpper(first)) + name[size:]
}

// ShowLanguage asks in which of its languages the questionnaire is to be shown.
func (h *Handlers) ShowLanguage(c *gin.Context) error {
	a, err := h.service.Answering(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return reply.OK(c, languageScreen(h.screen(c, a, "respond.language.title")))
}

// SubmitLanguage keeps the choice; answers stay as they are.
func (h *Handlers) SubmitLanguage(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	a, err := h.service.ChangeLanguage(c.Request.Context(), c.Param("token"), form.Get("language"))
	if err != nil {
		return err
	}
	return reply.See(c, goOn(c.Param("token"), a.Resume()))
}
