package i18n

import (
	"strconv"
	"time"
)

var months = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// Every date is shown in Europe/Paris; the zero time gives "". The spaces inside a date do not break, nor that between « à » and
// the hour: a date that is cut by the end of a line is read twice.

// Date writes 23 novembre 2026, and 1er for the first of the month.
func (p *Printer) Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	local := t.In(p.zone)
	day := strconv.Itoa(local.Day())
	if local.Day() == 1 {
		day = "1er"
	}
	return day + NoBreakSpace + months[local.Month()-1] + NoBreakSpace + strconv.Itoa(local.Year())
}

// DateTime writes 23 novembre 2026 à 14 h 02.
func (p *Printer) DateTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.Date(t) + " à" + NoBreakSpace + p.Time(t)
}

// Time writes 14 h 02.
func (p *Printer) Time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	local := t.In(p.zone)
	return strconv.Itoa(local.Hour()) + NoBreakSpace + "h" + NoBreakSpace + local.Format("04")
}

// ShortDate writes 23/11/2026.
func (p *Printer) ShortDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(p.zone).Format("02/01/2006")
}

// MachineDate writes a time for the datetime attribute of <time>, to the minute and with its zone.
func (p *Printer) MachineDate(t time.Time) string {
	return t.In(p.zone).Format("2006-01-02T15:04-07:00")
}

// In gives the same instant in the zone people read, for whoever must take it apart (fields of a form).
func (p *Printer) In(t time.Time) time.Time { return t.In(p.zone) }

// Zone gives the zone people read and write dates in.
func (p *Printer) Zone() *time.Location { return p.zone }
