// Package sdk holds what is known of the SDKs that the provider calls: the names on the wire of requests and replies.
package sdk

import (
	"encoding/json"
	"fmt"
	"os"
)

// Request is a request type of alibaba-cloud-sdk-go.
type Request struct {
	Product string `json:"product"`
	Version string `json:"version"`
	Action  string `json:"action"`
	Style   string `json:"style"` // rpc or roa
	Path    string `json:"path,omitempty"`
	Method  string `json:"method,omitempty"`
	// Fields maps a Go field to its name on the wire, its type, where it travels (Query, Body, Path) and its list style.
	Fields map[string][]string `json:"fields"`
}

// Function is a method of a client that has no request types which name the API: of the Tea client cs-20151215, the SDK of
// the Log Service or the former one of Container Service.
type Function struct {
	Action  string            `json:"action"`
	Version string            `json:"version"`
	Path    string            `json:"path"` // with {argument} placeholders
	Method  string            `json:"method"`
	Args    []string          `json:"args"`
	Query   map[string]string `json:"query"` // Go field to name on the wire
	Body    map[string]string `json:"body"`
	BodyArg string            `json:"body_arg,omitempty"` // the argument that is the body
	Result  string            `json:"result,omitempty"`   // the type that the reply is read into
}

// Package is one Go package of an SDK.
type Package struct {
	Requests  map[string]*Request            `json:"requests"`
	Structs   map[string]map[string][]string `json:"structs"` // type, Go field: name on the wire, type ([]T, map:T)
	Functions map[string]*Function           `json:"functions,omitempty"`
}

// Names in the index of packages that have no unique one: the client of Container Service, the one before it, and the SDK
// of the Log Service.
const (
	TeaCS    = "teacs"
	FormerCS = "aliyungocs"
	Log      = "logsdk"
)

// NewPackage returns a package without content.
func NewPackage() *Package {
	return &Package{Requests: map[string]*Request{}, Structs: map[string]map[string][]string{}, Functions: map[string]*Function{}}
}

// Read reads the index that sdkindex wrote: packages by the last part of their import path.
func Read(path string) (map[string]*Package, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	index := map[string]*Package{}
	if err := json.Unmarshal(text, &index); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return index, nil
}
