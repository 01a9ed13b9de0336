package pgserver

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
)

// closedBase holds the data of root's runs whose chosen folder is closed to
// the user that PostgreSQL runs as.
const closedBase = "/var/lib/peerchallenge"

const dataPrefix = "postgresql-"

// folders are the places one cluster uses.
type folders struct {
	base string // where everything lies
	data string // the cluster itself, named by major version
	lock string // held while a program uses the cluster
	log  string // what postgres wrote since its last start
}

func foldersFor(base string, major int) folders {
	data := filepath.Join(base, dataPrefix+strconv.Itoa(major))
	return folders{base: base, data: data, lock: data + ".lock", log: data + ".log"}
}

// chooseBase makes the folder the user chose and returns it, symlinks
// resolved; or, when the account cannot open it, a folder under /var/lib.
// Where data already lies has the first word, so that it is found again.
func chooseBase(chosen string, who account) (string, error) {
	abs, err := filepath.Abs(chosen)
	if err != nil {
		return "", refuse(err, "The folder %s cannot be found.", chosen)
	}
	if err := os.MkdirAll(abs, 0o755); err != nil {
		return "", refuse(err, "The folder %s cannot be made.", abs)
	}
	if abs, err = filepath.EvalSymlinks(abs); err != nil {
		return "", refuse(err, "The folder %s cannot be opened.", chosen)
	}
	aside := asideOf(abs)
	switch {
	case !who.other, !holdsCluster(aside) && who.canOpen(abs):
		return abs, nil
	case !holdsCluster(aside) && holdsCluster(abs):
		return "", refuse(nil, "The database in %s is closed to the user %s: open the folders above it to others (chmod o+x).", abs, who.name)
	}
	return aside, openFolder(aside)
}

// asideOf names the folder under /var/lib that stands for a closed one.
func asideOf(abs string) string {
	sum := sha256.Sum256([]byte(abs))
	return filepath.Join(closedBase, filepath.Base(abs)+"-"+hex.EncodeToString(sum[:6]))
}

// openFolder makes a folder that every user may pass through, whatever the
// umask says.
func openFolder(path string) error {
	for _, dir := range []string{filepath.Dir(path), path} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return refuse(err, "The folder %s cannot be made.", dir)
		}
		if err := os.Chmod(dir, 0o755); err != nil {
			return refuse(err, "The folder %s cannot be opened to PostgreSQL.", dir)
		}
	}
	return nil
}

// holdsCluster tells whether a cluster of any major version lies in base.
func holdsCluster(base string) bool {
	found, err := filepath.Glob(filepath.Join(globEscape(base), dataPrefix+"*", "PG_VERSION"))
	return err == nil && len(found) > 0
}

func isCluster(data string) bool {
	_, err := os.Stat(filepath.Join(data, "PG_VERSION"))
	return err == nil
}
