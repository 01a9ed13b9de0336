package files_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"peerchallenge/internal/files"
	"peerchallenge/internal/problem"
)

const limit = 1 << 20

func newStore(t *testing.T) (*files.Local, string) {
	t.Helper()
	dir := t.TempDir()
	l, err := files.NewLocal(dir)
	if err != nil {
		t.Fatal(err)
	}
	return l, dir
}

func sample(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func put(t *testing.T, l *files.Local, content string) files.Stored {
	t.Helper()
	s, err := l.Put(t.Context(), strings.NewReader(content), limit)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// regular lists every file in the folder, temporary ones included.
func regular(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func read(t *testing.T, l *files.Local, d files.Digest) string {
	t.Helper()
	f, err := l.Open(d)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// zipped makes an archive of entries, name and content in turn.
func zipped(t *testing.T, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		e, err := w.Create(entries[i])
		if err == nil {
			_, err = e.Write([]byte(entries[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fieldWords is what the person who uploaded is told, or empty.
func fieldWords(err error) string {
	var p *problem.Problem
	if !errors.As(err, &p) || p.Kind != problem.Invalid || len(p.Fields) != 1 || p.Fields[0].Name != files.FieldName {
		return ""
	}
	return p.Fields[0].Message
}

func accept(t *testing.T, name string, content []byte) (files.Stored, error) {
	t.Helper()
	l, dir := newStore(t)
	s, err := l.Accept(context.Background(), bytes.NewReader(content), limit, name)
	if left := regular(t, dir); err != nil && len(left) > 0 {
		t.Errorf("D2: refused, but kept: %v", left)
	}
	return s, err
}
