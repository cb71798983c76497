// Package alicloud is an invented provider for the tests of tools/contracts. It is parsed, never compiled.
package alicloud

import "github.com/hashicorp/terraform-plugin-sdk/helper/schema"

func Provider() *schema.Provider {
	return &schema.Provider{
		DataSourcesMap: map[string]*schema.Resource{
			"alicloud_bakery_ovens": dataSourceBakeryOvens(),
		},
		ResourcesMap: map[string]*schema.Resource{
			"alicloud_bakery_oven":  resourceBakeryOven(),
			"alicloud_bakery_sack":  resourceBakerySack(),
			"alicloud_pantry_shelf": resourcePantryShelf(),
			"alicloud_log_jar":      resourceLogJar(),
		},
	}
}

// The extractor knows these by name, whatever they do.
func WrapError(err error) error                                       { return err }
func WrapErrorf(err error, message string, args ...interface{}) error { return err }
func IsExpectedErrors(err error, codes []string) bool                 { return false }
func NotFoundErr(kind, id string) error                               { return nil }
func NotFoundError(err error) bool                                    { return false }
func BuildStateConf(args ...interface{}) *resource.StateChangeConf    { return nil }
func formatInt(value interface{}) int                                 { return 0 }
func convertJsonStringToStringList(value interface{}) []interface{}   { return nil }

const NotFoundMsg = "[ERROR] Resource not found"
