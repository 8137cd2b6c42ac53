package app

import (
	"errors"
	"strings"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/intake"
)

// Explain says an error in French for whoever typed the command; what is not a domain error is said as it is.
func Explain(err error) string {
	catalogue, broken := i18n.New()
	if broken != nil {
		return err.Error()
	}
	printer := catalogue.In("fr")
	var domain *consult.Error
	if errors.As(err, &domain) {
		lines := []string{printer.T(domain.Key, domain.Args...)}
		for _, field := range domain.Fields {
			lines = append(lines, "  "+printer.T(field.Key, field.Args...))
		}
		if domain.Err != nil {
			lines = append(lines, "  ("+domain.Err.Error()+")")
		}
		return strings.Join(lines, "\n")
	}
	var table *intake.Error
	if errors.As(err, &table) {
		return printer.T(table.Key, table.Args...)
	}
	return err.Error()
}
