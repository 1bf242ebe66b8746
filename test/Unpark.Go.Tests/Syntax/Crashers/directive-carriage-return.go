//g:build x

package p

//go:embed a.txt
var s string
