package main

import (
	"go/ast"
	"reflect"
	"strconv"
	"strings"

	"contracts/sdk"
)

// servicePackage reads a package of alibaba-cloud-sdk-go: request types, their constructors and reply types.
func servicePackage(files []*ast.File) *sdk.Package {
	result := sdk.NewPackage()
	for _, file := range files {
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.GenDecl:
				addTypes(result, d)
			case *ast.FuncDecl:
				if d.Body != nil && strings.HasPrefix(d.Name.Name, "Create") && strings.HasSuffix(d.Name.Name, "Request") {
					readConstructor(request(result, strings.TrimPrefix(d.Name.Name, "Create")), d.Body)
				}
			}
		}
	}
	return result
}

func request(p *sdk.Package, name string) *sdk.Request {
	if p.Requests[name] == nil {
		p.Requests[name] = &sdk.Request{Fields: map[string][]string{}}
	}
	return p.Requests[name]
}

// readConstructor takes product, version, action, path and method from the body of CreateXRequest.
func readConstructor(r *sdk.Request, body *ast.BlockStmt) {
	ast.Inspect(body, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.CallExpr:
			if s, ok := n.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "InitWithApiInfo" {
				texts := literals(n.Args)
				if len(texts) < 3 {
					return true
				}
				r.Product, r.Version, r.Action, r.Style = texts[0], texts[1], texts[2], "rpc"
				if len(texts) > 3 && strings.HasPrefix(texts[3], "/") {
					r.Style, r.Path = "roa", texts[3]
				}
			}
		case *ast.AssignStmt:
			if len(n.Lhs) != 1 {
				return true
			}
			if s, ok := n.Lhs[0].(*ast.SelectorExpr); ok && s.Sel.Name == "Method" {
				if method, ok := n.Rhs[0].(*ast.SelectorExpr); ok {
					r.Method = method.Sel.Name
				}
			}
		}
		return true
	})
}

func literals(args []ast.Expr) []string {
	var texts []string
	for _, arg := range args {
		if literal, ok := arg.(*ast.BasicLit); ok {
			text, _ := strconv.Unquote(literal.Value)
			texts = append(texts, text)
		}
	}
	return texts
}

func addTypes(p *sdk.Package, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		declared, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		switch t := declared.Type.(type) {
		case *ast.StructType:
			addStruct(p, declared.Name.Name, t)
		case *ast.ArrayType:
			p.Structs[declared.Name.Name] = map[string][]string{"[]": {"", typeText(t.Elt)}}
		}
	}
}

// addStruct reads the fields of a struct; that of a request goes to its API.
func addStruct(p *sdk.Package, name string, declared *ast.StructType) {
	fields := map[string][]string{}
	isRequest := false
	for _, field := range declared.Fields.List {
		fieldType := typeText(field.Type)
		if len(field.Names) == 0 {
			isRequest = isRequest || fieldType == "requests.RpcRequest" || fieldType == "requests.RoaRequest"
			continue
		}
		text := ""
		if field.Tag != nil {
			text, _ = strconv.Unquote(field.Tag.Value)
		}
		tag := reflect.StructTag(text)
		wire, position := tag.Get("json"), tag.Get("position")
		if position != "" || tag.Get("name") != "" {
			wire = tag.Get("name")
		}
		wire, _, _ = strings.Cut(wire, ",")
		for _, fieldName := range field.Names {
			known := []string{wire, fieldType}
			if wire == "" {
				known[0] = fieldName.Name
			}
			if position != "" {
				known = append(known, position, tag.Get("type"))
			}
			fields[fieldName.Name] = known
		}
	}
	if isRequest {
		request(p, name).Fields = fields
		return
	}
	p.Structs[name] = fields
}

func typeText(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.StarExpr:
		return typeText(x.X)
	case *ast.SelectorExpr:
		return typeText(x.X) + "." + x.Sel.Name
	case *ast.ArrayType:
		return "[]" + typeText(x.Elt)
	case *ast.MapType:
		return "map:" + typeText(x.Value)
	case *ast.StructType:
		return "struct"
	case *ast.InterfaceType:
		return "any"
	}
	return "?"
}
