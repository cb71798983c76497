package main

import (
	"go/ast"
	"strconv"
	"strings"

	"contracts/sdk"
)

// teaPackage reads a Tea client: its structs, and of each method XWithOptions the API that it calls.
func teaPackage(files []*ast.File) *sdk.Package {
	result := sdk.NewPackage()
	for _, file := range files {
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.GenDecl:
				addTypes(result, d)
			case *ast.FuncDecl:
				if d.Recv == nil || d.Body == nil || !strings.HasSuffix(d.Name.Name, "WithOptions") {
					continue
				}
				if function := teaFunction(d); function.Action != "" {
					result.Functions[strings.TrimSuffix(d.Name.Name, "WithOptions")] = function
				}
			}
		}
	}
	return result
}

// teaFunction reads which API a method calls.
func teaFunction(d *ast.FuncDecl) *sdk.Function {
	function := &sdk.Function{Query: map[string]string{}, Body: map[string]string{}}
	for _, parameter := range d.Type.Params.List {
		for _, name := range parameter.Names {
			if name.Name != "headers" && name.Name != "runtime" {
				function.Args = append(function.Args, name.Name)
			}
		}
	}
	ast.Inspect(d.Body, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok {
				switch key.Name {
				case "Action":
					function.Action = textOf(n.Value)
				case "Version":
					function.Version = textOf(n.Value)
				case "Pathname":
					function.Path = textOf(n.Value)
				case "Method":
					function.Method = textOf(n.Value)
				}
			}
		case *ast.AssignStmt:
			readParameter(function, n)
		}
		return true
	})
	return function
}

// readParameter takes the name on the wire from `query["name"] = request.Field` and `body["name"] = ...`.
func readParameter(function *sdk.Function, n *ast.AssignStmt) {
	if len(n.Lhs) != 1 {
		return
	}
	target, ok := n.Lhs[0].(*ast.IndexExpr)
	if !ok {
		return
	}
	container, ok := target.X.(*ast.Ident)
	if !ok {
		return
	}
	field := ""
	ast.Inspect(n.Rhs[0], func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if of, ok := selector.X.(*ast.Ident); ok && (of.Name == "request" || of.Name == "tmpReq") {
				field = selector.Sel.Name
			}
		}
		return true
	})
	switch container.Name {
	case "query":
		function.Query[field] = textOf(target.Index)
	case "body":
		function.Body[field] = textOf(target.Index)
	}
}

// textOf reads a text that is put together of literals and arguments; an argument becomes {name}.
func textOf(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(x.Value)
		return text
	case *ast.BinaryExpr:
		return textOf(x.X) + textOf(x.Y)
	case *ast.CallExpr:
		if len(x.Args) == 1 {
			return textOf(x.Args[0])
		}
	case *ast.Ident:
		return "{" + x.Name + "}"
	case *ast.StarExpr:
		return textOf(x.X)
	}
	return "?"
}
