package pgserver

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// install makes a folder of programs whose postgres says the version.
func install(t *testing.T, dir, version string, names ...string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		names = []string{"initdb", "pg_ctl", "postgres"}
	}
	for _, name := range names {
		script := fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %s'\n", version)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestInspect(t *testing.T) {
	root := openTemp(t)
	for name, c := range map[string]struct {
		version string
		files   []string
		want    int
		reason  string
	}{
		"whole":     {version: "17.5 (Debian 17.5-1)", want: 17},
		"beta":      {version: "18beta1", want: 18},
		"too old":   {version: "14.9", reason: "too old"},
		"no pg_ctl": {version: "17.5", files: []string{"initdb", "postgres"}, reason: "no program pg_ctl"},
		"no words":  {version: "seventeen", reason: "does not say its version"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := install(t, filepath.Join(root, name), c.version, c.files...)
			p, err := inspect(t.Context(), dir, self())
			if p.major != c.want {
				t.Errorf("major = %d, want %d", p.major, c.want)
			}
			if (c.reason == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.reason) {
				t.Errorf("err = %v, want %q", err, c.reason)
			}
		})
	}
}

func TestInspectAll_KeepsTheOrderAndEachOnce(t *testing.T) {
	root := openTemp(t)
	first := install(t, filepath.Join(root, "a"), "16.1")
	second := install(t, filepath.Join(root, "b"), "17.1")
	link := filepath.Join(root, "link")
	if err := os.Symlink(first, link); err != nil {
		t.Fatal(err)
	}
	usable, _ := inspectAll(t.Context(), []string{first, filepath.Join(root, "none"), link, second}, self())
	var got []string
	for _, p := range usable {
		got = append(got, p.dir)
	}
	if diff := cmp.Diff([]string{first, second}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFromPath_ResolvesSymlinks(t *testing.T) {
	root := openTemp(t)
	real := install(t, filepath.Join(root, "lib"), "17.1")
	bin := filepath.Join(root, "bin")
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(real, "initdb"), filepath.Join(bin, "initdb")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	if got := fromPath("initdb"); got != real {
		t.Errorf("fromPath = %q, want %q", got, real)
	}
}

func TestFind_FolderInTheSettingGoesFirstAndIsNotPassedOver(t *testing.T) {
	dir := install(t, filepath.Join(openTemp(t), "mine"), "19.2")
	s := search{options: Options{BinDir: dir}, account: self(), base: openTemp(t), log: t.Logf}
	if p, err := find(t.Context(), s); err != nil || p.dir != dir {
		t.Errorf("find = %v, %v", p, err)
	}
	s.options.BinDir = filepath.Join(dir, "nothing")
	if p, err := find(t.Context(), s); err == nil || !strings.Contains(err.Error(), BinDirSetting) {
		t.Errorf("find = %v, %v, want an error that names the setting", p, err)
	}
}

func TestFind_DataAlreadyThereChoosesItsMajorVersion(t *testing.T) {
	root := openTemp(t)
	install(t, npmBinDir(root), "99.1")
	data := foldersFor(root, 99).data
	if err := os.MkdirAll(data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("99\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	p, err := find(t.Context(), search{account: self(), base: root, log: t.Logf})
	if err != nil || p.major != 99 {
		t.Errorf("find = %v, %v, want the 99 that the data is of", p, err)
	}
}

func TestHighestFirst_ComparesNumbersNotText(t *testing.T) {
	root := openTemp(t)
	for _, v := range []string{"9", "15", "17"} {
		install(t, filepath.Join(root, "pg 2", v, "bin"), v)
	}
	var got []string
	for _, dir := range highestFirst(filepath.Join(globEscape(root), "pg 2", "*", "bin")) {
		got = append(got, filepath.Base(filepath.Dir(dir)))
	}
	if diff := cmp.Diff([]string{"17", "15", "9"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFetch_NotAllowedIsOneLineOfAdvice(t *testing.T) {
	_, err := fetch(t.Context(), search{account: self(), base: openTemp(t), log: t.Logf}, nil)
	if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), BinDirSetting) {
		t.Errorf("fetch = %v, want one line that says what to do", err)
	}
}

func TestSystem_AdviceForEach(t *testing.T) {
	for release, want := range map[string]string{
		"ID=debian\n":                           "apt-get",
		"NAME=Mint\nID=mint\nID_LIKE=ubuntu\n":  "apt-get",
		"ID=\"rocky\"\nID_LIKE=\"rhel fedora\"": "dnf",
		"ID=alpine":                             "apk",
		"ID=strange":                            "install PostgreSQL 15 or later",
	} {
		if got := parseRelease(release).advice(); !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q in it", release, got, want)
		}
	}
	if got := (system{"darwin"}).advice(); !strings.Contains(got, "brew") {
		t.Errorf("macOS: %q", got)
	}
	if (system{"fedora"}).debian() || !(system{"mint", "ubuntu"}).debian() {
		t.Error("Debian's kin are not told from others")
	}
}

func TestMakeSymlinks(t *testing.T) {
	folder := openTemp(t)
	list := func(text string) {
		if err := os.MkdirAll(filepath.Join(folder, "native", "lib"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "native", "pg-symlinks.json"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	list(`[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]`)
	for range 2 { // the second time the link is there
		if err := makeSymlinks(folder); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.Readlink(filepath.Join(folder, "native", "lib", "libpq.so.5")); err != nil || got != "libpq.so.5.18" {
		t.Errorf("link = %q, %v", got, err)
	}
	list(`[{"source":"native/lib/x","target":"../../outside"}]`)
	if err := makeSymlinks(folder); err == nil {
		t.Error("a link out of the package was made")
	}
}
