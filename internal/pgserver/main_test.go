package pgserver

import (
	"context"
	"fmt"
	"os"
	"testing"
)

// helperFolder names the data folder when a test starts this test program
// again as a program of its own, to be killed or to run as another user.
const helperFolder = "PEERCHALLENGE_TEST_HELPER_FOLDER"

func TestMain(m *testing.M) {
	folder := os.Getenv(helperFolder)
	if folder == "" {
		os.Exit(m.Run())
	}
	s, err := Start(context.Background(), Options{DataDir: folder, Fast: true})
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	fmt.Println(s.URL(Database, ""))
	_, _ = os.Stdin.Read(make([]byte, 1)) // until the test closes it
	if err := s.Stop(); err != nil {
		os.Exit(2)
	}
	os.Exit(0)
}
