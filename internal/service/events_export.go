package service

import (
	"context"
	"fmt"
	"io"
	"slices"

	"concertation/exports/attendance"
	"concertation/internal/consult"
	"concertation/internal/french"
)

// EventList gives the list of an event by name, to be printed and signed: those who cancelled are left out.
func (s *Service) EventList(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*EventView, error) {
	if err := actor.Require(consult.ManageEvents); err != nil {
		return nil, err
	}
	view, err := s.Event(ctx, actor, slug, id)
	if err != nil {
		return nil, err
	}
	view.People = slices.DeleteFunc(view.People, func(p PersonLine) bool { return p.State == consult.AttendanceCancelled })
	byName(view.People)
	return view, nil
}

func byName(people []PersonLine) {
	keys := make(map[consult.ID]string, len(people))
	for _, one := range people {
		keys[one.ID] = french.SortKey(one.Name)
	}
	slices.SortStableFunc(people, func(a, b PersonLine) int {
		switch {
		case keys[a.ID] < keys[b.ID]:
			return -1
		case keys[a.ID] > keys[b.ID]:
			return 1
		}
		return 0
	})
}

// ExportEvent writes the list of an event as a spreadsheet, those who cancelled too.
func (s *Service) ExportEvent(ctx context.Context, actor consult.Actor, slug string, id consult.ID, out io.Writer) error {
	if err := actor.Require(consult.ManageEvents); err != nil {
		return err
	}
	view, err := s.Event(ctx, actor, slug, id)
	if err != nil {
		return err
	}
	byName(view.People)
	p := s.P
	sheet := attendance.Sheet{Name: p.T("events.export.sheet"), Title: view.Event.Title, Modified: s.Now(), Header: []string{p.T("events.column.name"),
		p.T("events.column.structure"), p.T("events.column.siret"), p.T("events.column.organisation"), p.T("events.column.email"), p.T("events.column.phone"),
		p.T("events.column.state"), p.T("events.column.origin"), p.T("events.column.code"), p.T("events.column.arrived")}}
	if view.Consultation.Demonstration {
		sheet.Banner = p.T("exports.demonstration")
	}
	for _, one := range view.People {
		row := attendance.Row{Words: []string{one.Name, one.Structure, one.SIRET, one.Organisation, one.Email, one.Phone,
			p.T("events.state." + string(one.State)), p.T("events.origin." + string(one.Origin)), one.Code}, Absent: p.T("events.absent")}
		if one.Here() {
			row.Arrived = p.In(one.ArrivedAt)
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		return s.audit(ctx, tx, actor, "event.export", view.Consultation.ID, fmt.Sprintf("event %s, %d people", id, len(sheet.Rows)))
	})
	if err != nil {
		return err
	}
	return sheet.Write(out)
}
