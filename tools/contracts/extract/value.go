package main

import (
	"fmt"
	"go/ast"
	"hash/fnv"
	"sort"
	"strings"
)

// Value is an abstract value: not what it is, but where it comes from. Kind says which of the other members are used:
//
//	const (Const), nil, attr (Text: path; Type: old, added, removed or map), id, idpart (Index, Separator), idparts,
//	region, account, token, time, uid, timeout (Text), reply (Call, Text: path, Type: of an SDK's struct, Filters),
//	union (Args: one of them), cat (Args), conv (Text: its name, Args), map, req and params (Map), list (List), len (Args),
//	func (Func), pkgfn (Text: package.name), client, sdkclient, meta, d (schema.ResourceData), err (Call, Flag: an error
//	for certain), tuple (Args), spread (Args), idx (a loop's index), type, unk (Text: why)
//
// and as conditions: cmp (Text: operator, Args), and, or, not (Args), set, changed (Text: attribute), new, present (Args),
// errin (Call, Args: codes), notfound, needretry, errnil (Call, Flag: there is an error), ubool (not known).
type Value struct {
	Kind      string
	Text      string
	Const     any
	Call      *Call
	Type      string
	Args      []*Value
	Map       *MapValue
	List      *ListValue
	Func      *Function
	Filters   []ItemFilter
	Index     int
	Flag      bool
	Separator string
	identity  string // see identity()
}

// ItemFilter says which item of a list is meant: the one whose field equals the value.
type ItemFilter struct {
	Field string // relative to the item; with "/" before it from the root; with "?" a JSONPath filter
	Eq    *Value
}

// Entry is one key of a map; a key may have several values under different conditions.
type Entry struct {
	Key        string // "" where it is not a constant
	KeyValue   *Value
	Value      *Value
	Conditions []*Value
}

// MapValue is a map or struct that the provider builds.
type MapValue struct {
	ID      int
	Entries []Entry
	Base    []*Value // conditions that held when it was made
	Used    []*Call  // the calls that it was sent with
}

// ListValue is a list that the provider builds.
type ListValue struct {
	ID         int
	Elements   []*Value
	Conditions [][]*Value // of each element
	Static     bool       // a literal: its length is known
	Base       []*Value   // conditions that held when it was made
}

// Function is a declared function, a literal with its scope, or a method with its receiver.
type Function struct {
	Name     string
	Decl     *ast.FuncDecl
	Lit      *ast.FuncLit
	File     *File
	Scope    *Scope
	Receiver *Value
	Frame    *Frame
	Noop     bool // does nothing, such as the provider's sleeps
}

func (f *Function) parameters() *ast.FieldList {
	switch {
	case f.Decl != nil:
		return f.Decl.Type.Params
	case f.Lit != nil:
		return f.Lit.Type.Params
	}
	return nil
}

// Scope holds the names of a block.
type Scope struct {
	names map[string]*Value
	outer *Scope
}

var idSeq int

func nextID() int { idSeq++; return idSeq }

var nilValue = &Value{Kind: "nil"}

var trueValue = &Value{Kind: "const", Const: true}

var falseValue = &Value{Kind: "const", Const: false}

var resourceData = &Value{Kind: "d"}

var metaValue = &Value{Kind: "meta"}

var clientValue = &Value{Kind: "client"}

var idValue = &Value{Kind: "id"}

var regionValue = &Value{Kind: "region"}

var noopFunction = &Value{Kind: "func", Func: &Function{Noop: true}}

func unknown(s string) *Value { return &Value{Kind: "unk", Text: s} }

func stringConst(s string) *Value { return &Value{Kind: "const", Const: s} }

func intConst(n int64) *Value { return &Value{Kind: "const", Const: n} }

func boolConst(b bool) *Value {
	if b {
		return trueValue
	}
	return falseValue
}

func conversion(n string, a ...*Value) *Value { return &Value{Kind: "conv", Text: n, Args: a} }

func attribute(p string) *Value { return &Value{Kind: "attr", Text: p} }

func tuple(a ...*Value) *Value { return &Value{Kind: "tuple", Args: a} }

func (v *Value) isConst() bool { return v != nil && v.Kind == "const" }

func (v *Value) sconst() (string, bool) {
	v = withoutText(v)
	if v != nil && v.Kind == "const" {
		if s, ok := v.Const.(string); ok {
			return s, true
		}
	}
	return "", false
}

func (v *Value) iconst() (int64, bool) {
	if v != nil && v.Kind == "const" {
		switch n := v.Const.(type) {
		case int64:
			return n, true
		case float64:
			return int64(n), true
		}
	}
	return 0, false
}

// withoutText drops conversions to text.
func withoutText(v *Value) *Value {
	for v != nil && v.Kind == "conv" && v.Text == "str" && len(v.Args) == 1 {
		v = v.Args[0]
	}
	return v
}

// identity is a text that is the same for the same values.
func identity(v *Value) string {
	if v == nil {
		return "<nil>"
	}
	if v.identity != "" {
		return v.identity
	}
	v.identity = identityAt(v, 0)
	return v.identity
}

func identityAt(v *Value, d int) string {
	if v == nil {
		return "<nil>"
	}
	if d > 12 {
		return "..."
	}
	if v.identity != "" {
		return v.identity
	}
	switch v.Kind {
	case "const":
		return fmt.Sprintf("=%T:%v", v.Const, v.Const)
	case "map", "req", "params":
		return fmt.Sprintf("m#%d", v.Map.ID)
	case "list":
		return fmt.Sprintf("l#%d", v.List.ID)
	case "func":
		return fmt.Sprintf("f#%p", v.Func)
	}
	var b strings.Builder
	b.WriteString(v.Kind)
	if v.Text != "" {
		b.WriteString(":" + v.Text)
	}
	if v.Type != "" {
		b.WriteString("/" + v.Type)
	}
	if v.Call != nil {
		fmt.Fprintf(&b, "@%d", v.Call.ID)
	}
	if v.Index != 0 || v.Kind == "idpart" {
		fmt.Fprintf(&b, "#%d", v.Index)
	}
	if v.Flag {
		b.WriteString("!")
	}
	for _, f := range v.Filters {
		b.WriteString("{" + f.Field + "=" + identityAt(f.Eq, d+1) + "}")
	}
	if len(v.Args) > 0 {
		b.WriteString("(")
		for i, a := range v.Args {
			if i > 0 {
				b.WriteString(",")
			}
			b.WriteString(identityAt(a, d+1))
		}
		b.WriteString(")")
	}
	s := b.String()
	if len(s) > 3000 {
		h := fnv.New64a()
		h.Write([]byte(s))
		s = fmt.Sprintf("%s..%x", s[:300], h.Sum64())
	}
	if d == 0 || len(v.Args) > 1 {
		v.identity = s
	}
	return s
}

// union is one of several values.
func union(vs ...*Value) *Value {
	seen := map[string]bool{}
	var out []*Value
	var add func(v *Value)
	add = func(v *Value) {
		if v == nil || v.Kind == "nil" {
			return
		}
		if v.Kind == "union" {
			for _, a := range v.Args {
				add(a)
			}
			return
		}
		k := identity(v)
		if seen[k] {
			return
		}
		seen[k] = true
		out = append(out, v)
	}
	for _, v := range vs {
		add(v)
	}
	if len(out) == 0 {
		return nilValue
	}
	if len(out) == 1 {
		return out[0]
	}
	if len(out) > 24 {
		out = out[:24]
	}
	return &Value{Kind: "union", Args: out}
}

// walk visits the nodes of a value once (not through maps).
func walk(v *Value, f func(*Value)) { walkSeen(v, f, map[*Value]bool{}) }

func walkSeen(v *Value, f func(*Value), seen map[*Value]bool) {
	if v == nil || seen[v] {
		return
	}
	if len(v.Args) > 0 {
		seen[v] = true
	}
	f(v)
	for _, a := range v.Args {
		walkSeen(a, f, seen)
	}
	for _, fl := range v.Filters {
		walkSeen(fl.Eq, f, seen)
	}
}

// walkDeep visits through maps and lists too.
func walkDeep(v *Value, f func(*Value), seen map[int]bool, d int) {
	walkDeepSeen(v, f, seen, map[*Value]bool{})
}

func walkDeepSeen(v *Value, f func(*Value), seen map[int]bool, sv map[*Value]bool) {
	if v == nil || sv[v] {
		return
	}
	if len(v.Args) > 0 {
		sv[v] = true
	}
	f(v)
	for _, a := range v.Args {
		walkDeepSeen(a, f, seen, sv)
	}
	if v.Map != nil && !seen[v.Map.ID] {
		seen[v.Map.ID] = true
		for _, e := range v.Map.Entries {
			walkDeepSeen(e.KeyValue, f, seen, sv)
			walkDeepSeen(e.Value, f, seen, sv)
		}
	}
	if v.List != nil && !seen[v.List.ID] {
		seen[v.List.ID] = true
		for _, e := range v.List.Elements {
			walkDeepSeen(e, f, seen, sv)
		}
	}
}

func sortedKeys[T any](m map[string]T) []string {
	var k []string
	for x := range m {
		k = append(k, x)
	}
	sort.Strings(k)
	return k
}
