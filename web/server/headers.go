package server

import (
	"context"
	"crypto/rand"
	"net/http"
	"strings"
	"time"
)

// publicPolicy is for published pages: no script, no nonce, so that the page can
// be kept as finished bytes.
const publicPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func policyWith(nonce string) string {
	return "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; " +
		"frame-ancestors 'none'; script-src 'nonce-" + nonce + "'; require-trusted-types-for 'script'; trusted-types 'none'"
}

type nonceKey struct{}

func nonceOf(r *http.Request) string {
	nonce, _ := r.Context().Value(nonceKey{}).(string)
	return nonce
}

// headers sets what every answer carries; a handler may make the policy stricter.
func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		nonce := rand.Text()
		h := w.Header()
		h.Set("Content-Security-Policy", policyWith(nonce))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
		if s.Config.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), nonceKey{}, nonce)))
	})
}

// deadline bounds how long an ordinary request may take to arrive and be
// answered; a multipart body may be a large upload on a slow line.
func (s *Server) deadline(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := 30 * time.Second
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
			limit = 30 * time.Minute
		}
		control := http.NewResponseController(w)
		_ = control.SetReadDeadline(time.Now().Add(limit))             // not every writer has deadlines (tests)
		_ = control.SetWriteDeadline(time.Now().Add(30 * time.Minute)) // downloads on a slow line
		next.ServeHTTP(w, r)
	})
}
