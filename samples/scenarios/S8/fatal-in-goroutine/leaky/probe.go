// Package probe is tested.
package probe
