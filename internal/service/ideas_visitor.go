package service

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"time"

	"concertation/internal/consult"
)

// NewVisitor draws what tells a visitor from others: 128 bits that say nothing of anybody.
func NewVisitor() string { return newToken() }

// VisitorAge is how long a visitor's pass holds: as long as the browser keeps it.
const VisitorAge = 365 * 24 * time.Hour

// VisitorPass gives a new visitor's number as the browser keeps it: signed, so that only numbers drawn here count.
func (s *Service) VisitorPass(ctx context.Context) (string, error) {
	number := NewVisitor() + strconv.FormatInt(s.Now().Add(VisitorAge).Unix(), 36)
	seal, err := s.visitorSeal(ctx, number)
	return number + "." + seal, err
}

// VisitorOf gives the number that a pass bears; CodeForbidden for a pass that was not written here, or that has ended.
func (s *Service) VisitorOf(ctx context.Context, pass string) (string, error) {
	refused := consult.Forbidden("ideas.error.visitor")
	signed, seal, found := strings.Cut(pass, ".")
	if !found || len(signed) <= tokenLength || len(signed) > tokenLength+13 { // 13: any 63 bits in base 36
		return "", refused
	}
	ends, err := strconv.ParseInt(signed[tokenLength:], 36, 64)
	if err != nil || s.Now().Unix() >= ends {
		return "", refused
	}
	expected, err := s.visitorSeal(ctx, signed)
	if err != nil {
		return "", err
	}
	if !hmac.Equal([]byte(expected), []byte(seal)) {
		return "", refused
	}
	return signed[:tokenLength], nil
}

func (s *Service) visitorSeal(ctx context.Context, number string) (string, error) {
	key, err := s.secret(ctx, "visitors")
	if err != nil {
		return "", fmt.Errorf("seal a visitor's number: %w", err)
	}
	sum := hmac.New(sha256.New, key)
	sum.Write([]byte(number))
	return tokenOf(sum.Sum(nil)[:16]), nil
}
