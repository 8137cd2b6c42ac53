package service

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
)

// What an erasure keeps of an address is a keyed print (decision 0035): enough to know the address when a list brings it
// back, not enough to read it.

// printer makes prints of addresses, under a key of the store. The zero printer makes none.
type addressPrinter struct{ key []byte }

func (s *Service) addressPrinter(ctx context.Context) (addressPrinter, error) {
	key, err := s.secret(ctx, "suppressions")
	return addressPrinter{key}, err
}

func (p addressPrinter) print(kind, folded string) string {
	sum := hmac.New(sha256.New, p.key)
	sum.Write([]byte(kind + ":" + folded))
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// email and phone give the print of what was written, "" when it is no address.
func (p addressPrinter) email(written string) string {
	if _, err := mail.ParseAddress(strings.TrimSpace(written)); err != nil {
		return ""
	}
	return p.print("email", consult.FoldAddress(written))
}

func (p addressPrinter) phone(written string) string {
	number := phoneDigits(strings.TrimSpace(written))
	abroad := strings.HasPrefix(strings.TrimSpace(written), "+") || strings.HasPrefix(strings.TrimSpace(written), "00")
	if number == "" || !abroad && (len(number) != 10 || number[0] != '0') { // a SIREN, a SIRET
		return ""
	}
	return p.print("phone", number)
}

// erasedAddresses gives the prints of the addresses that the records of a case hold, with the addresses themselves: what
// a structure still gives as its own afterwards is not the person's alone. Accounts and refusals are left out: the first
// are of no list, the second stay.
func (s *Service) erasedAddresses(ctx context.Context, printer addressPrinter, id consult.ID) (map[string]string, error) {
	opened, err := s.Store.RightsCase(ctx, id)
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	err = s.Store.EachHeldValue(ctx, func(v consult.HeldValue) {
		if v.Ref.Kind == consult.RecordUser || v.Ref.Kind == consult.RecordRefusal || v.Ref.Kind == consult.RecordNote || !slices.Contains(opened.Records, v.Ref) {
			return
		}
		if print := printer.email(v.Value); print != "" {
			found[print] = v.Value
		} else if print := printer.phone(v.Value); print != "" {
			found[print] = v.Value
		}
	})
	return found, err
}

// suppress keeps the prints of what was just erased, but of what others still hold: an address that a structure gives as
// its own, what another contact of the same structure has too.
func (s *Service) suppress(ctx context.Context, tx consult.Tx, printer addressPrinter, records []consult.RecordRef, erased map[string]string) error {
	shared := map[string]bool{}
	for _, ref := range records {
		if ref.Kind != consult.RecordOrganisation {
			continue
		}
		organisation, err := tx.Organisation(ctx, ref.ID)
		if gone(err) {
			continue
		}
		if err != nil {
			return err
		}
		for _, print := range printer.of(&organisation) {
			shared[print] = true
		}
	}
	for print, written := range erased {
		if shared[print] {
			continue
		}
		if own, err := tx.AddressOfOrganisation(ctx, written); err != nil || own {
			if err != nil {
				return err
			}
			continue
		}
		if err := tx.Suppress(ctx, print, s.Now()); err != nil {
			return err
		}
	}
	return nil
}

// of gives the prints of every address of an organisation.
func (p addressPrinter) of(o *consult.Organisation) []string {
	prints := []string{p.email(o.Email), p.phone(o.Phone)}
	for _, c := range o.Contacts {
		prints = append(prints, p.email(c.Email), p.phone(c.Phone))
	}
	return slices.DeleteFunc(prints, func(print string) bool { return print == "" })
}

// suppressed knows the addresses that were erased, as a consultation knows them.
type suppressed struct {
	printer addressPrinter
	at      map[string]time.Time
}

func (s *Service) suppressed(ctx context.Context, consultation consult.ID) (*suppressed, error) {
	at, err := s.Store.Suppressions(ctx, consultation)
	if err != nil || len(at) == 0 {
		return &suppressed{}, err
	}
	printer, err := s.addressPrinter(ctx)
	return &suppressed{printer, at}, err
}

// email and phone tell when an address was erased; the zero time: it was not.
func (s *suppressed) email(written string) time.Time {
	if len(s.at) == 0 || written == "" {
		return time.Time{}
	}
	return s.at[s.printer.email(written)]
}

func (s *suppressed) phone(written string) time.Time {
	if len(s.at) == 0 || written == "" {
		return time.Time{}
	}
	return s.at[s.printer.phone(written)]
}

// contact tells when a contact was erased: by its address, else by its telephone.
func (s *suppressed) contact(c consult.Contact) time.Time {
	if at := s.email(c.Email); !at.IsZero() {
		return at
	}
	return s.phone(c.Phone)
}

// leave takes out of a description whom erasures name, and gives when each was erased.
func (s *suppressed) leave(o *consult.Organisation) (erased []time.Time) {
	if len(s.at) == 0 {
		return nil
	}
	if at := s.email(o.Email); !at.IsZero() {
		o.Email, erased = "", append(erased, at)
	}
	if at := s.phone(o.Phone); !at.IsZero() {
		o.Phone, erased = "", append(erased, at)
	}
	o.Contacts = slices.DeleteFunc(slices.Clone(o.Contacts), func(c consult.Contact) bool {
		at := s.contact(c)
		if !at.IsZero() {
			erased = append(erased, at)
		}
		return !at.IsZero()
	})
	return erased
}

// bringAddressesBack lets the erased addresses of an organisation be used in its consultation, and says why in the log.
func (s *Service) bringAddressesBack(ctx context.Context, tx consult.Tx, actor consult.Actor, printer addressPrinter, o *consult.Organisation, why consult.BringBackReason) error {
	if err := s.liftSuppressions(ctx, tx, o.ConsultationID, printer.of(o)); err != nil {
		return err
	}
	return s.audit(ctx, tx, actor, "organisations.bring_back."+string(why), o.ConsultationID, "organisation "+string(o.ID))
}

func (s *Service) liftSuppressions(ctx context.Context, tx consult.Tx, consultation consult.ID, prints []string) error {
	for _, print := range prints {
		if err := tx.LiftSuppression(ctx, print, consultation, s.Now()); err != nil && !gone(err) {
			return err
		}
	}
	return nil
}

// purgeSuppressions removes the prints that were kept long enough.
func (s *Service) purgeSuppressions(ctx context.Context) error {
	before := s.Now().AddDate(0, -consult.SuppressionMonths, 0)
	kept, err := s.Store.CountSuppressions(ctx)
	if err != nil || kept.Count == 0 || !kept.Oldest.Before(before) {
		return err
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		_, err := tx.PurgeSuppressions(ctx, before)
		return err
	})
}
