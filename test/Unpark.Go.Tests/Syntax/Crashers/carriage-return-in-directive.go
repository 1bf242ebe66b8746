package p

//go:build ((linux && amd64) || (liux && ppc64le))
var x int
