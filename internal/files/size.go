package files

import (
	"fmt"
	"strings"
)

// SizeWords gives a number of bytes as people read it: "512 bytes", "36 KB",
// "1.5 MB", "200 MB". As on people's own machines a KB is 1,024 bytes.
func SizeWords(n int64) string {
	units := []string{"KB", "MB", "GB", "TB"}
	if n < 1024 {
		if n == 1 {
			return "1 byte"
		}
		return fmt.Sprintf("%d bytes", n)
	}
	value, unit := float64(n)/1024, 0
	for value >= 1023.95 && unit < len(units)-1 {
		value, unit = value/1024, unit+1
	}
	if value >= 10 && value != float64(int64(value)) {
		return fmt.Sprintf("%.0f %s", value, units[unit])
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", value), ".0") + " " + units[unit]
}
