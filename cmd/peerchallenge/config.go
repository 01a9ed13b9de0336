package main

import (
	"fmt"
	"path/filepath"
	"peerchallenge/internal/demo"

	"github.com/caarlos0/env/v11"
	"github.com/jackc/pgx/v5"
)

// config is read from the environment; the README has it as a table.
type config struct {
	Addr      string `env:"ADDR" envDefault:"localhost:8080"`
	DataDir   string `env:"DATA_DIR" envDefault:"data"`
	BaseURL   string `env:"BASE_URL"`
	Demo      bool   `env:"DEMO"`
	Secure    bool   `env:"SECURE_COOKIES"`
	MaxUpload int64  `env:"MAX_UPLOAD_MB" envDefault:"200"`
	Phone     string `env:"HELP_PHONE"`

	DatabaseURL string `env:"DATABASE_URL"`       // the app's login; unset: a PostgreSQL of our own
	OwnerURL    string `env:"OWNER_DATABASE_URL"` // the owner's login, for migrations; unset: the same
	BinDir      string `env:"POSTGRES_BIN_DIR"`
	Install     bool   `env:"INSTALL_POSTGRES"`

	SMTPHost     string `env:"SMTP_HOST"`
	SMTPPort     int    `env:"SMTP_PORT" envDefault:"587"`
	SMTPTLS      string `env:"SMTP_TLS" envDefault:"starttls"`
	SMTPUser     string `env:"SMTP_USER"`
	SMTPPassword string `env:"SMTP_PASSWORD"`
	MailFrom     string `env:"MAIL_FROM" envDefault:"peer-challenge@localhost.localdomain"`

	tracer pgx.QueryTracer // tests count statements with it

	serving bool // this is `serve`: it must own its PostgreSQL
}

func readConfig() (config, error) {
	c, err := env.ParseAs[config]()
	if err != nil {
		return c, fmt.Errorf("settings: %w", err)
	}
	if c.BaseURL == "" {
		c.BaseURL = "http://" + c.Addr
	}
	if c.OwnerURL == "" {
		c.OwnerURL = c.DatabaseURL
	}
	return c, nil
}

// demoDay is the clock of the demonstration.
func (c config) demoDay() (*demo.Day, error) {
	return demo.OpenDay(filepath.Join(c.DataDir, "demonstration-day"))
}
