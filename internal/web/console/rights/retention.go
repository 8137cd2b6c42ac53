package rights

import (
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

func baseURL(slug string) string { return "/console/concertations/" + url.PathEscape(slug) }

type retentionPage struct {
	ui.Page
	*service.RetentionPlan
	Typed  url.Values
	Faults map[string]string
}

func (h *Handlers) retention(c *gin.Context) (retentionPage, error) {
	plan, err := h.service.RetentionPlan(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return retentionPage{}, err
	}
	page := retentionPage{Page: h.frame.Page(c, "", &plan.Consultation), RetentionPlan: plan}
	page.Title = page.P.T("retention.title")
	return page, nil
}

// ShowRetention shows how long data are kept, and what a purge would take.
func (h *Handlers) ShowRetention(c *gin.Context) error {
	page, err := h.retention(c)
	if err != nil {
		return err
	}
	return reply.OK(c, retentionScreen(page))
}

// SubmitRetention chooses how long data are kept.
func (h *Handlers) SubmitRetention(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	months := map[consult.RetentionKind]int{}
	for _, kind := range consult.RetentionKinds() {
		if typed, posted := values[string(kind)]; posted && !kind.PerRecord() {
			if months[kind], err = strconv.Atoi(strings.TrimSpace(typed[0])); err != nil {
				months[kind] = 0 // out of bounds: said beside its field
			}
		}
	}
	err = h.service.SetRetention(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), months)
	var domain *consult.Error
	if errors.As(err, &domain) && domain.Code == consult.CodeInvalid {
		page, err := h.retention(c)
		if err != nil {
			return err
		}
		page.Typed, page.Faults = values, map[string]string{}
		for _, fault := range domain.Fields {
			page.Faults[fault.Field] = page.P.T(fault.Key, fault.Args...)
			page.Errors = append(page.Errors, ui.Problem{Field: fault.Field, Text: page.P.T("retention.kind."+fault.Field) + "\u00a0: " + page.Faults[fault.Field]})
		}
		return reply.Invalid(c, retentionScreen(page))
	}
	if err != nil {
		return err
	}
	return h.back(c, "retention.saved", "/conservation")
}

// back says what was done, on a page of the consultation.
func (h *Handlers) back(c *gin.Context, key, path string, args ...any) error {
	if err := h.frame.Say(c, key, args...); err != nil {
		return err
	}
	return reply.See(c, baseURL(c.Param("slug"))+path)
}

// ShowPurge says what a purge takes before it does.
func (h *Handlers) ShowPurge(c *gin.Context) error {
	page, err := h.retention(c)
	if err != nil {
		return err
	}
	page.Title = page.P.T("retention.purge.title")
	return reply.OK(c, purgeScreen(page))
}

// SubmitPurge purges.
func (h *Handlers) SubmitPurge(c *gin.Context) error {
	run, err := h.service.Purge(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	taken := 0
	for _, count := range run.Counts {
		taken += count
	}
	return h.back(c, "retention.purged", "/conservation", "count", taken)
}

type registerPage struct {
	ui.Page
	*service.RegisterSheet
	Typed  url.Values
	Faults map[string]string
}

func (h *Handlers) register(c *gin.Context) (registerPage, error) {
	sheet, err := h.service.RegisterSheet(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return registerPage{}, err
	}
	page := registerPage{Page: h.frame.Page(c, "", &sheet.Consultation), RegisterSheet: sheet}
	page.Title = page.P.T("retention.register.title")
	return page, nil
}

// ShowRegister shows the sheet of the register.
func (h *Handlers) ShowRegister(c *gin.Context) error {
	page, err := h.register(c)
	if err != nil {
		return err
	}
	return reply.OK(c, registerScreen(page))
}

// SubmitRegister writes the lines that the organiser words.
func (h *Handlers) SubmitRegister(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	texts := map[service.RegisterField]string{}
	for _, field := range service.RegisterOwn() {
		if typed, posted := values[string(field)]; posted {
			texts[field] = typed[0]
		}
	}
	err = h.service.WriteRegister(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), texts)
	fault, err := faultOf(err)
	if err != nil {
		return err
	}
	if fault == nil {
		return h.back(c, "retention.register.saved", "/registre")
	}
	page, err := h.register(c)
	if err != nil {
		return err
	}
	page.Typed, page.Faults = values, map[string]string{fault.Field: page.P.T(fault.Key, fault.Args...)}
	page.Errors = []ui.Problem{{Field: fault.Field, Text: page.Faults[fault.Field]}}
	return reply.Invalid(c, registerScreen(page))
}

// DownloadRegister sends the sheet as a workbook.
func (h *Handlers) DownloadRegister(c *gin.Context) error {
	return reply.File(c, c.Param("slug")+"-registre.xlsx", reply.Workbook, func(out io.Writer) error {
		return h.service.ExportRegister(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), out)
	})
}

func (p retentionPage) value(line service.RetentionLine) string {
	if typed, ok := p.Typed[string(line.Kind)]; ok {
		return typed[0]
	}
	return strconv.Itoa(line.Months)
}

func (p registerPage) value(field service.RegisterField) string {
	if typed, ok := p.Typed[string(field)]; ok {
		return typed[0]
	}
	return p.Text(field)
}
