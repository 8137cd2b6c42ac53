package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// mostPage bounds the text of a page by law, in characters.
const mostPage = 40_000

// ToFill marks, in the texts proposed, what the organiser has to write: a page that still holds one is not published.
const ToFill = "[À compléter"

// LegalPage is a page by law, of a consultation or of the whole site, with the text that stands.
type LegalPage struct {
	Name   consult.SitePageName
	Own    string // what was written for it
	Site   string // for a consultation's: what was written for the whole site
	ByName string // of the whole site's: who wrote it
	Seen   string // a print of Own, for two windows not to overwrite each other
}

// LegalPagesView is the pages by law of a consultation, or of the whole site.
type LegalPagesView struct {
	Consultation *consult.Consultation // nil: the whole site
	Pages        []LegalPage
}

// LegalPages lists the pages by law; a blank slug stands for the whole site.
func (s *Service) LegalPages(ctx context.Context, actor consult.Actor, slug string) (*LegalPagesView, error) {
	if err := actor.Require(consult.ManageConsultations); err != nil {
		return nil, err
	}
	written, err := s.Store.SitePages(ctx)
	if err != nil {
		return nil, fmt.Errorf("list pages of the site: %w", err)
	}
	view := &LegalPagesView{}
	if slug != "" {
		consultation, err := s.Store.ConsultationBySlug(ctx, slug)
		if err != nil {
			return nil, err
		}
		view.Consultation = &consultation
	}
	for _, name := range consult.SitePageNames() {
		page := LegalPage{Name: name}
		if i := slices.IndexFunc(written, func(p consult.SitePage) bool { return p.Name == name }); i >= 0 {
			page.Own, page.ByName = written[i].Body, written[i].ByName
		}
		if view.Consultation != nil {
			own := view.Consultation.Texts.Page(name)
			if own == nil {
				continue
			}
			page.Site, page.Own, page.ByName = page.Own, *own, ""
		}
		page.Seen = printOfPage(page.Own)
		view.Pages = append(view.Pages, page)
	}
	return view, nil
}

// Page gives one of the pages; CodeNotFound when there is no such page.
func (v *LegalPagesView) Page(name consult.SitePageName) (LegalPage, error) {
	for _, page := range v.Pages {
		if page.Name == name {
			return page, nil
		}
	}
	return LegalPage{}, consult.NotFound("error.not_found")
}

func printOfPage(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:8])
}

// LegalEdit is a page by law as somebody writes it. A blank body goes back to the default text.
type LegalEdit struct {
	Name consult.SitePageName
	Body string
	Seen string // the print of what the page showed
}

// SaveLegalPage writes a page by law; a blank slug stands for the whole site. CodeConflict when somebody else wrote it
// since, but the same text sent twice is kept once.
func (s *Service) SaveLegalPage(ctx context.Context, actor consult.Actor, slug string, edit LegalEdit) error {
	if err := actor.Require(consult.ManageConsultations); err != nil {
		return err
	}
	if !slices.Contains(consult.SitePageNames(), edit.Name) {
		return consult.NotFound("error.not_found")
	}
	body := typesetMarkdown(cleanText(edit.Body))
	if utf8.RuneCountInString(body) > mostPage {
		return consult.Invalid(consult.FieldError{Field: "body", Key: "pages.error.long", Args: []any{"most", mostPage}})
	}
	if strings.Contains(body, ToFill) {
		return consult.Invalid(consult.FieldError{Field: "body", Key: "pages.error.to_fill"})
	}
	stale := func(stored string) error {
		if stored != body && edit.Seen != printOfPage(stored) {
			return consult.Conflict("pages.error.changed")
		}
		return nil
	}
	if slug == "" {
		return s.saveSitePage(ctx, actor, edit.Name, body, stale)
	}
	_, err := s.changeConsultation(ctx, actor, slug, "consultation.edit", func(_ consult.Tx, c *consult.Consultation) error {
		own := c.Texts.Page(edit.Name)
		if own == nil {
			return consult.NotFound("error.not_found")
		}
		if err := stale(*own); err != nil {
			return err
		}
		before := *c
		*own = body
		return onBody(consultationEditFaults(nil, &before, c, s.Now()))
	})
	return err
}

// typesetMarkdown gives the spaces of French typography to what is typed with plain ones (R5), so that no line begins with
// a closing mark. The rule under the head of a table is no sentence.
func typesetMarkdown(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.Trim(line, "|:- \t") != "" {
			lines[i] = french.Typeset(line)
		}
	}
	return strings.Join(lines, "\n")
}

// onBody makes what is wrong with a consultation's text wrong with the one field of the form.
func onBody(err error) error {
	var domain *consult.Error
	if !errors.As(err, &domain) || domain.Code != consult.CodeInvalid {
		return err
	}
	var faults []consult.FieldError
	for _, fault := range domain.Fields {
		faults = append(faults, consult.FieldError{Field: "body", Key: fault.Key, Args: fault.Args})
	}
	return consult.Invalid(faults...)
}

func (s *Service) saveSitePage(ctx context.Context, actor consult.Actor, name consult.SitePageName, body string, stale func(string) error) error {
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		before, err := tx.SitePage(ctx, name)
		if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
			return err
		}
		if err := stale(before.Body); err != nil {
			return err
		}
		if before.Body == body {
			return nil
		}
		if body == "" {
			err = tx.DeleteSitePage(ctx, name)
		} else {
			page := consult.SitePage{Name: name, Body: body, ChangedAt: s.Now()}
			if page.ByName, err = nameOf(ctx, tx, actor); err == nil {
				err = tx.PutSitePage(ctx, &page)
			}
		}
		if err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "site.page", "", "page "+string(name))
	})
	if err != nil {
		return fmt.Errorf("save page %s: %w", name, err)
	}
	return nil
}

// PublicSitePage gives the text that the organiser wrote for a page of the whole site; "" when there is none.
func (s *Service) PublicSitePage(ctx context.Context, name consult.SitePageName) (string, error) {
	page, err := s.Store.SitePage(ctx, name)
	if consult.CodeOf(err) == consult.CodeNotFound {
		return "", nil
	}
	return page.Body, err
}
