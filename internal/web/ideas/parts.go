package ideas

import (
	"strings"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// facts gives what is known of an idea besides its text, in words.
func facts(p *i18n.Printer, c *service.IdeaCard) []string {
	var words []string
	for _, word := range []string{c.TerritoryLabel, unspecified(p, c.CategoryLabel)} {
		if word != "" {
			words = append(words, word)
		}
	}
	return append(words, p.T("ideas_pages.date", "date", c.CreatedAt))
}

// unspecified gives the words of a choice without what asks to say more (R4.5): «autre (préciser)» asks nothing here.
func unspecified(p *i18n.Printer, label string) string {
	return strings.TrimSpace(strings.TrimSuffix(label, p.T("ideas_pages.specify")))
}

// byline names who signs an idea, or says that nobody does.
func byline(p *i18n.Printer, idea *consult.Idea) string {
	if idea.Publication == consult.PublicationNamed && idea.Signature != "" {
		return p.T("ideas_pages.by.named", "name", idea.Signature)
	}
	return p.T("ideas_pages.by.anonymous")
}

// options gives the values of a filter or a field, after a first one that stands for none.
func options(p *i18n.Printer, list []service.CodingChoice, none string) []ui.Option {
	made := []ui.Option{{Label: none}}
	for _, choice := range list {
		made = append(made, ui.Option{Value: choice.Value, Label: unspecified(p, choice.Label)})
	}
	return made
}

// themeOptions gives the themes, after a first option that stands for none.
func themeOptions(p *i18n.Printer, themes []consult.Theme, none string) []ui.Option {
	made := []ui.Option{{Label: none}}
	for _, theme := range themes {
		made = append(made, ui.Option{Value: string(theme.ID), Label: numbered(p, theme)})
	}
	return made
}

// numbered names a theme by its number and its title; "" for none.
func numbered(p *i18n.Printer, theme consult.Theme) string {
	if theme.ID == "" {
		return ""
	}
	return p.T("ideas_pages.filter.theme_option", "number", theme.Position, "title", theme.Title)
}

// labelOf gives the words of a value; the value itself when it has none.
func labelOf(list []service.CodingChoice, value string) string {
	for _, choice := range list {
		if choice.Value == value {
			return choice.Label
		}
	}
	return value
}

func themeOf(themes []consult.Theme, id consult.ID) consult.Theme {
	for _, theme := range themes {
		if id != "" && theme.ID == id {
			return theme
		}
	}
	return consult.Theme{}
}
