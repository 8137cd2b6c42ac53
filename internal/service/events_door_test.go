package service_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"concertation/internal/consult"
)

func TestSomebodyArrivesOnceAndCanBeTakenBack(t *testing.T) {
	m := openMeeting(t)
	made := m.register(t, amina())
	m.clock.advance(48 * time.Hour)
	ticket, err := m.Ticket(t.Context(), consult.System(), strings.ToLower(made.Attendee.Code[:4]+" - "+made.Attendee.Code[4:]))
	if err != nil || ticket.Person.Name != "Amina" || ticket.OtherDay {
		t.Fatalf("%+v %v", ticket, err)
	}
	first, err := m.Arrive(t.Context(), consult.System(), made.Attendee.ID)
	if err != nil || first.Again {
		t.Fatalf("%+v %v", first, err)
	}
	m.clock.advance(time.Hour)
	second, err := m.Arrive(t.Context(), consult.System(), made.Attendee.ID)
	if err != nil || !second.Again || !second.Person.ArrivedAt.Equal(first.Person.ArrivedAt) || m.figures(t).Arrived != 1 {
		t.Errorf("a second scan: %+v, %d counted", second, m.figures(t).Arrived)
	}
	if _, err := m.Unarrive(t.Context(), consult.System(), made.Attendee.ID); err != nil || m.figures(t).Arrived != 0 {
		t.Errorf("taken back: %v, %d counted", err, m.figures(t).Arrived)
	}
	for _, forged := range []string{"", "ABCD2345", "%", "'; DROP TABLE events", strings.Repeat("A", 500)} {
		if _, err := m.Ticket(t.Context(), consult.System(), forged); consult.CodeOf(err) != consult.CodeNotFound {
			t.Errorf("code %.20q: %v", forged, err)
		}
	}
	if _, err := m.Ticket(t.Context(), consult.Actor{}, made.Attendee.Code); consult.CodeOf(err) != consult.CodeForbidden {
		t.Errorf("the public reads tickets: %v", err)
	}
}

func TestManyDoorsCountOnePersonOnce(t *testing.T) {
	m := openMeeting(t)
	made := m.register(t, amina())
	var wait sync.WaitGroup
	var lock sync.Mutex
	fresh := 0
	for range 16 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			ticket, err := m.Arrive(context.Background(), consult.System(), made.Attendee.ID)
			if err != nil {
				t.Error(err)
				return
			}
			lock.Lock()
			defer lock.Unlock()
			if !ticket.Again {
				fresh++
			}
		}()
	}
	wait.Wait()
	if fresh != 1 || m.figures(t).Arrived != 1 {
		t.Errorf("%d arrivals, %d counted", fresh, m.figures(t).Arrived)
	}
}
